namespace Aspire.Hosting.ApplicationModel;

/// <summary>A path in the resource's image whose files others may copy into theirs.</summary>
public sealed class ContainerFilesSourceAnnotation : IResourceAnnotation
{
    /// <summary>The file or directory in the image.</summary>
    public required string SourcePath { get; init; }
}

/// <summary>Files of another resource's image go into this one's when it is deployed.</summary>
public sealed class ContainerFilesDestinationAnnotation : IResourceAnnotation
{
    /// <summary>Whose files they are.</summary>
    public required IResource Source { get; init; }

    /// <summary>Where they go, in this resource's image.</summary>
    public required string DestinationPath { get; init; }
}

/// <summary>What a Dockerfile's text may be made from.</summary>
public sealed class DockerfileFactoryContext
{
    /// <summary>The application's services.</summary>
    public required IServiceProvider Services { get; init; }

    /// <summary>The resource that is built.</summary>
    public required IResource Resource { get; init; }

    /// <summary>Calls the publishing off.</summary>
    public CancellationToken CancellationToken { get; init; }
}

/// <summary>Where a resource is deployed to; it says how in the manifest.</summary>
public sealed class DeploymentTargetAnnotation(IResource target) : IResourceAnnotation
{
    /// <summary>The target.</summary>
    public IResource DeploymentTarget { get; set; } = target;
}
