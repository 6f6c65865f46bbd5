using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

public static partial class ExecutableResourceBuilderExtensions
{
    /// <summary>Deploys the program as a container built from the Dockerfile in its directory.</summary>
    public static IResourceBuilder<T> PublishAsDockerFile<T>(this IResourceBuilder<T> builder)
        where T : ExecutableResource => builder.PublishAsDockerFile(null);

    /// <summary>Deploys the program as a container built from the Dockerfile in its directory, and says more about it.</summary>
    public static IResourceBuilder<T> PublishAsDockerFile<T>(this IResourceBuilder<T> builder, Action<IResourceBuilder<ContainerResource>>? configure)
        where T : ExecutableResource
    {
        if (builder.ApplicationBuilder.ExecutionContext.IsPublishMode)
        {
            PublishedContainers.Replace(builder, () => new ExecutableContainerResource(builder.Resource), builder.Resource.WorkingDirectory, configure);
        }

        return builder;
    }
}
