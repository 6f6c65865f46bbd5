using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Publishing;

namespace Thesis.Hosting.Publishing.Manifest;

/// <summary>Writes the Dockerfiles of programs that have none.</summary>
internal static class GeneratedDockerfile
{
    /// <summary>Writes the text into a directory; returns the file's name there.</summary>
    public static async Task<string> WriteAsync(ContainerResource container, Func<DockerfileFactoryContext, Task<string>> factory, ManifestPublishingContext manifest, string directory)
    {
        var name = $"{container.Name}.Dockerfile";
        var context = new DockerfileFactoryContext
        {
            Services = manifest.ExecutionContext.ServiceProvider,
            Resource = container,
            CancellationToken = manifest.CancellationToken,
        };
        var text = await factory(context).ConfigureAwait(false);
        Directory.CreateDirectory(directory);
        await File.WriteAllTextAsync(Path.Combine(directory, name), text, manifest.CancellationToken).ConfigureAwait(false);
        return name;
    }
}
