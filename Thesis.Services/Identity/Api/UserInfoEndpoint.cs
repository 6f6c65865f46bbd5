using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using Thesis.Services.Identity.Domain;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Thesis.Services.Identity.Api;

/// <summary>Who holds an access token, as far as its scopes tell.</summary>
internal static class UserInfoEndpoint
{
    private const string Scheme = OpenIddictServerAspNetCoreDefaults.AuthenticationScheme;

    public static async Task<Results<Ok<Dictionary<string, object?>>, ChallengeHttpResult>> GetAsync(HttpContext context, UserManager<Account> accounts)
    {
        var holder = (await context.AuthenticateAsync(Scheme)).Principal ?? new ClaimsPrincipal();
        if (await accounts.FindByIdAsync(holder.GetClaim(Claims.Subject) ?? "") is not { } account)
        {
            return TypedResults.Challenge(
                new AuthenticationProperties(new Dictionary<string, string?>
                {
                    [OpenIddictServerAspNetCoreConstants.Properties.Error] = Errors.InvalidToken,
                    [OpenIddictServerAspNetCoreConstants.Properties.ErrorDescription] = "The token is not that of a person.",
                }),
                [Scheme]);
        }

        var claims = new Dictionary<string, object?> { [Claims.Subject] = account.Id };
        if (holder.HasScope(Scopes.Profile))
        {
            claims[Claims.Name] = account.DisplayName;
            claims[Claims.PreferredUsername] = account.UserName;
        }

        if (holder.HasScope(Scopes.Roles))
        {
            claims[Claims.Role] = await accounts.GetRolesAsync(account);
        }

        return TypedResults.Ok(claims);
    }
}
