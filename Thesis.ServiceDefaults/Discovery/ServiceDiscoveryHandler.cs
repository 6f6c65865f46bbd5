namespace Thesis.ServiceDefaults;

/// <summary>
/// Sends <c>http://donations/…</c> to the address of the service <c>donations</c>. Hosts with a dot, IP addresses and
/// <c>localhost</c> are no services and pass unchanged.
/// </summary>
internal sealed class ServiceDiscoveryHandler(IServiceEndpoints endpoints) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var named = request.RequestUri;
        if (named is null || !IsService(named))
        {
            return await base.SendAsync(request, cancellationToken);
        }

        var address = endpoints.Resolve(named.Host);
        try
        {
            request.RequestUri = new UriBuilder(named) { Scheme = address.Scheme, Host = address.Host, Port = address.Port }.Uri;
            return await base.SendAsync(request, cancellationToken);
        }
        finally
        {
            request.RequestUri = named; // The next attempt takes the next address.
        }
    }

    private static bool IsService(Uri uri) =>
        uri.HostNameType == UriHostNameType.Dns && !uri.Host.Contains('.', StringComparison.Ordinal) && !uri.IsLoopback;
}
