using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using Thesis.Bff.Sessions;
using Thesis.ServiceDefaults;

namespace Thesis.Bff.Login;

/// <summary>
/// Ends sessions when the provider says that the sign-in is over: OpenID Connect Back-Channel Logout 1.0. The provider calls without a
/// browser; its signature on the token is what lets it in.
/// </summary>
internal static class BackChannelLogout
{
    public const string Path = "/bff/backchannel";

    private const string LogoutEvent = "http://schemas.openid.net/event/backchannel-logout";

    public static async Task<Results<Ok, ProblemHttpResult>> EndAsync(
        HttpContext context, IConfigurationManager<OpenIdConnectConfiguration> metadata, AuthenticationSettings provider, SessionStore sessions, SessionIndex index)
    {
        context.Response.Headers.CacheControl = "no-store";
        var form = context.Request.HasFormContentType ? await context.Request.ReadFormAsync(context.RequestAborted) : null;
        var token = form?["logout_token"].ToString() ?? "";
        if (await ReadAsync(token, await metadata.GetConfigurationAsync(context.RequestAborted), provider) is not { } ended)
        {
            return Problems.Validation(new Dictionary<string, string[]> { ["logout_token"] = ["must be a logout token that the identity provider has signed for this client"] });
        }

        foreach (var key in await index.FindAsync(ended.Subject, ended.Session))
        {
            await sessions.RemoveAsync(key);
        }

        return TypedResults.Ok();
    }

    /// <summary>Whom a logout token is about; null when it is none, or not the provider's for this client, or too old.</summary>
    private static async Task<Ended?> ReadAsync(string token, OpenIdConnectConfiguration configuration, AuthenticationSettings provider)
    {
        var result = await new JsonWebTokenHandler { MapInboundClaims = false }.ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidIssuers = provider.ValidIssuers,
            ValidAudience = provider.ClientId,
            IssuerSigningKeys = configuration.SigningKeys,
            RequireExpirationTime = false,
            ClockSkew = TimeSpan.FromMinutes(1),
        });
        if (!result.IsValid || result.SecurityToken is not JsonWebToken logout)
        {
            return null;
        }

        // An id_token is signed by the same keys for the same client: only the event tells them apart, and a nonce must not be there.
        var isLogout = logout.TryGetPayloadValue<System.Text.Json.JsonElement>("events", out var events)
            && events.ValueKind == System.Text.Json.JsonValueKind.Object && events.TryGetProperty(LogoutEvent, out _)
            && !logout.TryGetClaim("nonce", out _);
        var isRecent = logout.IssuedAt > DateTime.UtcNow - TimeSpan.FromMinutes(10);
        var ended = new Ended(Claim(logout, "sub"), Claim(logout, "sid"));
        return isLogout && isRecent && (ended.Subject ?? ended.Session) is not null ? ended : null;
    }

    private static string? Claim(JsonWebToken token, string name) => token.TryGetClaim(name, out var claim) ? claim.Value : null;

    private sealed record Ended(string? Subject, string? Session);
}
