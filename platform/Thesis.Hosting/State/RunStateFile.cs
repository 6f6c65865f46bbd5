using System.Text.Json;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Thesis.Hosting.Notifications;
using Thesis.Hosting.Parameters;

namespace Thesis.Hosting.State;

/// <summary>
/// Keeps <c>run.json</c>: what runs, where, and whether all is well; for scripts that start and stop the application.
/// It holds connection strings and the parameters that the application can make up itself, and only its owner can read it.
/// </summary>
internal sealed class RunStateFile : IAsyncDisposable
{
    private static readonly JsonSerializerOptions Format = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, WriteIndented = true };

    private readonly CancellationTokenSource _disposing = new();
    private readonly string _path;
    private readonly DistributedApplicationModel _model;
    private readonly IResource[] _expected;
    private readonly TimeProvider _time;
    private readonly Task _writing;
    private readonly Dictionary<string, double> _healthy = new(StringComparer.OrdinalIgnoreCase);
    private readonly DateTimeOffset _processStart = ProcessStart();
    private double? _secondsToHealthy;
    private volatile string? _dashboard;

    public RunStateFile(string path, DistributedApplicationModel model, ResourceNotificationService notifications, TimeProvider time)
    {
        _path = path;
        _model = model;
        _expected = [.. model.Resources.Where(r => !r.HasAnnotationOfType<ExplicitStartupAnnotation>())];
        _time = time;
        _writing = WriteAsync(notifications);
    }

    /// <summary>Where to sign in to the dashboard.</summary>
    public string? Dashboard
    {
        get => _dashboard;
        set => _dashboard = value;
    }

    /// <param name="Value">The value of a parameter with a generated default, wherever it came from.</param>
    /// <param name="SecondsToStart">From the start of the AppHost's process until this one's.</param>
    /// <param name="SecondsToHealthy">From the start of the AppHost's process until this was healthy, or ended, for the first time.</param>
    internal sealed record Entry(
        string Name, string? State, string? Health, int? ExitCode, string? Fault, IReadOnlyList<string> Urls, string? ConnectionString, string? Value, int? ProcessId, double? SecondsToStart, double? SecondsToHealthy);

    /// <param name="Pid">The AppHost's process.</param>
    /// <param name="Status"><c>starting</c>, <c>healthy</c>, <c>waiting</c> for values that the dashboard asks for, or <c>failed</c> when it will not become healthy without help.</param>
    /// <param name="SecondsToHealthy">From the start of the AppHost's process until all was healthy for the first time.</param>
    /// <param name="Resources">The resources that start with the application.</param>
    /// <param name="Dashboard">Where to sign in to the dashboard.</param>
    internal sealed record Content(int Pid, string Status, double? SecondsToHealthy, string? Dashboard, IReadOnlyList<Entry> Resources);

    public async ValueTask DisposeAsync()
    {
        await _disposing.CancelAsync().ConfigureAwait(false);
        await _writing.ConfigureAwait(false);
        _disposing.Dispose();
        File.Delete(_path);
    }

    private async Task WriteAsync(ResourceNotificationService notifications)
    {
        var known = new Dictionary<string, ResourceEvent>(StringComparer.OrdinalIgnoreCase);
        string? written = null;
        try
        {
            await foreach (var change in notifications.WatchAsync(_disposing.Token).ConfigureAwait(false))
            {
                known[change.Resource.Name] = change;
                var content = JsonSerializer.Serialize(await DescribeAsync(known).ConfigureAwait(false), Format);
                if (content != written)
                {
                    OwnerOnlyFile.Write(_path, content);
                    written = content;
                }
            }
        }
        catch (OperationCanceledException) when (_disposing.IsCancellationRequested)
        {
            // The application ends, and the file with it.
        }
    }

    private async Task<Content> DescribeAsync(Dictionary<string, ResourceEvent> known)
    {
        var entries = new List<Entry>();
        var verdicts = new List<bool?>();
        foreach (var resource in _expected)
        {
            var snapshot = known.GetValueOrDefault(resource.Name)?.Snapshot;
            verdicts.Add(Verdict(resource, snapshot));
            if (verdicts[^1] == true)
            {
                _healthy.TryAdd(resource.Name, Since(_time.GetUtcNow()));
            }

            entries.Add(await DescribeAsync(resource, snapshot).ConfigureAwait(false));
        }

        var status = verdicts.Contains(false) ? "failed"
            : entries.Any(e => e.State == KnownResourceStates.ValueMissing) ? "waiting"
            : verdicts.Contains(null) ? "starting"
            : "healthy";
        if (status == "healthy")
        {
            _secondsToHealthy ??= Math.Round(Since(_time.GetUtcNow()), 1);
        }

        return new Content(Environment.ProcessId, status, _secondsToHealthy, _dashboard, entries);
    }

    private async Task<Entry> DescribeAsync(IResource resource, CustomResourceSnapshot? snapshot) => new(
        resource.Name,
        snapshot?.State?.Text,
        snapshot?.HealthStatus?.ToString(),
        snapshot?.ExitCode,
        Fault(snapshot),
        [.. snapshot?.Urls.Select(u => u.Url) ?? []],
        snapshot?.State?.Text == KnownResourceStates.Running ? await ConnectionStringAsync(resource).ConfigureAwait(false) : null,
        IsMadeUp(resource) ? snapshot?.Properties.FirstOrDefault(p => p.Name == ResourceProperties.Value)?.Value as string : null,
        snapshot?.Properties.FirstOrDefault(p => p.Name == ResourceProperties.ProcessId)?.Value as int?,
        snapshot?.StartTimeStamp is { } started ? Since(new DateTimeOffset(DateTime.SpecifyKind(started, DateTimeKind.Utc))) : null,
        _healthy.TryGetValue(resource.Name, out var seconds) ? seconds : null);

    // What somebody else gave out, such as the key of a service, stands in no file that nobody asked for.
    private static bool IsMadeUp(IResource resource) => resource is ParameterResource { Default: GenerateParameterDefault or PersistedParameterDefault };

    // What has run since an earlier start took no time of this one's.
    private double Since(DateTimeOffset time) => Math.Max(0, Math.Round((time - _processStart).TotalSeconds, 2));

    private static string? Fault(CustomResourceSnapshot? snapshot) =>
        snapshot?.Properties.FirstOrDefault(p => p.Name == ResourceProperties.Fault)?.Value as string
        ?? snapshot?.HealthReports.FirstOrDefault(r => r.Status != HealthStatus.Healthy && r.Description is not null)?.Description;

    private async Task<string?> ConnectionStringAsync(IResource resource)
    {
        try
        {
            return resource is IResourceWithConnectionString source
                ? await source.GetConnectionStringAsync(_disposing.Token).ConfigureAwait(false)
                : null;
        }
        catch (DistributedApplicationException)
        {
            // A part of it is missing; those who need it say so.
            return null;
        }
    }

    /// <summary>True when all is well, false when it will not be without help, null while that is open.</summary>
    private bool? Verdict(IResource resource, CustomResourceSnapshot? snapshot)
    {
        var state = snapshot?.State?.Text;
        if (state is null)
        {
            return null;
        }

        if (state == KnownResourceStates.ValueMissing)
        {
            return _dashboard is null ? false : null;
        }

        if (state == KnownResourceStates.FailedToStart)
        {
            return false;
        }

        if (KnownResourceStates.TerminalStates.Contains(state))
        {
            return IsExpectedToEnd(resource) && snapshot?.ExitCode == 0;
        }

        var ready = snapshot?.ReadyHandlers is { IsCompletedSuccessfully: true } || !resource.HasLifetime();
        return snapshot?.HealthStatus == HealthStatus.Healthy && ready ? true : null;
    }

    private bool IsExpectedToEnd(IResource resource) => _model.Resources
        .SelectMany(r => r.Annotations.OfType<WaitAnnotation>())
        .Any(w => ReferenceEquals(w.Resource, resource) && w.WaitType == WaitType.WaitForCompletion);

    private static DateTimeOffset ProcessStart()
    {
        using var self = System.Diagnostics.Process.GetCurrentProcess();
        return self.StartTime.ToUniversalTime();
    }
}
