using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OAuth;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Thesis.Bff.Sessions;

namespace Thesis.Bff.Login;

/// <summary>Signing in and out, and who is signed in.</summary>
internal static class LoginModule
{
    public const string Provider = "oidc";

    public static void AddLogin(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<ProviderOptions>().BindConfiguration(ProviderOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton(services => services.GetRequiredService<IOptions<ProviderOptions>>().Value);
        builder.Services.AddSingleton<IConfigurationManager<OpenIdConnectConfiguration>>(services =>
        {
            var authority = services.GetRequiredService<ProviderOptions>().Authority.TrimEnd('/');
            return new ConfigurationManager<OpenIdConnectConfiguration>(
                $"{authority}/.well-known/openid-configuration",
                new OpenIdConnectConfigurationRetriever(),
                // Production providers speak https; plain http is for one's own machine.
                new HttpDocumentRetriever { RequireHttps = !new Uri(authority).IsLoopback });
        });
        builder.Services.AddHttpClient(ProviderOptions.HttpClient);
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
            .AddScheme<OAuthOptions, OpenIdHandler>(Provider, _ => { });
        builder.Services.AddOptions<CookieAuthenticationOptions>(CookieAuthenticationDefaults.AuthenticationScheme)
            .Configure<SessionStore, IOptions<BffOptions>>((cookie, store, bff) =>
            {
                cookie.SessionStore = store;
                cookie.ExpireTimeSpan = bff.Value.SessionIdle;
            });
        builder.Services.AddOptions<OAuthOptions>(Provider).Configure<ProviderOptions>(ConfigureProvider);
        builder.Services.AddSingleton<IPostConfigureOptions<OAuthOptions>, OAuthPostConfigureOptions<OAuthOptions, OpenIdHandler>>();
    }

    public static void MapLogin(this WebApplication app)
    {
        var bff = app.MapGroup("/bff").RequireRateLimiting(Limits.RateLimits.Logins);
        bff.MapGet("/login", LoginEndpoints.Login).AllowAnonymous().WithName("Login");
        bff.MapGet("/logout", LoginEndpoints.LogoutAsync).AllowAnonymous().WithName("Logout");
        app.MapGet("/bff/user", (Delegate)LoginEndpoints.UserAsync).AllowAnonymous().WithName("GetSignedInUser");
    }

    private static void ConfigureProvider(OAuthOptions oauth, ProviderOptions provider)
    {
        oauth.ClientId = provider.ClientId;
        oauth.ClientSecret = provider.ClientSecret;
        oauth.CallbackPath = "/signin-oidc";
        // Replaced by the provider's own metadata before use; the options must not be empty.
        oauth.AuthorizationEndpoint = provider.Authority;
        oauth.TokenEndpoint = provider.Authority;
        oauth.UsePkce = true;
        oauth.SaveTokens = true;
        oauth.SignInScheme = CookieAuthenticationDefaults.AuthenticationScheme;
        oauth.Scope.Clear();
        foreach (var scope in (string[])["openid", "profile", "roles"])
        {
            oauth.Scope.Add(scope);
        }

        oauth.CorrelationCookie.Name = "thesis_login.";
        oauth.CorrelationCookie.SameSite = SameSiteMode.Lax;
        oauth.CorrelationCookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        oauth.Events.OnRemoteFailure = context =>
        {
            // E.g. the person went back in the browser, or let the form lie: begin again, and say so.
            context.Response.Redirect("/?login=failed");
            context.HandleResponse();
            return Task.CompletedTask;
        };
    }
}
