using Aspire.Hosting.ApplicationModel;

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
    public static IResourceBuilder<ExternalServiceResource> AddExternalService(this IDistributedApplicationBuilder builder, string name, string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri)
            ? builder.AddExternalService(name, uri)
            : throw new ArgumentException($"The address of '{name}' must be absolute; it is '{url}'.", nameof(url));

    /// <summary>Adds a service at a fixed address.</summary>
    public static IResourceBuilder<ExternalServiceResource> AddExternalService(this IDistributedApplicationBuilder builder, string name, Uri uri) =>
        builder.AddResource(new ExternalServiceResource(name, uri));

    /// <summary>Adds a service at an address that a parameter provides.</summary>
    public static IResourceBuilder<ExternalServiceResource> AddExternalService(this IDistributedApplicationBuilder builder, string name, IResourceBuilder<ParameterResource> urlParameter) =>
        builder.AddResource(new ExternalServiceResource(name, urlParameter.Resource));
}
