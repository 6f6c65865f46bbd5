using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Thesis.Hosting.Configuration;

namespace Thesis.Hosting.Publishing.Manifest;

/// <summary>The files that go from one image into another's.</summary>
internal static class ContainerFiles
{
    /// <summary>What is copied from the source's image.</summary>
    /// <exception cref="DistributedApplicationException">The source names nothing.</exception>
    public static IReadOnlyList<string> PathsOf(ContainerFilesDestinationAnnotation destination)
    {
        string[] paths = [.. destination.Source.Annotations.OfType<ContainerFilesSourceAnnotation>().Select(s => s.SourcePath)];
        return paths.Length > 0
            ? paths
            : throw new DistributedApplicationException($"'{destination.Source.Name}' has no files for other images: name them with WithContainerFilesSource.");
    }

    /// <summary>The stages of a Dockerfile that stand for the images copied from: each image's name is an argument of the build.</summary>
    public static string Stages(IResource resource) => string.Concat(Of(resource).Select(d => $"""
        ARG {Argument(d)}={d.Source.Name}
        FROM ${Argument(d)} AS {Stage(d)}


        """));

    /// <summary>The lines of a Dockerfile that copy.</summary>
    public static string Copies(IResource resource) => string.Concat(Of(resource)
        .SelectMany(d => PathsOf(d).Select(path => $"COPY --from={Stage(d)} {path} {d.DestinationPath}\n")));

    private static IEnumerable<ContainerFilesDestinationAnnotation> Of(IResource resource) => resource.Annotations.OfType<ContainerFilesDestinationAnnotation>();

    private static string Argument(ContainerFilesDestinationAnnotation destination) => $"{VariableName.Encode(destination.Source.Name).ToUpperInvariant()}_IMAGE";

    private static string Stage(ContainerFilesDestinationAnnotation destination) => $"{destination.Source.Name.ToLowerInvariant()}-files";
}
