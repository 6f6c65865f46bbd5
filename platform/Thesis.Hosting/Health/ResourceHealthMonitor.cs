using System.Collections.Immutable;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Eventing;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Thesis.Hosting.Health;

/// <summary>Checks a running resource: often until it is healthy for the first time, then at leisure.</summary>
internal sealed class ResourceHealthMonitor(
    HealthCheckService checks,
    ResourceNotificationService notifications,
    ResourceLoggerService logs,
    IDistributedApplicationEventing eventing,
    IServiceProvider services,
    TimeProvider time)
{
    private static readonly TimeSpan JustStarted = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan StillStarting = TimeSpan.FromMilliseconds(250);
    private const int ChecksAsJustStarted = 50;
    private static readonly TimeSpan WhileHealthy = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan MostWhileUnhealthy = TimeSpan.FromSeconds(5);

    /// <summary>Checks until cancelled; once the resource is healthy, runs its ready handlers.</summary>
    public async Task RunAsync(IResource resource, IReadOnlyList<string> ids, bool isComplete, CancellationToken cancellationToken)
    {
        var keys = resource.Annotations.OfType<HealthCheckAnnotation>().Select(h => h.Key).ToHashSet(StringComparer.Ordinal);
        if (keys.Count == 0)
        {
            if (isComplete)
            {
                await ReadyAsync(resource, ids, [], cancellationToken).ConfigureAwait(false);
            }

            return;
        }

        var ready = false;
        var failures = 0;
        while (!cancellationToken.IsCancellationRequested)
        {
            var reports = await CheckAsync(keys, cancellationToken).ConfigureAwait(false);
            var healthy = reports.All(r => r.Status == HealthStatus.Healthy);
            failures = healthy ? 0 : failures + 1;
            if (healthy && !ready && isComplete)
            {
                ready = true;
                await ReadyAsync(resource, ids, reports, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                await PublishAsync(resource, ids, s => s with { HealthReports = reports }).ConfigureAwait(false);
            }

            await Task.Delay(Interval(ready, failures), time, cancellationToken).ConfigureAwait(false);
        }
    }

    private static TimeSpan Interval(bool ready, int failures)
    {
        if (!ready)
        {
            return failures <= ChecksAsJustStarted ? JustStarted : StillStarting;
        }

        var retry = TimeSpan.FromSeconds(failures);
        return failures == 0 ? WhileHealthy : retry < MostWhileUnhealthy ? retry : MostWhileUnhealthy;
    }

    private async Task<ImmutableArray<HealthReportSnapshot>> CheckAsync(HashSet<string> keys, CancellationToken cancellationToken)
    {
        var report = await checks.CheckHealthAsync(r => keys.Contains(r.Name), cancellationToken).ConfigureAwait(false);
        var now = time.GetUtcNow().UtcDateTime;
        return [.. report.Entries.Select(e => new HealthReportSnapshot(e.Key, e.Value.Status, e.Value.Description ?? e.Value.Exception?.Message, e.Value.Exception?.ToString())
        {
            LastRunAt = now,
        })];
    }

    private async Task ReadyAsync(IResource resource, IReadOnlyList<string> ids, ImmutableArray<HealthReportSnapshot> reports, CancellationToken cancellationToken)
    {
        var handlers = eventing.PublishAsync(new ResourceReadyEvent(resource, services), cancellationToken);
        await PublishAsync(resource, ids, s => s with { HealthReports = reports, ReadyHandlers = handlers }).ConfigureAwait(false);
        try
        {
            await handlers.ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // Those who wait for the resource get the exception too, and fail with it.
            logs.Append(ids[0], $"A handler of the ready event failed: {e}", isError: true);
        }

        await PublishAsync(resource, ids, s => s).ConfigureAwait(false);
    }

    private async Task PublishAsync(IResource resource, IReadOnlyList<string> ids, Func<CustomResourceSnapshot, CustomResourceSnapshot> change)
    {
        foreach (var id in ids)
        {
            await notifications.PublishUpdateAsync(resource, id, change).ConfigureAwait(false);
        }
    }
}
