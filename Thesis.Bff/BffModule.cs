using Thesis.Bff.Csrf;
using Thesis.Bff.Limits;
using Thesis.Bff.Login;
using Thesis.Bff.Proxy;
using Thesis.Bff.Sessions;
using Thesis.Bff.Shell;
using Thesis.Bff.Telemetry;

namespace Thesis.Bff;

/// <summary>What the BFF is made of, in the order in which a request meets it.</summary>
internal static class BffModule
{
    public static void AddBff(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<BffOptions>().BindConfiguration(BffOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.AddSessions();
        builder.AddLogin();
        builder.AddRateLimits();
        builder.AddServiceRoutes();
        BrowserTelemetry.Add(builder);
        builder.Services.AddResponseCompression(options => options.EnableForHttps = true);
    }

    /// <summary>What a request meets before anybody asks who sent it.</summary>
    public static void UseBff(this WebApplication app)
    {
        app.UseMiddleware<SecurityHeaders>();
        app.UseResponseCompression();
        app.UseShellFiles();
        app.UseWebSockets();
        app.UseMiddleware<CsrfProtection>();
    }

    public static void MapBff(this WebApplication app)
    {
        app.UseRateLimits();
        app.MapLogin();
        BrowserTelemetry.Map(app);
        app.MapServiceRoutes();
        app.MapShell();
    }
}
