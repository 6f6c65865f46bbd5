using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Thesis.ServiceDefaults;

/// <summary>
/// The OpenID provider's endpoints and keys, fetched when first needed, so that a process starts before its provider
/// does. Until the provider answers, whoever brings a token is told to come back: 503, not 401.
/// </summary>
internal sealed class IdentityProviderMetadata : IConfigurationManager<OpenIdConnectConfiguration>
{
    /// <summary>How often a token with an unknown key makes us look for new keys; the default of 5 min would outlast most outages.</summary>
    private static readonly TimeSpan KeyRefreshInterval = TimeSpan.FromSeconds(5);

    private readonly ConfigurationManager<OpenIdConnectConfiguration> _inner;

    public IdentityProviderMetadata(AuthenticationSettings settings, TimeSpan timeout) =>
        _inner = new ConfigurationManager<OpenIdConnectConfiguration>(
            settings.MetadataAddress,
            new OpenIdConnectConfigurationRetriever(),
            new HttpDocumentRetriever(new HttpClient { Timeout = timeout }) { RequireHttps = !settings.AuthorityMayBeHttp })
        {
            RefreshInterval = KeyRefreshInterval,
        };

    /// <exception cref="ProblemException">503: the provider cannot be reached.</exception>
    public async Task<OpenIdConnectConfiguration> GetConfigurationAsync(CancellationToken cancel)
    {
        try
        {
            return await _inner.GetConfigurationAsync(cancel);
        }
        catch (InvalidOperationException exception)
        {
            var problem = Problems.Of(
                StatusCodes.Status503ServiceUnavailable,
                "identity-provider-unavailable",
                "Sign-in cannot be checked now.",
                "The identity provider does not answer; try again shortly.");
            throw new ProblemException(problem, exception);
        }
    }

    public void RequestRefresh() => _inner.RequestRefresh();
}
