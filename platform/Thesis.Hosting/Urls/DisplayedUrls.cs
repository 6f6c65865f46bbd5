using System.Collections.Immutable;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Logging;

namespace Thesis.Hosting.Urls;

/// <summary>The URLs of a resource as people see them: its endpoints' addresses, and what the model adds and changes.</summary>
internal static class DisplayedUrls
{
    public static async Task<ImmutableArray<UrlSnapshot>> OfAsync(IResource resource, DistributedApplicationExecutionContext execution, ILogger logger, CancellationToken cancellationToken)
    {
        var urls = new List<ResourceUrlAnnotation>();
        if (resource is IResourceWithEndpoints withEndpoints)
        {
            urls.AddRange(withEndpoints.GetEndpoints().Where(e => e.IsAllocated).SelectMany(Addresses));
        }

        urls.AddRange(resource.Annotations.OfType<ResourceUrlAnnotation>());
        var context = new ResourceUrlsCallbackContext(execution, resource, urls, cancellationToken) { Logger = logger };
        foreach (var callback in resource.Annotations.OfType<ResourceUrlsCallbackAnnotation>().ToArray())
        {
            await callback.Callback(context).ConfigureAwait(false);
        }

        return [.. context.Urls.Select(Snapshot)];
    }

    private static IEnumerable<ResourceUrlAnnotation> Addresses(EndpointReference endpoint)
    {
        yield return new ResourceUrlAnnotation { Url = endpoint.Url, Endpoint = endpoint };
        var host = endpoint.EndpointAnnotation.TargetHost;
        if (host is "0.0.0.0" or "*" or "+" or "::" or "[::]")
        {
            yield return new ResourceUrlAnnotation { Url = $"{endpoint.Scheme}://{Environment.MachineName}:{endpoint.Port}", Endpoint = endpoint };
        }
        else if (host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase))
        {
            yield return new ResourceUrlAnnotation { Url = $"{endpoint.Scheme}://{host}:{endpoint.Port}", Endpoint = endpoint };
        }
    }

    private static UrlSnapshot Snapshot(ResourceUrlAnnotation url)
    {
        var address = url.Endpoint is { } endpoint && url.Url.StartsWith('/') ? endpoint.Url + url.Url : url.Url;
        return new UrlSnapshot(url.Endpoint?.EndpointName, address, IsInternal: url.DisplayLocation == UrlDisplayLocation.DetailsOnly)
        {
            DisplayProperties = new UrlDisplayPropertiesSnapshot(url.DisplayText ?? "", url.DisplayOrder ?? 0),
        };
    }
}
