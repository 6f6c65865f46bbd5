using Microsoft.Extensions.Options;
using OpenIddict.Abstractions;
using Thesis.ServiceDefaults;
using Thesis.Services.Identity.Domain;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Thesis.Services.Identity.Data;

/// <summary>The clients of the configuration: the BFF, which signs people in, and the services, which speak for themselves.</summary>
internal sealed class Clients(IOpenIddictApplicationManager applications, AuthenticationSettings authentication, IOptions<ProviderOptions> options)
{
    public const string Bff = "bff";
    public const string Services = "services";

    /// <summary>Writes them as the configuration has them now: secrets and addresses may have changed.</summary>
    public async Task SaveAsync(CancellationToken cancellationToken)
    {
        foreach (var client in (OpenIddictApplicationDescriptor[])[BffClient(), ServicesClient()])
        {
            if (await applications.FindByClientIdAsync(client.ClientId ?? "", cancellationToken) is { } known)
            {
                await applications.UpdateAsync(known, client, cancellationToken);
            }
            else
            {
                await applications.CreateAsync(client, cancellationToken);
            }
        }
    }

    private OpenIddictApplicationDescriptor BffClient()
    {
        var door = new Uri(authentication.Issuer.TrimEnd('/') + "/");
        return new()
        {
            ClientId = Bff,
            ClientSecret = options.Value.BffSecret,
            ClientType = ClientTypes.Confidential,
            ConsentType = ConsentTypes.Implicit,
            RedirectUris = { new Uri(door, "signin-oidc") },
            PostLogoutRedirectUris = { new Uri(door, "signout-callback-oidc") },
            Permissions =
            {
                Permissions.Endpoints.Authorization,
                Permissions.Endpoints.PushedAuthorization,
                Permissions.Endpoints.Token,
                Permissions.Endpoints.EndSession,
                Permissions.GrantTypes.AuthorizationCode,
                Permissions.GrantTypes.RefreshToken,
                Permissions.ResponseTypes.Code,
                Permissions.Scopes.Profile,
                Permissions.Scopes.Roles,
            },
            Requirements = { Requirements.Features.ProofKeyForCodeExchange },
        };
    }

    private OpenIddictApplicationDescriptor ServicesClient() => new()
    {
        ClientId = Services,
        ClientSecret = options.Value.ServicesSecret,
        ClientType = ClientTypes.Confidential,
        Permissions = { Permissions.Endpoints.Token, Permissions.GrantTypes.ClientCredentials },
    };
}
