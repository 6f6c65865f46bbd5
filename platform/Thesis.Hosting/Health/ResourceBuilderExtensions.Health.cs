using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Thesis.Hosting.Health;

namespace Aspire.Hosting;

public static partial class ResourceBuilderExtensions
{
    /// <summary>Makes a health check of the application's services one of this resource.</summary>
    /// <exception cref="DistributedApplicationException">The resource has it already.</exception>
    public static IResourceBuilder<T> WithHealthCheck<T>(this IResourceBuilder<T> builder, string key)
        where T : IResource
    {
        if (builder.Resource.Annotations.OfType<HealthCheckAnnotation>().Any(h => h.Key == key))
        {
            throw new DistributedApplicationException($"The resource '{builder.Resource.Name}' has the health check '{key}' already.");
        }

        return builder.WithAnnotation(new HealthCheckAnnotation(key));
    }

    /// <summary>The resource is healthy when a GET answers as expected.</summary>
    /// <param name="builder">The resource.</param>
    /// <param name="path">The path; <c>/</c> when null.</param>
    /// <param name="statusCode">The status; 200 when null.</param>
    /// <param name="endpointName">The endpoint; http or https when null.</param>
    public static IResourceBuilder<T> WithHttpHealthCheck<T>(this IResourceBuilder<T> builder, string? path = null, int? statusCode = null, string? endpointName = null)
        where T : IResourceWithEndpoints =>
        builder.WithHttpHealthCheck(() => HealthEndpoint(builder.Resource, endpointName), path, statusCode);

    /// <summary>The resource is healthy when a GET on the endpoint selected answers as expected.</summary>
    public static IResourceBuilder<T> WithHttpHealthCheck<T>(this IResourceBuilder<T> builder, Func<EndpointReference>? endpointSelector, string? path = null, int? statusCode = null)
        where T : IResourceWithEndpoints
    {
        var endpoint = (endpointSelector ?? (() => HealthEndpoint(builder.Resource, null)))();
        if (!endpoint.Exists || endpoint.Scheme is not ("http" or "https"))
        {
            throw new DistributedApplicationException(
                $"The resource '{builder.Resource.Name}' cannot have an HTTP health check on '{endpoint.EndpointName}': it is no http or https endpoint.");
        }

        var key = $"{builder.Resource.Name}_{endpoint.EndpointName}_{path ?? "/"}_{statusCode ?? 200}_check";
        builder.ApplicationBuilder.Services.AddHttpClient(HttpHealthCheck.ClientName).ConfigurePrimaryHttpMessageHandler(HttpHealthCheck.Handler);
        builder.ApplicationBuilder.Services.AddHealthChecks().Add(new HealthCheckRegistration(
            key,
            services => new HttpHealthCheck(services.GetRequiredService<IHttpClientFactory>(), _ => new(Addresses(endpoint)), path ?? "/", statusCode ?? 200),
            failureStatus: null,
            tags: null));
        return builder.WithHealthCheck(key);
    }

    /// <summary>Where to ask: the public address, or each process behind it when there are several.</summary>
    private static string[] Addresses(EndpointReference endpoint) =>
        !endpoint.IsAllocated ? []
        : endpoint.EndpointAnnotation.ReplicaPorts is { Count: > 0 } ports ? [.. ports.Select(port => new UriBuilder(endpoint.Url) { Port = port }.Uri.ToString())]
        : [endpoint.Url];

    private static EndpointReference HealthEndpoint(IResourceWithEndpoints resource, string? name) =>
        name is not null ? resource.GetEndpoint(name)
        : resource.GetEndpoint("http") is { Exists: true } http ? http
        : resource.GetEndpoint("https");
}
