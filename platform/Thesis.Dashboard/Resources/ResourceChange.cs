namespace Thesis.Dashboard.Resources;

/// <summary>What happened to a resource.</summary>
public enum ResourceChangeKind
{
    /// <summary>It is new, or something about it is.</summary>
    Upsert,

    /// <summary>It is gone.</summary>
    Delete,
}

/// <summary>A resource as it now is, or the name of one that is gone.</summary>
/// <param name="Kind">Which of the two.</param>
/// <param name="Name">The resource's unique name.</param>
/// <param name="Resource">Present with <see cref="ResourceChangeKind.Upsert"/>.</param>
public sealed record ResourceChange(ResourceChangeKind Kind, string Name, ResourceView? Resource);
