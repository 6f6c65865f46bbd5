namespace Aspire.Hosting.ApplicationModel;

/// <summary>How a container's image is built.</summary>
public class DockerfileBuildAnnotation(string contextPath, string dockerfilePath, string? stage) : IResourceAnnotation
{
    /// <summary>The absolute directory the build may read.</summary>
    public string ContextPath { get; } = contextPath;

    /// <summary>The absolute path of the Dockerfile.</summary>
    public string DockerfilePath { get; } = dockerfilePath;

    /// <summary>The stage to build; the last when null.</summary>
    public string? Stage { get; } = stage;

    /// <summary>The build's arguments.</summary>
    public Dictionary<string, object?> BuildArguments { get; } = [];

    /// <summary>Makes the Dockerfile's text, when there is no file: it is written beside the manifest.</summary>
    public Func<DockerfileFactoryContext, Task<string>>? DockerfileFactory { get; init; }

    /// <summary>Whether the image runs; otherwise others only copy its files.</summary>
    public bool HasEntrypoint { get; set; } = true;

    /// <summary>The build's secrets.</summary>
    public Dictionary<string, object> BuildSecrets { get; } = [];
}

/// <summary>The name of a container for its engine.</summary>
public sealed class ContainerNameAnnotation : IResourceAnnotation
{
    /// <summary>The name.</summary>
    public required string Name { get; set; }
}

/// <summary>How long a container lives.</summary>
public sealed class ContainerLifetimeAnnotation : IResourceAnnotation
{
    /// <summary>With the run, or beyond it.</summary>
    public required ContainerLifetime Lifetime { get; set; }
}

/// <summary>How long a container lives.</summary>
public enum ContainerLifetime
{
    /// <summary>It ends with the run.</summary>
    Session = 0,

    /// <summary>It goes on after the run.</summary>
    Persistent = 1,
}
