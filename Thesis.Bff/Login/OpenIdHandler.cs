using System.Security.Cryptography;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OAuth;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Thesis.Bff.Login;

/// <summary>
/// Authorization code with PKCE against an OpenID provider: the framework's OAuth handler, plus the provider's own
/// metadata, a nonce, and a checked id_token.
/// </summary>
internal sealed class OpenIdHandler(
    IOptionsMonitor<OAuthOptions> options, ILoggerFactory logger, UrlEncoder encoder, ProviderClient provider)
    : OAuthHandler<OAuthOptions>(options, logger, encoder)
{
    private const string NonceItem = ".nonce";

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        await ReadMetadataAsync();
        properties.Items[NonceItem] = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        await base.HandleChallengeAsync(properties);
    }

    protected override async Task<HandleRequestResult> HandleRemoteAuthenticateAsync()
    {
        await ReadMetadataAsync();
        return await base.HandleRemoteAuthenticateAsync();
    }

    protected override string BuildChallengeUrl(AuthenticationProperties properties, string redirectUri) =>
        QueryHelpers.AddQueryString(base.BuildChallengeUrl(properties, redirectUri), "nonce", properties.Items[NonceItem] ?? "");

    protected override async Task<AuthenticationTicket> CreateTicketAsync(
        System.Security.Claims.ClaimsIdentity identity, AuthenticationProperties properties, OAuthTokenResponse tokens)
    {
        var idToken = tokens.Response?.RootElement.GetProperty("id_token").GetString()
            ?? throw new AuthenticationFailureException("The provider sent no id_token.");
        var metadata = await provider.MetadataAsync(Context.RequestAborted);
        var result = await new JsonWebTokenHandler { MapInboundClaims = false }.ValidateTokenAsync(idToken, new TokenValidationParameters
        {
            ValidIssuer = metadata.Issuer,
            ValidAudience = Options.ClientId,
            IssuerSigningKeys = metadata.SigningKeys,
        });
        if (!result.IsValid)
        {
            throw new AuthenticationFailureException("The provider's id_token is not valid.", result.Exception);
        }

        if (!result.Claims.TryGetValue("nonce", out var nonce) || !Equals(nonce, properties.Items[NonceItem]))
        {
            throw new AuthenticationFailureException("The provider's id_token belongs to another sign-in.");
        }

        properties.Items.Remove(NonceItem);
        foreach (var claim in result.ClaimsIdentity.Claims.Where(c => c.Type is "sub" or "name" or "preferred_username" or "roles" or "sid"))
        {
            identity.AddClaim(claim);
        }

        properties.StoreTokens(properties.GetTokens().Append(new AuthenticationToken { Name = "id_token", Value = idToken }));
        var named = new System.Security.Claims.ClaimsIdentity(identity.Claims, Scheme.Name, "name", "roles");
        return new AuthenticationTicket(new System.Security.Claims.ClaimsPrincipal(named), properties, Scheme.Name);
    }

    // The endpoints are the provider's to say, and it may start after us.
    private async Task ReadMetadataAsync()
    {
        var metadata = await provider.MetadataAsync(Context.RequestAborted);
        Options.AuthorizationEndpoint = metadata.AuthorizationEndpoint;
        Options.TokenEndpoint = metadata.TokenEndpoint;
    }
}
