using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Thesis.Bff.Sessions;
using Thesis.ServiceDefaults;

namespace Thesis.Bff.Login;

/// <summary>The endpoints a portal uses, in the contract of Duende.BFF.</summary>
internal static class LoginEndpoints
{
    /// <summary>One thing known about the person who is signed in.</summary>
    public sealed record UserClaim(string Type, object Value);

    /// <summary>Begins a sign-in and comes back to <paramref name="returnUrl"/>, which must be a path of this origin.</summary>
    public static IResult Login(string? returnUrl) => IsLocal(returnUrl ?? "/")
        ? Results.Challenge(new AuthenticationProperties { RedirectUri = returnUrl ?? "/" }, [LoginModule.Provider])
        : Problems.Validation(new Dictionary<string, string[]> { ["returnUrl"] = ["must be a path of this site, such as /donations"] });

    /// <summary>Ends the session here and at the provider. <paramref name="sid"/> is in the link that <c>/bff/user</c> gives: no other site can know it.</summary>
    public static async Task<IResult> LogoutAsync(string? sid, HttpContext context)
    {
        var session = await context.AuthenticateAsync();
        if (!session.Succeeded)
        {
            return Results.Redirect("/");
        }

        if (sid is null || !CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(sid), Encoding.UTF8.GetBytes(SessionId(session.Properties))))
        {
            return Problems.Validation(new Dictionary<string, string[]> { ["sid"] = ["must be the one in bff:logout_url of /bff/user"] });
        }

        return Results.SignOut(
            new AuthenticationProperties { RedirectUri = "/" }, [CookieAuthenticationDefaults.AuthenticationScheme, LoginModule.Provider]);
    }

    /// <summary>The claims of the person who is signed in; 401 when nobody is.</summary>
    public static async Task<IResult> UserAsync(HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-store";
        var session = await context.AuthenticateAsync();
        if (!session.Succeeded)
        {
            return Refusals.SignInFirst();
        }

        var claims = session.Principal.Claims.Select(claim => new UserClaim(claim.Type, claim.Value)).ToList();
        claims.Add(new("bff:logout_url", $"/bff/logout?sid={SessionId(session.Properties)}"));
        if (session.Properties.ExpiresUtc is { } ends)
        {
            var now = context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
            claims.Add(new("bff:session_expires_in", (long)(ends - now).TotalSeconds));
        }

        return Results.Json(claims);
    }

    private static string SessionId(AuthenticationProperties properties) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(properties.Items[SessionStore.KeyItem] ?? "")))[..32];

    // "//host" and "/\host" are other origins to a browser.
    private static bool IsLocal(string url) =>
        url.Length is > 0 and < 2000 && url[0] == '/' && (url.Length == 1 || (url[1] != '/' && url[1] != '\\')) && !url.Any(char.IsControl);
}
