using Aspire.Hosting.ApplicationModel;
using Thesis.Hosting.DotNet;
using Thesis.Hosting.Publishing;

namespace Aspire.Hosting;

public static partial class ProjectResourceBuilderExtensions
{
    /// <summary>Deploys the project as a container built from the Dockerfile in its directory.</summary>
    public static IResourceBuilder<T> PublishAsDockerFile<T>(this IResourceBuilder<T> builder, Action<IResourceBuilder<ContainerResource>>? configure = null)
        where T : ProjectResource
    {
        if (builder.ApplicationBuilder.ExecutionContext.IsPublishMode)
        {
            var directory = Path.GetDirectoryName(builder.Resource.Annotations.OfType<IProjectMetadata>().Last().ProjectPath) ?? "/";
            PublishedContainers.Replace(builder, () => new ProjectContainerResource(builder.Resource), directory, container =>
            {
                BindDefaultPort(container, "http");
                BindDefaultPort(container, "https");
                configure?.Invoke(container);
            });
        }

        return builder;
    }

    /// <summary>What the image's base listens on, unless the endpoint says otherwise.</summary>
    private static void BindDefaultPort(IResourceBuilder<ContainerResource> container, string endpointName) =>
        container.WithEndpoint(endpointName, e => e.TargetPort ??= PublishedPorts.DefaultProjectPort, createIfNotExists: false);

    /// <summary>
    /// A launch profile with addresses, or settings with them, only tell that the project is a web project: it listens for
    /// http, on a port that its settings or the deployment choose, and TLS ends before it, whatever its settings say.
    /// </summary>
    private static IResourceBuilder<ProjectResource> WithPublishedProfile(this IResourceBuilder<ProjectResource> builder, SelectedLaunchProfile? profile, KestrelEndpoints kestrel)
    {
        if (kestrel.All.Count == 0)
        {
            return string.IsNullOrEmpty(profile?.Profile.ApplicationUrl)
                ? builder
                : builder.WithHttpEndpoint().WithHttpsEndpoint().WithEndpoint("https", e => e.IsImplicitHttps = true);
        }

        var http = kestrel.All.FirstOrDefault(e => e.Address.Scheme == "http");
        var https = kestrel.All.FirstOrDefault(e => e.Address.Scheme == "https");
        return http is null ? builder : builder.WithHttpsEndpoint(name: https?.Name).WithEndpoint(https?.Name ?? "https", e =>
        {
            e.TargetPort = http.Address.Port;
            e.Transport = https?.Transport ?? kestrel.DefaultTransport;
            e.IsImplicitHttps = true;
        });
    }
}
