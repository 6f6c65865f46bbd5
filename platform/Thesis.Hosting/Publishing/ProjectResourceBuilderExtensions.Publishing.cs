using Aspire.Hosting.ApplicationModel;
using Thesis.Hosting.DotNet;

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
            PublishedContainers.Replace(builder, () => new ProjectContainerResource(builder.Resource), directory, configure);
        }

        return builder;
    }

    /// <summary>A launch profile with addresses only tells that the project is a web project: it listens, on ports that the deployment chooses.</summary>
    private static IResourceBuilder<ProjectResource> WithPublishedProfile(this IResourceBuilder<ProjectResource> builder, SelectedLaunchProfile? profile) =>
        string.IsNullOrEmpty(profile?.Profile.ApplicationUrl)
            ? builder
            : builder.WithHttpEndpoint().WithHttpsEndpoint().WithEndpoint("https", e => e.IsImplicitHttps = true);
}
