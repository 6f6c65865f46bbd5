using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Thesis.Hosting.Health;

namespace Aspire.Hosting;

/// <summary>A service that runs elsewhere.</summary>
public sealed class ExternalServiceResource : Resource
{
    /// <summary>Describes a service at a fixed address.</summary>
    public ExternalServiceResource(string name, Uri uri)
        : base(name)
    {
        if (!uri.IsAbsoluteUri || uri.Query.Length > 0 || uri.Fragment.Length > 0)
        {
            throw new ArgumentException($"The address of '{name}' must be absolute, without query and fragment.", nameof(uri));
        }

        Uri = uri;
        Address = uri.ToString();
    }

    /// <summary>Describes a service at an address that whoever runs the application provides.</summary>
    public ExternalServiceResource(string name, ParameterResource urlParameter)
        : base(name)
    {
        UrlParameter = urlParameter;
        Address = urlParameter;
    }

    /// <summary>The address, when it is fixed.</summary>
    public Uri? Uri { get; }

    /// <summary>The parameter that provides the address, when it is not fixed.</summary>
    public ParameterResource? UrlParameter { get; }

    internal object Address { get; }

    /// <summary>Its one address; none while its parameter has no value.</summary>
    internal async ValueTask<string[]> FindAddressesAsync(CancellationToken cancellationToken) =>
        Uri is not null ? [Uri.ToString()]
        : UrlParameter is not null && await UrlParameter.GetValueAsync(cancellationToken).ConfigureAwait(false) is { Length: > 0 } url ? [url]
        : [];

    internal async ValueTask<string> SchemeAsync(CancellationToken cancellationToken)
    {
        if (Uri is not null)
        {
            return Uri.Scheme;
        }

        var text = UrlParameter is null ? null : await UrlParameter.GetValueAsync(cancellationToken).ConfigureAwait(false);
        return Uri.TryCreate(text, UriKind.Absolute, out var address)
            ? address.Scheme
            : throw new DistributedApplicationException($"The address of '{Name}' must be absolute; it is '{text}'.");
    }
}

/// <summary>Adds services that run elsewhere.</summary>
public static class ExternalServiceBuilderExtensions
{
    /// <summary>Adds a service at a fixed address.</summary>
    public static IResourceBuilder<ExternalServiceResource> AddExternalService(this IDistributedApplicationBuilder builder, [ResourceName] string name, string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri)
            ? builder.AddExternalService(name, uri)
            : throw new ArgumentException($"The address of '{name}' must be absolute; it is '{url}'.", nameof(url));

    /// <summary>Adds a service at a fixed address.</summary>
    public static IResourceBuilder<ExternalServiceResource> AddExternalService(this IDistributedApplicationBuilder builder, [ResourceName] string name, Uri uri) =>
        builder.AddResource(new ExternalServiceResource(name, uri));

    /// <summary>Adds a service at an address that a parameter provides.</summary>
    public static IResourceBuilder<ExternalServiceResource> AddExternalService(this IDistributedApplicationBuilder builder, [ResourceName] string name, IResourceBuilder<ParameterResource> urlParameter) =>
        builder.AddResource(new ExternalServiceResource(name, urlParameter.Resource));

    /// <summary>The service is healthy when a GET answers as expected.</summary>
    /// <param name="builder">The service.</param>
    /// <param name="path">The path; <c>/</c> when null.</param>
    /// <param name="statusCode">The status; 200 when null.</param>
    public static IResourceBuilder<ExternalServiceResource> WithHttpHealthCheck(this IResourceBuilder<ExternalServiceResource> builder, string? path = null, int? statusCode = null)
    {
        var service = builder.Resource;
        var key = $"{service.Name}_{path ?? "/"}_{statusCode ?? 200}_check";
        builder.ApplicationBuilder.Services.AddHttpClient(HttpHealthCheck.ClientName);
        builder.ApplicationBuilder.Services.AddHealthChecks().Add(new HealthCheckRegistration(
            key,
            services => new HttpHealthCheck(services.GetRequiredService<IHttpClientFactory>(), service.FindAddressesAsync, path ?? "/", statusCode ?? 200),
            failureStatus: null,
            tags: null));
        return builder.WithHealthCheck(key);
    }
}
