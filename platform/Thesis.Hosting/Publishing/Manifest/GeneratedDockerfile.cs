using Aspire.Hosting.ApplicationModel;

namespace Thesis.Hosting.Publishing.Manifest;

/// <summary>Writes the Dockerfiles of programs that have none.</summary>
internal static class GeneratedDockerfile
{
    /// <summary>Writes the text into a directory; returns the file's name there.</summary>
    public static string Write(ContainerResource container, DockerfileBuildAnnotation build, string directory)
    {
        var name = $"{container.Name}.Dockerfile";
        Directory.CreateDirectory(directory);
        File.WriteAllText(Path.Combine(directory, name), build.GeneratedText?.Invoke());
        return name;
    }
}
