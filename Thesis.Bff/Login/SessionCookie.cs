using Microsoft.AspNetCore.Authentication.Cookies;
using Thesis.Bff.Sessions;
using Thesis.ServiceDefaults;

namespace Thesis.Bff.Login;

/// <summary>The one cookie: a reference to a session, useless without it, out of reach of scripts and of other sites.</summary>
internal static class SessionCookie
{
    public static void Configure(CookieAuthenticationOptions options)
    {
        options.Cookie.Name = "thesis";
        options.CookieManager = new HostCookies();
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.SlidingExpiration = true;
        options.Events.OnRedirectToLogin = context => Refusals.SignInFirst().ExecuteAsync(context.HttpContext);
        options.Events.OnRedirectToAccessDenied = context =>
            Problems.Forbidden("Your account may not do this.").ExecuteAsync(context.HttpContext);
        options.Events.OnValidatePrincipal = context =>
            context.HttpContext.RequestServices.GetRequiredService<SessionTokens>().ValidateAsync(context);
    }
}
