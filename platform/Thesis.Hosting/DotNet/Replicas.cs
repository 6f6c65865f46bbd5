using System.Diagnostics;
using Aspire.Hosting.ApplicationModel;
using Thesis.Hosting.DotNet;

namespace Aspire.Hosting.ApplicationModel
{
    /// <summary>How many processes of a project run.</summary>
    [DebuggerDisplay("{Replicas}")]
    public sealed class ReplicaAnnotation(int replicas = 1) : IResourceAnnotation
    {
        /// <summary>How many.</summary>
        public int Replicas { get; } = replicas;
    }

    /// <summary>Whether a proxy listens on the resource's ports for it.</summary>
    [DebuggerDisplay("{ProxyEnabled}")]
    public sealed class ProxySupportAnnotation : IResourceAnnotation
    {
        /// <summary>Whether it does.</summary>
        public required bool ProxyEnabled { get; set; }
    }

    /// <summary>The project does not take what a proxy says of the client.</summary>
    public sealed class DisableForwardedHeadersAnnotation : IResourceAnnotation;

    /// <summary>Looks things up in projects.</summary>
    public static class ProjectResourceExtensions
    {
        /// <summary>Where the project is.</summary>
        public static IProjectMetadata GetProjectMetadata(this ProjectResource projectResource) =>
            projectResource.Annotations.OfType<IProjectMetadata>().Single();

        /// <summary>The application's projects.</summary>
        public static IEnumerable<ProjectResource> GetProjectResources(this DistributedApplicationModel model) =>
            model.Resources.OfType<ProjectResource>();
    }
}

namespace Aspire.Hosting
{
    public static partial class ProjectResourceBuilderExtensions
    {
        /// <summary>Runs several processes of the project behind one address.</summary>
        /// <param name="builder">The project.</param>
        /// <param name="replicas">How many, at least one.</param>
        public static IResourceBuilder<ProjectResource> WithReplicas(this IResourceBuilder<ProjectResource> builder, int replicas)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(replicas, 1);
            return builder.WithAnnotation(new ReplicaAnnotation(replicas), ResourceAnnotationMutationBehavior.Replace);
        }

        /// <summary>Keeps the project from taking what a proxy says of the client, where it is deployed.</summary>
        public static IResourceBuilder<ProjectResource> DisableForwardedHeaders(this IResourceBuilder<ProjectResource> builder) =>
            builder.WithAnnotation(new DisableForwardedHeadersAnnotation(), ResourceAnnotationMutationBehavior.Replace);

        /// <summary>Chooses the endpoints that the project is told to listen on.</summary>
        public static IResourceBuilder<ProjectResource> WithEndpointsInEnvironment(this IResourceBuilder<ProjectResource> builder, Func<EndpointAnnotation, bool> filter) =>
            builder.WithAnnotation(new EndpointsInEnvironmentAnnotation(filter));
    }

    public static partial class ResourceBuilderExtensions
    {
        /// <summary>Chooses whether a proxy may listen on the resource's ports for it.</summary>
        public static IResourceBuilder<IResourceWithEndpoints> WithEndpointProxySupport(this IResourceBuilder<IResourceWithEndpoints> builder, bool proxyEnabled) =>
            builder.WithAnnotation(new ProxySupportAnnotation { ProxyEnabled = proxyEnabled }, ResourceAnnotationMutationBehavior.Replace);
    }
}

namespace Thesis.Hosting.DotNet
{
    /// <summary>Which endpoints a project is told to listen on.</summary>
    internal sealed record EndpointsInEnvironmentAnnotation(Func<EndpointAnnotation, bool> Filter) : IResourceAnnotation
    {
        public static bool Accepts(IResource resource, EndpointAnnotation endpoint) =>
            resource.Annotations.OfType<EndpointsInEnvironmentAnnotation>().All(f => f.Filter(endpoint));
    }
}
