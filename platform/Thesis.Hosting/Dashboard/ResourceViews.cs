using System.Globalization;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.JavaScript;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Thesis.Dashboard.Resources;
using Thesis.Hosting.Notifications;
using Thesis.Hosting.Topology;

namespace Thesis.Hosting.Dashboard;

/// <summary>What is known of a resource, as the dashboard shows it.</summary>
internal static class ResourceViews
{
    /// <summary>Parts of variables' names whose values nobody should read over a shoulder.</summary>
    private static readonly string[] SecretWords = ["PASSWORD", "SECRET", "TOKEN", "APIKEY", "API_KEY", "CONNECTIONSTRINGS__", "_URI", "OTLP_HEADERS"];

    public static ResourceView Of(ResourceEvent change)
    {
        var snapshot = change.Snapshot;
        return new ResourceView
        {
            Name = change.ResourceId,
            DisplayName = change.Resource.Name,
            Type = snapshot.ResourceType,
            Group = Selection.GroupOf(change.Resource),
            State = snapshot.State?.Text ?? "Unknown",
            StateStyle = StyleOf(snapshot),
            Health = snapshot.HealthReports.IsEmpty ? null : snapshot.HealthStatus?.ToString(),
            CreatedAt = Utc(snapshot.CreationTimeStamp),
            StartedAt = Utc(snapshot.StartTimeStamp),
            StoppedAt = Utc(snapshot.StopTimeStamp),
            ExitCode = snapshot.ExitCode,
            Pid = Property(snapshot, ResourceProperties.ProcessId) as int?,
            Source = SourceOf(change),
            IsHidden = snapshot.IsHidden,
            Urls = [.. snapshot.Urls.OrderByDescending(u => u.DisplayProperties.SortOrder).Select(u =>
                new ResourceUrl(u.Name ?? "", u.Url, u.IsInternal, u.DisplayProperties.DisplayName is { Length: > 0 } text ? text : null))],
            Environment = [.. snapshot.EnvironmentVariables.OrderBy(v => v.Name, StringComparer.Ordinal).Select(v => new NamedValue(v.Name, v.Value, IsSecret(v.Name)))],
            Properties = [.. snapshot.Properties.Where(p => p.Value is not null).Select(p =>
                new NamedValue(p.Name, Convert.ToString(p.Value, CultureInfo.InvariantCulture), p.IsSensitive))],
            Volumes = [.. snapshot.Volumes.Select(v => new ResourceVolume(v.Source ?? "", v.Target, v.IsReadOnly))],
            HealthReports = [.. snapshot.HealthReports.Select(ReportOf)],
            Relationships = [.. snapshot.Relationships.Select(r => new ResourceRelationship(r.ResourceName, r.Type))],
            Commands = [.. snapshot.Commands.Where(c => c.Visibility.HasFlag(ResourceCommandVisibility.UI)).Select(CommandOf)],
            WaitingFor = (Property(snapshot, ResourceProperties.WaitingFor) as string)?.Split(", ", StringSplitOptions.RemoveEmptyEntries) ?? [],
        };
    }

    private static string? StyleOf(CustomResourceSnapshot snapshot) => snapshot.State switch
    {
        { Style: { } style } => style,
        { Text: "Running" } => KnownResourceStateStyles.Success,
        { Text: "ValueMissing" or "RuntimeUnhealthy" } => KnownResourceStateStyles.Warn,
        _ => KnownResourceStateStyles.Info,
    };

    private static HealthReportView ReportOf(HealthReportSnapshot report) => new(
        report.Name, (report.Status ?? HealthStatus.Unhealthy).ToString(), report.Description ?? (report.Status is null ? "It has not run yet." : null), Utc(report.LastRunAt), report.ExceptionText);

    private static ResourceCommandView CommandOf(ResourceCommandSnapshot command) => new()
    {
        Name = command.Name,
        DisplayName = command.DisplayName,
        Description = command.DisplayDescription,
        Confirmation = command.ConfirmationMessage,
        State = command.State.ToString(),
        IsHighlighted = command.IsHighlighted,
        Arguments = [.. command.Arguments.Select(ArgumentOf)],
    };

    private static CommandArgument ArgumentOf(InteractionInput input) =>
        new(input.Name, input.Label ?? input.Name, KindOf(input.InputType), input.Required, input.Options?.Select(o => new CommandChoice(o.Key, o.Value)).ToArray())
        {
            Description = input.Description,
            Placeholder = input.Placeholder,
            Value = input.Value,
            MaxLength = input.MaxLength,
        };

    private static string KindOf(InputType type) => type switch
    {
        InputType.SecretText => "secret",
        InputType.Boolean => "bool",
        InputType.Number => "number",
        InputType.Choice => "choice",
        _ => "text",
    };

    private static string? SourceOf(ResourceEvent change) => change.Resource switch
    {
        ProjectResource project => Path.GetFileName(project.GetProjectMetadata().ProjectPath),
        ExternalServiceResource external => external.Uri?.ToString(),
        PostgresDatabaseResource database => database.DatabaseName,
        // Its packages may be there already, and then something else ran in its place.
        JavaScriptInstallerResource installer => $"{installer.Command} {Property(change.Snapshot, ResourceProperties.Arguments)}".Trim(),
        _ => Property(change.Snapshot, CustomResourceKnownProperties.Source) as string
            ?? (Property(change.Snapshot, ResourceProperties.Command) is string command ? $"{Path.GetFileName(command)} {Property(change.Snapshot, ResourceProperties.Arguments)}".Trim() : null),
    };

    private static object? Property(CustomResourceSnapshot snapshot, string name) => snapshot.Properties.FirstOrDefault(p => p.Name == name)?.Value;

    private static bool IsSecret(string name) => SecretWords.Any(w => name.Contains(w, StringComparison.OrdinalIgnoreCase));

    private static DateTimeOffset? Utc(DateTime? time) => time is { } value ? new DateTimeOffset(DateTime.SpecifyKind(value, DateTimeKind.Utc)) : null;
}
