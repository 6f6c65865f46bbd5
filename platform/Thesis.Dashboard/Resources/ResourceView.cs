namespace Thesis.Dashboard.Resources;

/// <summary>A resource as the dashboard shows it.</summary>
public sealed record ResourceView
{
    /// <summary>Unique; replicas have <c>name-1</c>, <c>name-2</c>, …</summary>
    public required string Name { get; init; }

    /// <summary>What people call it.</summary>
    public required string DisplayName { get; init; }

    /// <summary><c>Project</c>, <c>Executable</c>, <c>Parameter</c>, <c>PostgresServer</c>, …</summary>
    public required string Type { get; init; }

    /// <summary>Resources with the same group are shown together.</summary>
    public string? Group { get; init; }

    /// <summary><c>Starting</c>, <c>Running</c>, <c>Exited</c>, <c>FailedToStart</c>, <c>ValueMissing</c>, …</summary>
    public required string State { get; init; }

    /// <summary><c>success</c>, <c>info</c>, <c>warning</c> or <c>error</c>.</summary>
    public string? StateStyle { get; init; }

    /// <summary><c>Healthy</c>, <c>Degraded</c> or <c>Unhealthy</c>; null when it is not known or nothing checks it.</summary>
    public string? Health { get; init; }

    /// <summary>When it became known, in UTC.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When its process last started, in UTC.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When its process last ended, in UTC.</summary>
    public DateTimeOffset? StoppedAt { get; init; }

    /// <summary>Of the process that ended last.</summary>
    public int? ExitCode { get; init; }

    /// <summary>Of the process that runs.</summary>
    public int? Pid { get; init; }

    /// <summary>What runs: a project, a command, a connection.</summary>
    public string? Source { get; init; }

    /// <summary>Shown only when asked for.</summary>
    public bool IsHidden { get; init; }

    /// <summary>Where it can be reached.</summary>
    public IReadOnlyList<ResourceUrl> Urls { get; init; } = [];

    /// <summary>The environment its process was given.</summary>
    public IReadOnlyList<NamedValue> Environment { get; init; } = [];

    /// <summary>Further facts.</summary>
    public IReadOnlyList<NamedValue> Properties { get; init; } = [];

    /// <summary>Directories that outlive its process.</summary>
    public IReadOnlyList<ResourceVolume> Volumes { get; init; } = [];

    /// <summary>What each of its health checks last said.</summary>
    public IReadOnlyList<HealthReportView> HealthReports { get; init; } = [];

    /// <summary>Other resources it has to do with.</summary>
    public IReadOnlyList<ResourceRelationship> Relationships { get; init; } = [];

    /// <summary>What can be done with it.</summary>
    public IReadOnlyList<ResourceCommandView> Commands { get; init; } = [];

    /// <summary>Names of resources it waits for before it starts.</summary>
    public IReadOnlyList<string> WaitingFor { get; init; } = [];
}

/// <summary>Where a resource can be reached.</summary>
public sealed record ResourceUrl(string Name, string Url, bool IsInternal = false, string? DisplayText = null);

/// <summary>An environment variable or a property. A secret's value leaves the dashboard only when asked for by name.</summary>
public sealed record NamedValue(string Name, string? Value, bool IsSecret = false);

/// <summary>A directory that outlives a process.</summary>
public sealed record ResourceVolume(string Source, string Target, bool IsReadOnly = false);

/// <summary>What a health check last said.</summary>
public sealed record HealthReportView(
    string Name,
    string Status,
    string? Description = null,
    DateTimeOffset? LastRunAt = null,
    string? Error = null);

/// <summary>Another resource and what it is to this one: <c>Reference</c>, <c>WaitFor</c>, <c>Parent</c>.</summary>
public sealed record ResourceRelationship(string ResourceName, string Type);

/// <summary>Something that can be done with a resource.</summary>
public sealed record ResourceCommandView
{
    /// <summary>As in the address: <c>restart</c>.</summary>
    public required string Name { get; init; }

    /// <summary>On the button.</summary>
    public required string DisplayName { get; init; }

    /// <summary>What it does.</summary>
    public string? Description { get; init; }

    /// <summary>The question to ask first.</summary>
    public string? Confirmation { get; init; }

    /// <summary><c>Enabled</c>, <c>Disabled</c> or <c>Hidden</c>.</summary>
    public string State { get; init; } = "Enabled";

    /// <summary>Shown as a button of its own, not only in the menu.</summary>
    public bool IsHighlighted { get; init; }

    /// <summary>What it wants to know.</summary>
    public IReadOnlyList<CommandArgument> Arguments { get; init; } = [];
}

/// <summary>What a command wants to know. <paramref name="Kind"/> is <c>text</c>, <c>secret</c>, <c>bool</c>, <c>number</c> or <c>choice</c>.</summary>
public sealed record CommandArgument(
    string Name,
    string Label,
    string Kind = "text",
    bool Required = false,
    IReadOnlyList<CommandChoice>? Choices = null)
{
    /// <summary>More about it than the label says.</summary>
    public string? Description { get; init; }

    /// <summary>Shown in the field while it is empty.</summary>
    public string? Placeholder { get; init; }

    /// <summary>What is in the field at first.</summary>
    public string? Value { get; init; }

    /// <summary>The longest answer, in characters.</summary>
    public int? MaxLength { get; init; }
}

/// <summary>An answer to choose: what the command gets, and what people read.</summary>
public sealed record CommandChoice(string Value, string Text);
