using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Options;
using Thesis.Bff.Sessions;

namespace Thesis.Bff.Login;

/// <summary>Signing in and out, and who is signed in.</summary>
internal static class LoginModule
{
    public const string Provider = OpenIdConnectDefaults.AuthenticationScheme;

    public static void AddLogin(this WebApplicationBuilder builder)
    {
        builder.Services.AddHttpClient(ProviderClient.HttpClient);
        builder.Services.AddSingleton<ProviderClient>();
        builder.Services
            .AddAuthentication(options =>
            {
                options.DefaultScheme = CookieAuthenticationDefaults.AuthenticationScheme;
                options.DefaultAuthenticateScheme = CookieAuthenticationDefaults.AuthenticationScheme;
                options.DefaultForbidScheme = CookieAuthenticationDefaults.AuthenticationScheme;
                options.DefaultChallengeScheme = CookieAuthenticationDefaults.AuthenticationScheme;
            })
            .AddCookie(SessionCookie.Configure)
            .AddOpenIdConnect(Provider, _ => { });
        builder.Services.AddOptions<CookieAuthenticationOptions>(CookieAuthenticationDefaults.AuthenticationScheme)
            .Configure<SessionStore, IOptions<BffOptions>>((cookie, store, bff) =>
            {
                cookie.SessionStore = store;
                cookie.ExpireTimeSpan = bff.Value.SessionIdle;
            });
        builder.Services.ConfigureOptions<OpenIdSettings>();
    }

    public static void MapLogin(this WebApplication app)
    {
        var bff = app.MapGroup("/bff").RequireRateLimiting(Limits.RateLimits.Logins);
        bff.MapGet("/login", LoginEndpoints.Login).AllowAnonymous().WithName("Login");
        bff.MapGet("/logout", LoginEndpoints.LogoutAsync).AllowAnonymous().WithName("Logout");
        bff.MapPost(BackChannelLogout.Path["/bff".Length..], BackChannelLogout.EndAsync).AllowAnonymous().DisableAntiforgery().WithName("BackChannelLogout");
        app.MapGet("/bff/user", (Delegate)LoginEndpoints.UserAsync).AllowAnonymous().WithName("GetSignedInUser");
    }
}
