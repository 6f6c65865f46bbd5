using System.Net.Sockets;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

public static partial class ResourceBuilderExtensions
{
    /// <summary>Declares an endpoint, or changes what is said about the one of that name.</summary>
    /// <param name="builder">The resource.</param>
    /// <param name="port">The port clients use; null for any free one.</param>
    /// <param name="targetPort">The port the process binds; null for any.</param>
    /// <param name="scheme">The scheme of its address.</param>
    /// <param name="name">Its name; the scheme when null.</param>
    /// <param name="env">The variable that tells the process its target port.</param>
    /// <param name="isProxied">Whether a proxy may stand before the process.</param>
    /// <param name="isExternal">Whether clients outside the application use it.</param>
    /// <param name="protocol">TCP unless said otherwise.</param>
    public static IResourceBuilder<T> WithEndpoint<T>(this IResourceBuilder<T> builder, int? port = null, int? targetPort = null, string? scheme = null, [EndpointName] string? name = null, string? env = null, bool? isProxied = null, bool? isExternal = null, ProtocolType? protocol = null)
        where T : IResourceWithEndpoints
    {
        var endpointName = name ?? scheme ?? (protocol == ProtocolType.Udp ? "udp" : "tcp");
        if (FindEndpoint(builder.Resource, endpointName) is { } existing)
        {
            existing.Port = port ?? existing.DeclaredPort;
            existing.TargetPort = targetPort ?? existing.DeclaredTargetPort;
            existing.UriScheme = scheme ?? existing.UriScheme;
            existing.IsExplicitlyProxied = isProxied ?? existing.IsExplicitlyProxied;
            existing.IsExternal = isExternal ?? existing.IsExternal;
            existing.Protocol = protocol ?? existing.Protocol;
            return builder.WithTargetPortVariable(existing, env);
        }

        var added = new EndpointAnnotation(protocol ?? ProtocolType.Tcp, scheme, name: endpointName, port: port, targetPort: targetPort, isExternal: isExternal, isProxied: isProxied);
        return builder.WithAnnotation(added).WithTargetPortVariable(added, env);
    }

    /// <summary>Changes an endpoint.</summary>
    /// <param name="builder">The resource.</param>
    /// <param name="endpointName">The endpoint's name.</param>
    /// <param name="callback">Changes it.</param>
    /// <param name="createIfNotExists">Whether to declare it when there is none of that name.</param>
    public static IResourceBuilder<T> WithEndpoint<T>(this IResourceBuilder<T> builder, [EndpointName] string endpointName, Action<EndpointAnnotation> callback, bool createIfNotExists = true)
        where T : IResourceWithEndpoints
    {
        var endpoint = FindEndpoint(builder.Resource, endpointName);
        if (endpoint is null && createIfNotExists)
        {
            endpoint = new EndpointAnnotation(ProtocolType.Tcp, name: endpointName);
            builder.Resource.Annotations.Add(endpoint);
        }

        if (endpoint is not null)
        {
            callback(endpoint);
        }

        return builder;
    }

    /// <summary>Declares an http endpoint; it is called <c>http</c> unless named.</summary>
    public static IResourceBuilder<T> WithHttpEndpoint<T>(this IResourceBuilder<T> builder, int? port = null, int? targetPort = null, [EndpointName] string? name = null, string? env = null, bool? isProxied = null)
        where T : IResourceWithEndpoints =>
        builder.WithEndpoint(port, targetPort, "http", name, env, isProxied);

    /// <summary>Declares an https endpoint; it is called <c>https</c> unless named.</summary>
    public static IResourceBuilder<T> WithHttpsEndpoint<T>(this IResourceBuilder<T> builder, int? port = null, int? targetPort = null, [EndpointName] string? name = null, string? env = null, bool? isProxied = null)
        where T : IResourceWithEndpoints =>
        builder.WithEndpoint(port, targetPort, "https", name, env, isProxied);

    /// <summary>Marks every http and https endpoint as used from outside the application.</summary>
    public static IResourceBuilder<T> WithExternalHttpEndpoints<T>(this IResourceBuilder<T> builder)
        where T : IResourceWithEndpoints
    {
        foreach (var endpoint in HttpEndpoints(builder.Resource))
        {
            endpoint.IsExternal = true;
        }

        return builder;
    }

    /// <summary>Marks every http and https endpoint as HTTP/2, those that are added later too.</summary>
    public static IResourceBuilder<T> AsHttp2Service<T>(this IResourceBuilder<T> builder)
        where T : IResourceWithEndpoints
    {
        builder.ApplicationBuilder.OnBeforeStart((_, _) =>
        {
            foreach (var endpoint in HttpEndpoints(builder.Resource))
            {
                endpoint.Transport = "http2";
            }

            return Task.CompletedTask;
        });
        return builder;
    }

    /// <summary>A reference to an endpoint by name; <see cref="EndpointReference.Exists"/> tells whether there is one.</summary>
    public static EndpointReference GetEndpoint<T>(this IResourceBuilder<T> builder, [EndpointName] string name)
        where T : IResourceWithEndpoints => builder.Resource.GetEndpoint(name);

    private static IResourceBuilder<T> WithTargetPortVariable<T>(this IResourceBuilder<T> builder, EndpointAnnotation endpoint, string? env)
        where T : IResourceWithEndpoints
    {
        if (env is null)
        {
            return builder;
        }

        if (builder.Resource is not IResourceWithEnvironment)
        {
            throw new ArgumentException($"The resource '{builder.Resource.Name}' takes no environment variables.", nameof(env));
        }

        endpoint.TargetPortVariable = env;
        var targetPort = new EndpointReference(builder.Resource, endpoint).Property(EndpointProperty.TargetPort);
        return builder.WithAnnotation(new EnvironmentCallbackAnnotation(context => context.EnvironmentVariables[env] = targetPort));
    }

    private static EndpointAnnotation? FindEndpoint(IResource resource, string name) => resource.Annotations
        .OfType<EndpointAnnotation>().FirstOrDefault(e => string.Equals(e.Name, name, StringComparison.OrdinalIgnoreCase));

    private static IEnumerable<EndpointAnnotation> HttpEndpoints(IResource resource) => resource.Annotations
        .OfType<EndpointAnnotation>().Where(e => e.UriScheme is "http" or "https");
}
