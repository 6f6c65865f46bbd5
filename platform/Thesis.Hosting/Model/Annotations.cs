using System.Diagnostics;
using Aspire.Hosting.Publishing;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>A line between two resources in the application's graph.</summary>
[DebuggerDisplay("{Type,nq} {Resource.Name,nq}")]
public sealed class ResourceRelationshipAnnotation(IResource resource, string type) : IResourceAnnotation
{
    /// <summary>The other resource.</summary>
    public IResource Resource { get; } = resource;

    /// <summary>The kind of relationship, such as <c>Reference</c> or <c>Parent</c>.</summary>
    public string Type { get; } = type;
}

/// <summary>The resource does not start with the application, only by its start command.</summary>
public sealed class ExplicitStartupAnnotation : IResourceAnnotation;

/// <summary>Says how a resource is written to the manifest.</summary>
public class ManifestPublishingCallbackAnnotation : IResourceAnnotation
{
    /// <summary>Writes the resource with a function; null leaves it out.</summary>
    public ManifestPublishingCallbackAnnotation(Func<ManifestPublishingContext, Task>? callback) => Callback = callback;

    /// <summary>Writes the resource with a function; null leaves it out.</summary>
    public ManifestPublishingCallbackAnnotation(Action<ManifestPublishingContext>? callback) => Callback = callback is null ? null : context =>
    {
        callback(context);
        return Task.CompletedTask;
    };

    /// <summary>Leaves the resource out of the manifest.</summary>
    public static ManifestPublishingCallbackAnnotation Ignore { get; } = new((Func<ManifestPublishingContext, Task>?)null);

    /// <summary>Writes the resource's properties; null when it is left out.</summary>
    public Func<ManifestPublishingContext, Task>? Callback { get; }
}

/// <summary>What a volume or directory of the host is for a container: in run mode it makes data outlive the run.</summary>
public sealed class ContainerMountAnnotation(string? source, string target, ContainerMountType type, bool isReadOnly) : IResourceAnnotation
{
    /// <summary>The volume's name or the host's directory; null for an anonymous volume.</summary>
    public string? Source { get; } = source;

    /// <summary>The path in the container.</summary>
    public string Target { get; } = target;

    /// <summary>Volume or directory.</summary>
    public ContainerMountType Type { get; } = type;

    /// <summary>Whether the container may only read it.</summary>
    public bool IsReadOnly { get; } = isReadOnly;
}

/// <summary>The kinds of mounts.</summary>
public enum ContainerMountType
{
    /// <summary>A directory of the host.</summary>
    BindMount = 0,

    /// <summary>A volume.</summary>
    Volume = 1,
}

/// <summary>The image a deployment runs for the resource.</summary>
public sealed class ContainerImageAnnotation : IResourceAnnotation
{
    /// <summary>The registry's host; null for the default.</summary>
    public string? Registry { get; set; }

    /// <summary>The image's name.</summary>
    public required string Image { get; set; }

    /// <summary>The image's tag; null when it is pinned to a digest.</summary>
    public string? Tag { get; set; }

    /// <summary>The image's digest; null when it has a tag.</summary>
    public string? SHA256 { get; set; }
}
