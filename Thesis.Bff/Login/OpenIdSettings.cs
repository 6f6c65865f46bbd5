using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Thesis.ServiceDefaults;

namespace Thesis.Bff.Login;

/// <summary>How people sign in: authorization code with PKCE, pushed where the provider takes it, at the provider of the section <c>Authentication</c>.</summary>
internal sealed class OpenIdSettings(AuthenticationSettings provider, IConfigurationManager<OpenIdConnectConfiguration> metadata)
    : IConfigureNamedOptions<OpenIdConnectOptions>
{
    /// <summary>What a session keeps of the id_token, and <c>/bff/user</c> shows.</summary>
    private static readonly string[] KeptClaims = ["sub", "name", "preferred_username", Roles.ClaimType, "sid"];

    public void Configure(OpenIdConnectOptions options) => Configure(LoginModule.Provider, options);

    public void Configure(string? name, OpenIdConnectOptions options)
    {
        options.ConfigurationManager = metadata;
        options.ClientId = provider.ClientId;
        options.ClientSecret = provider.ClientSecret;
        options.BackchannelTimeout = TimeSpan.FromSeconds(10);
        options.ResponseType = OpenIdConnectResponseType.Code;
        // The answer comes as a link: a form that sends itself would need a script of the provider's.
        options.ResponseMode = OpenIdConnectResponseMode.Query;
        options.SaveTokens = true;
        options.MapInboundClaims = false;
        options.TokenValidationParameters.ValidIssuers = provider.ValidIssuers;
        options.TokenValidationParameters.NameClaimType = "name";
        options.TokenValidationParameters.RoleClaimType = Roles.ClaimType;
        options.Scope.Clear();
        foreach (var scope in (string[])["openid", "profile", "roles", "offline_access"])
        {
            options.Scope.Add(scope);
        }

        foreach (var (cookie, cookieName) in new[] { (options.CorrelationCookie, "thesis_login."), (options.NonceCookie, "thesis_nonce.") })
        {
            cookie.Name = cookieName;
            cookie.SameSite = SameSiteMode.Lax;
            cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        }

        options.Events.OnTokenValidated = KeepWhatIsNeeded;
        options.Events.OnRemoteFailure = BeginAgain;
    }

    private static Task KeepWhatIsNeeded(TokenValidatedContext context)
    {
        var claims = context.Principal?.Claims.Where(claim => KeptClaims.Contains(claim.Type)) ?? [];
        context.Principal = new ClaimsPrincipal(new ClaimsIdentity(claims, context.Scheme.Name, "name", Roles.ClaimType));
        return Task.CompletedTask;
    }

    /// <summary>E.g. the person went back in the browser, or left the form open for too long.</summary>
    private static Task BeginAgain(Microsoft.AspNetCore.Authentication.RemoteFailureContext context)
    {
        context.Response.Redirect("/?login=failed");
        context.HandleResponse();
        return Task.CompletedTask;
    }
}
