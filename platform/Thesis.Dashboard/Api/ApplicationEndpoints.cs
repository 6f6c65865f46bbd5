using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Thesis.Dashboard.Resources;
using Thesis.Dashboard.Server;

namespace Thesis.Dashboard.Api;

/// <summary>What the dashboard is and where it listens.</summary>
internal static class ApplicationEndpoints
{
    public static void Map(WebApplication app)
    {
        var options = app.Services.GetRequiredService<DashboardOptions>();
        var source = app.Services.GetService<IResourceSource>();
        var startedAt = options.Time.GetUtcNow();
        app.MapGet("/api/v1/application", http =>
        {
            var addresses = DashboardServer.AddressesOf(app);
            return http.Response.WriteAsJsonAsync(
                new ApplicationView(
                    source?.ApplicationName ?? options.ApplicationName,
                    typeof(ApplicationEndpoints).Assembly.GetName().Version?.ToString(3) ?? "0.0.0",
                    "",
                    startedAt,
                    source is not null,
                    addresses[^2],
                    addresses[^1]),
                ApiJson.Default.ApplicationView);
        });
    }
}
