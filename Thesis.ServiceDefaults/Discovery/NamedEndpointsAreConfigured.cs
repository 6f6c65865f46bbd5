using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.ServiceDiscovery;

namespace Thesis.ServiceDefaults;

/// <summary>Names the setting that is missing when the configuration has no address of a service's named endpoint.</summary>
internal sealed class NamedEndpointsAreConfigured : IServiceEndpointProviderFactory
{
    public bool TryCreateProvider(ServiceEndpointQuery query, [NotNullWhen(true)] out IServiceEndpointProvider? provider)
    {
        provider = query.EndpointName is { Length: > 0 } endpoint ? new Provider(query.ServiceName, endpoint) : null;
        return provider is not null;
    }

    private sealed class Provider(string service, string endpoint) : IServiceEndpointProvider
    {
        /// <exception cref="IOException">No address was found; gRPC makes UNAVAILABLE of it.</exception>
        public ValueTask PopulateAsync(IServiceEndpointBuilder endpoints, CancellationToken cancellationToken) =>
            endpoints.Endpoints.Count > 0
                ? ValueTask.CompletedTask
                : throw new IOException($"There is no {endpoint} address of the service '{service}'; set services__{service}__{endpoint}__0.");

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
