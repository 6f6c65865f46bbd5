using System.Security.Claims;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using Thesis.Services.Identity.Data;
using Thesis.Services.Identity.Domain;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Thesis.Services.Identity.Api;

/// <summary>Gives tokens for a code, a refresh token or a client's own secret. What is wrong with those OpenIddict has refused before.</summary>
internal static class TokenEndpoint
{
    private const string Scheme = OpenIddictServerAspNetCoreDefaults.AuthenticationScheme;

    public static async Task<Results<SignInHttpResult, ForbidHttpResult>> ExchangeAsync(
        HttpContext context, UserManager<Account> accounts, SignInManager<Account> signIn, SessionStore sessions, IOpenIddictTokenManager tokens, TimeProvider time)
    {
        var request = context.GetOpenIddictServerRequest() ?? throw new InvalidOperationException("OpenIddict passed on something that is no token request.");
        if (request.IsClientCredentialsGrantType())
        {
            return TypedResults.SignIn(TokenClaims.OfService(request.ClientId ?? ""), authenticationScheme: Scheme);
        }

        var issued = (await context.AuthenticateAsync(Scheme)).Principal
            ?? throw new InvalidOperationException("OpenIddict passed on a token request without what it was issued for.");
        var account = await accounts.FindByIdAsync(issued.GetClaim(Claims.Subject) ?? "");
        var session = issued.GetClaim(TokenClaims.Session) ?? "";
        if (account is null || !TokenClaims.StillHold(issued, account) || !await signIn.CanSignInAsync(account)
            || !await sessions.SeenAsync(account.Id, session, time.GetUtcNow(), context.RequestAborted))
        {
            return Refuse("The account may no longer sign in, or its sign-ins were ended.");
        }

        if (request.IsRefreshTokenGrantType() && !await IsFirstToUseAsync(issued, tokens, context.RequestAborted))
        {
            return Refuse("The refresh token was used twice at the same time.");
        }

        var roles = await accounts.GetRolesAsync(account);
        var signedInAt = issued.GetClaim(Claims.AuthenticationTime) is { } seconds
            ? DateTimeOffset.FromUnixTimeSeconds(long.Parse(seconds, System.Globalization.CultureInfo.InvariantCulture))
            : (DateTimeOffset?)null;
        var person = TokenClaims.OfPerson(account, roles, issued.GetScopes(), signedInAt, session);
        return TypedResults.SignIn(person, authenticationScheme: Scheme);
    }

    /// <summary>OpenIddict revokes the chain when a used token comes again, but lets all pass that come at the same time: only one of them redeems it.</summary>
    private static async Task<bool> IsFirstToUseAsync(ClaimsPrincipal issued, IOpenIddictTokenManager tokens, CancellationToken cancellationToken)
    {
        if (await tokens.FindByIdAsync(issued.GetTokenId() ?? "", cancellationToken) is { } token && await tokens.TryRedeemAsync(token, cancellationToken))
        {
            return true;
        }

        if (issued.GetAuthorizationId() is { } chain)
        {
            await tokens.RevokeByAuthorizationIdAsync(chain, cancellationToken);
        }

        return false;
    }

    private static ForbidHttpResult Refuse(string reason) => TypedResults.Forbid(
        new AuthenticationProperties(new Dictionary<string, string?>
        {
            [OpenIddictServerAspNetCoreConstants.Properties.Error] = Errors.InvalidGrant,
            [OpenIddictServerAspNetCoreConstants.Properties.ErrorDescription] = reason,
        }),
        [Scheme]);
}
