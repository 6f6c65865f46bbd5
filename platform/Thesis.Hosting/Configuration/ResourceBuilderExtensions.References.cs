using Aspire.Hosting.ApplicationModel;
using Thesis.Hosting.Configuration;

namespace Aspire.Hosting;

public static partial class ResourceBuilderExtensions
{
    /// <summary>Gives the consumer a connection string and its single parts as variables.</summary>
    /// <param name="builder">The consumer.</param>
    /// <param name="source">What to connect to.</param>
    /// <param name="connectionName">The name the consumer knows it by; the source's own when null.</param>
    /// <param name="optional">Whether the consumer starts without it.</param>
    public static IResourceBuilder<TDestination> WithReference<TDestination>(this IResourceBuilder<TDestination> builder, IResourceBuilder<IResourceWithConnectionString> source, string? connectionName = null, bool optional = false)
        where TDestination : IResourceWithEnvironment
    {
        var reference = new ConnectionReference(
            source.Resource, connectionName ?? source.Resource.Name, optional, ReferenceEnvironmentInjectionAnnotation.Of(builder.Resource));
        return builder.WithReferenceRelationship(source.Resource)
            .WithAnnotation(new EnvironmentCallbackAnnotation(reference.Apply));
    }

    /// <summary>Gives the consumer the addresses of a service under the service's name.</summary>
    public static IResourceBuilder<TDestination> WithReference<TDestination>(this IResourceBuilder<TDestination> builder, IResourceBuilder<IResourceWithServiceDiscovery> source)
        where TDestination : IResourceWithEnvironment => builder.WithServiceReference(source.Resource, null, null);

    /// <summary>Gives the consumer the addresses of a service under a name of its own, unless it has them under another already.</summary>
    public static IResourceBuilder<TDestination> WithReference<TDestination>(this IResourceBuilder<TDestination> builder, IResourceBuilder<IResourceWithServiceDiscovery> source, string name)
        where TDestination : IResourceWithEnvironment => builder.WithServiceReference(source.Resource, null, name);

    /// <summary>Gives the consumer the address of one endpoint.</summary>
    public static IResourceBuilder<TDestination> WithReference<TDestination>(this IResourceBuilder<TDestination> builder, EndpointReference endpointReference)
        where TDestination : IResourceWithEnvironment =>
        builder.WithServiceReference(endpointReference.Resource, endpointReference.EndpointName, null);

    /// <summary>Gives the consumer an address outside the application.</summary>
    /// <param name="builder">The consumer.</param>
    /// <param name="name">The name the consumer knows it by.</param>
    /// <param name="uri">An absolute address without query and fragment.</param>
    public static IResourceBuilder<TDestination> WithReference<TDestination>(this IResourceBuilder<TDestination> builder, string name, Uri uri)
        where TDestination : IResourceWithEnvironment
    {
        if (!uri.IsAbsoluteUri || uri.Query.Length > 0 || uri.Fragment.Length > 0)
        {
            throw new InvalidOperationException($"The address of '{name}' must be absolute, without query and fragment.");
        }

        var flags = ReferenceEnvironmentInjectionAnnotation.Of(builder.Resource);
        if (flags.HasFlag(ReferenceEnvironmentInjectionFlags.ServiceDiscovery))
        {
            builder.WithEnvironment($"services__{name}__default__0", uri.ToString());
        }

        return flags.HasFlag(ReferenceEnvironmentInjectionFlags.Endpoints) ? builder.WithEnvironment(name, uri.ToString()) : builder;
    }

    /// <summary>Gives the consumer the address of an external service.</summary>
    public static IResourceBuilder<TDestination> WithReference<TDestination>(this IResourceBuilder<TDestination> builder, IResourceBuilder<ExternalServiceResource> externalService)
        where TDestination : IResourceWithEnvironment
    {
        var service = externalService.Resource;
        var flags = ReferenceEnvironmentInjectionAnnotation.Of(builder.Resource);
        return builder.WithReferenceRelationship(service).WithEnvironment(async context =>
        {
            var publish = context.ExecutionContext.IsPublishMode && service.Uri is null;
            var scheme = publish ? "default" : await service.SchemeAsync(context.CancellationToken).ConfigureAwait(false);
            var variable = VariableName.Encode(service.Name).ToUpperInvariant();
            var suffix = service.Uri is null && !publish ? $"_{scheme.ToUpperInvariant()}" : "";
            (string Name, ReferenceEnvironmentInjectionFlags Flag)[] variables =
            [
                (variable + suffix, ReferenceEnvironmentInjectionFlags.Endpoints),
                ($"services__{service.Name}__{scheme}__0", ReferenceEnvironmentInjectionFlags.ServiceDiscovery),
            ];
            // In Aspire's order.
            foreach (var (name, _) in (service.Uri is null ? variables.Reverse() : variables).Where(v => flags.HasFlag(v.Flag)))
            {
                context.EnvironmentVariables[name] = service.Address;
            }
        });
    }

    /// <summary>Chooses which variables references give to this consumer; all unless said otherwise. All but services heed what was said before them.</summary>
    public static IResourceBuilder<TDestination> WithReferenceEnvironment<TDestination>(this IResourceBuilder<TDestination> builder, ReferenceEnvironmentInjectionFlags flags)
        where TDestination : IResourceWithEnvironment =>
        builder.WithAnnotation(new ReferenceEnvironmentInjectionAnnotation(flags), ResourceAnnotationMutationBehavior.Replace);

    private static IResourceBuilder<TDestination> WithServiceReference<TDestination>(this IResourceBuilder<TDestination> builder, IResourceWithEndpoints source, string? endpointName, string? name)
        where TDestination : IResourceWithEnvironment
    {
        var reference = builder.Resource.Annotations.OfType<ServiceReferenceAnnotation>()
            .FirstOrDefault(r => r.Source == source);
        if (reference is null)
        {
            reference = new ServiceReferenceAnnotation(source, name);
            builder.WithReferenceRelationship(source)
                .WithAnnotation(reference)
                .WithAnnotation(new EnvironmentCallbackAnnotation(reference.Apply));
        }

        reference.Add(endpointName);
        return builder;
    }
}
