using System.Security.Claims;
using OpenIddict.Abstractions;
using Thesis.ServiceDefaults;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Thesis.Services.Identity.Domain;

/// <summary>What tokens say about who holds them.</summary>
internal static class TokenClaims
{
    /// <summary>The audience of every access token.</summary>
    public const string Audience = "thesis";

    /// <summary>Changes when the account's tokens shall end; stays in codes and refresh tokens, which are encrypted.</summary>
    private const string SecurityStamp = "thesis_stamp";

    /// <summary>The id of the sign-in, as OpenID Connect calls it.</summary>
    public const string Session = "sid";

    private const string AuthenticationType = "thesis";

    /// <summary>A person who has signed in.</summary>
    /// <param name="signedInAt">When the password was given; null keeps the claim out.</param>
    /// <param name="session">The sign-in that the tokens end with.</param>
    public static ClaimsPrincipal OfPerson(Account account, IEnumerable<string> roles, IEnumerable<string> scopes, DateTimeOffset? signedInAt, string session)
    {
        var identity = new ClaimsIdentity(AuthenticationType, Claims.Name, Claims.Role);
        identity.SetClaim(Claims.Subject, account.Id)
            .SetClaim(Claims.Name, account.DisplayName)
            .SetClaim(Claims.PreferredUsername, account.UserName)
            .SetClaim(Claims.AuthenticationTime, signedInAt?.ToUnixTimeSeconds())
            .SetClaim(Session, session)
            .SetClaim(SecurityStamp, account.SecurityStamp)
            .SetClaims(Claims.Role, [.. roles]);
        identity.SetScopes(scopes).SetResources(Audience).SetDestinations(Destinations);
        return new ClaimsPrincipal(identity);
    }

    /// <summary>A process of the system.</summary>
    public static ClaimsPrincipal OfService(string clientId)
    {
        var identity = new ClaimsIdentity(AuthenticationType, Claims.Name, Claims.Role);
        identity.SetClaim(Claims.Subject, $"service-{clientId}")
            .SetClaim(Claims.Name, clientId)
            .SetClaim(Claims.Role, Roles.Service);
        identity.SetResources(Audience).SetDestinations(Destinations);
        return new ClaimsPrincipal(identity);
    }

    /// <summary>Whether what a code or refresh token was issued for still holds for the account.</summary>
    public static bool StillHold(ClaimsPrincipal issued, Account account) =>
        issued.GetClaim(SecurityStamp) is { } stamp && stamp == account.SecurityStamp;

    private static IEnumerable<string> Destinations(Claim claim) => claim.Type switch
    {
        SecurityStamp => [],
        Claims.Role => [TokenDestinations.AccessToken, TokenDestinations.IdentityToken],
        Claims.Name => [TokenDestinations.AccessToken, TokenDestinations.IdentityToken],
        _ => [TokenDestinations.IdentityToken],
    };

    private static class TokenDestinations
    {
        public const string AccessToken = OpenIddictConstants.Destinations.AccessToken;
        public const string IdentityToken = OpenIddictConstants.Destinations.IdentityToken;
    }
}
