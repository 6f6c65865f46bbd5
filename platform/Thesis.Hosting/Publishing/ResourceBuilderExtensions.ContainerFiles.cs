using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

public static partial class ResourceBuilderExtensions
{
    /// <summary>Copies another resource's files, such as the pages it builds, into this one's image when it is deployed. Nothing happens in run mode.</summary>
    /// <param name="builder">The resource whose image they go into.</param>
    /// <param name="source">The resource whose files they are.</param>
    /// <param name="destinationPath">Where they go, absolute or relative to the image's working directory.</param>
    /// <exception cref="InvalidOperationException">The source has no files to copy, or they are copied already.</exception>
    public static IResourceBuilder<T> PublishWithContainerFiles<T>(this IResourceBuilder<T> builder, IResourceBuilder<IResourceWithContainerFiles> source, string destinationPath)
        where T : IContainerFilesDestinationResource
    {
        ArgumentException.ThrowIfNullOrEmpty(destinationPath);
        if (!builder.ApplicationBuilder.ExecutionContext.IsPublishMode)
        {
            return builder;
        }

        // A manifest has one entry for each source.
        return builder.Resource.Annotations.OfType<ContainerFilesDestinationAnnotation>().Any(d => d.Source.Name == source.Resource.Name)
            ? throw new InvalidOperationException($"The files of '{source.Resource.Name}' go into '{builder.Resource.Name}' already: one PublishWithContainerFiles for each source.")
            : builder.WithAnnotation(new ContainerFilesDestinationAnnotation { Source = source.Resource, DestinationPath = destinationPath });
    }

    /// <summary>Names a file or directory of the resource's image that others may copy into theirs.</summary>
    public static IResourceBuilder<T> WithContainerFilesSource<T>(this IResourceBuilder<T> builder, string sourcePath)
        where T : IResourceWithContainerFiles
    {
        ArgumentException.ThrowIfNullOrEmpty(sourcePath);
        return builder.WithAnnotation(new ContainerFilesSourceAnnotation { SourcePath = sourcePath });
    }

    /// <summary>Forgets what others may copy from the resource's image.</summary>
    public static IResourceBuilder<T> ClearContainerFilesSources<T>(this IResourceBuilder<T> builder)
        where T : IResourceWithContainerFiles
    {
        foreach (var source in builder.Resource.Annotations.OfType<ContainerFilesSourceAnnotation>().ToArray())
        {
            builder.Resource.Annotations.Remove(source);
        }

        return builder;
    }
}
