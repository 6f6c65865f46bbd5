using System.Collections.Immutable;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>What is known of a resource at one moment.</summary>
public sealed record CustomResourceSnapshot()
{
    private readonly ImmutableArray<HealthReportSnapshot> _healthReports = [];

    /// <summary>The kind of resource, such as <c>Project</c>.</summary>
    public required string ResourceType { get; init; }

    /// <summary>What people may want to know besides.</summary>
    public required ImmutableArray<ResourcePropertySnapshot> Properties { get; init; }

    /// <summary>Where it stands; null before it was first looked at.</summary>
    public ResourceStateSnapshot? State { get; init; }

    /// <summary>The exit code of its process, when that ended.</summary>
    public int? ExitCode { get; init; }

    /// <summary>When it came to be, UTC.</summary>
    public DateTime? CreationTimeStamp { get; init; }

    /// <summary>When it last started, UTC.</summary>
    public DateTime? StartTimeStamp { get; init; }

    /// <summary>When it last ended, UTC.</summary>
    public DateTime? StopTimeStamp { get; init; }

    /// <summary>Its addresses.</summary>
    public ImmutableArray<UrlSnapshot> Urls { get; init; } = [];

    /// <summary>The variables its process got.</summary>
    public ImmutableArray<EnvironmentVariableSnapshot> EnvironmentVariables { get; init; } = [];

    /// <summary>What is mounted into it.</summary>
    public ImmutableArray<VolumeSnapshot> Volumes { get; init; } = [];

    /// <summary>The commands it offers.</summary>
    public ImmutableArray<ResourceCommandSnapshot> Commands { get; init; } = [];

    /// <summary>Its icon's name.</summary>
    public string? IconName { get; init; }

    /// <summary>How its icon is drawn.</summary>
    public IconVariant? IconVariant { get; init; }

    /// <summary>Its lines to other resources.</summary>
    public ImmutableArray<RelationshipSnapshot> Relationships { get; init; } = [];

    /// <summary>Whether it is left out of what people see.</summary>
    public bool IsHidden { get; init; }

    /// <summary>What its health checks last said.</summary>
    public ImmutableArray<HealthReportSnapshot> HealthReports
    {
        get => _healthReports;
        internal init => _healthReports = value;
    }

    /// <summary>The worst of its reports; healthy without any; null unless it runs.</summary>
    public HealthStatus? HealthStatus =>
        State?.Text != KnownResourceStates.Running ? null
        : HealthReports.IsEmpty ? Microsoft.Extensions.Diagnostics.HealthChecks.HealthStatus.Healthy
        : HealthReports.Min(r => r.Status ?? Microsoft.Extensions.Diagnostics.HealthChecks.HealthStatus.Unhealthy);

    /// <summary>The handlers of its ready event since it last started; null before they run.</summary>
    internal Task? ReadyHandlers { get; init; }
}

/// <summary>Where a resource stands.</summary>
/// <param name="Text">One of <see cref="KnownResourceStates"/>, or a text of the resource's own.</param>
/// <param name="Style">One of <see cref="KnownResourceStateStyles"/>.</param>
public sealed record ResourceStateSnapshot(string Text, string? Style)
{
    /// <summary>A state without a style.</summary>
    public static implicit operator ResourceStateSnapshot?(string? s) => s is null ? null : new(s, null);
}

/// <summary>What people may want to know.</summary>
public sealed record ResourcePropertySnapshot(string Name, object? Value)
{
    /// <summary>Whether it is hidden wherever it is shown.</summary>
    public bool IsSensitive { get; init; }
}

/// <summary>A variable a process got.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value.</param>
/// <param name="IsFromSpec">Whether the application set it; otherwise it was inherited.</param>
public sealed record EnvironmentVariableSnapshot(string Name, string? Value, bool IsFromSpec);

/// <summary>An address of a resource.</summary>
public sealed record UrlSnapshot(string? Name, string Url, bool IsInternal)
{
    /// <summary>Whether nothing listens there at the moment.</summary>
    public bool IsInactive { get; init; }

    /// <summary>How it is shown.</summary>
    public UrlDisplayPropertiesSnapshot DisplayProperties { get; init; } = new();
}

/// <summary>A line to another resource.</summary>
public sealed record RelationshipSnapshot(string ResourceName, string Type);

/// <summary>What a health check last said; its status is null until it ran.</summary>
public sealed record HealthReportSnapshot(string Name, HealthStatus? Status, string? Description, string? ExceptionText)
{
    /// <summary>When it ran, UTC.</summary>
    public DateTime? LastRunAt { get; init; }
}

/// <summary>A resource's state changed.</summary>
public class ResourceEvent(IResource resource, string resourceId, CustomResourceSnapshot snapshot)
{
    /// <summary>The resource.</summary>
    public IResource Resource { get; } = resource;

    /// <summary>The resource's instance.</summary>
    public string ResourceId { get; } = resourceId;

    /// <summary>What is now known of it.</summary>
    public CustomResourceSnapshot Snapshot { get; } = snapshot;
}

/// <summary>A directory or volume mounted into a resource.</summary>
public sealed record VolumeSnapshot(string? Source, string Target, string MountType, bool IsReadOnly);

/// <summary>Changes snapshots.</summary>
public static class CustomResourceSnapshotExtensions
{
    /// <summary>The snapshot with other health reports.</summary>
    public static CustomResourceSnapshot WithHealthReports(this CustomResourceSnapshot snapshot, ImmutableArray<HealthReportSnapshot> healthReports) =>
        snapshot with { HealthReports = healthReports };
}

/// <summary>The state a resource of one's own begins with.</summary>
public class ResourceSnapshotAnnotation(CustomResourceSnapshot initialSnapshot) : IResourceAnnotation
{
    /// <summary>The state.</summary>
    public CustomResourceSnapshot InitialSnapshot { get; } = initialSnapshot;
}

/// <summary>The names of properties that every consumer of snapshots knows.</summary>
public static class CustomResourceKnownProperties
{
    /// <summary>Where the resource comes from.</summary>
    public static string Source => "resource.source";

    /// <summary>Its connection string.</summary>
    public static string ConnectionString => "resource.connectionString";
}
