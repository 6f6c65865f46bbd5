using System.Globalization;
using System.Text;
using Thesis.Hosting.Notifications;

namespace Aspire.Hosting.ApplicationModel;

public partial class ResourceNotificationService
{
    private const int DiagnosisLines = 50;

    /// <summary>Waits for everything that a resource waits for; meanwhile its state is <c>Waiting</c> and says for what.</summary>
    /// <exception cref="DistributedApplicationException">One of them failed, and the behaviour is not to wait on.</exception>
    public Task WaitForDependenciesAsync(IResource resource, CancellationToken cancellationToken) =>
        WaitForDependenciesAsync(resource, resource.Name, cancellationToken);

    /// <summary>Waits for what one process of a resource waits for.</summary>
    internal async Task WaitForDependenciesAsync(IResource resource, string id, CancellationToken cancellationToken)
    {
        var waits = resource.Annotations.OfType<WaitAnnotation>().DistinctBy(w => (w.Resource, w.WaitType)).ToArray();
        if (waits.Length == 0)
        {
            return;
        }

        var pending = waits.Select(w => w.Resource.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        await PublishWaitingAsync(resource, id, pending).ConfigureAwait(false);
        await Task.WhenAll(waits.Select(async wait =>
        {
            await WaitForAsync(wait, cancellationToken).ConfigureAwait(false);
            lock (pending)
            {
                pending.Remove(wait.Resource.Name);
            }

            await PublishWaitingAsync(resource, id, pending).ConfigureAwait(false);
        })).ConfigureAwait(false);
    }

    /// <summary>Where a resource stands, for people who look for the reason of a failure: state, health, last lines of its log.</summary>
    internal string Diagnosis(string resourceName)
    {
        ResourceEvent[] states;
        lock (_lock)
        {
            states = [.. _states.Values.Where(s => Names(s, resourceName))];
        }

        return states.Length == 0 ? "It was not started." : string.Join(Environment.NewLine, states.Select(Diagnosis));
    }

    /// <summary>Every resource's state; of those that are not well also the words of their health checks and the last lines of their logs.</summary>
    internal string Overview(string except)
    {
        ResourceEvent[] states;
        lock (_lock)
        {
            states = [.. _states.Values.Where(s => !Names(s, except)).OrderBy(s => s.ResourceId, StringComparer.Ordinal)];
        }

        var text = new StringBuilder();
        foreach (var state in states)
        {
            var isWell = IsReady(state.Snapshot) || (!state.Resource.HasLifetime() && IsRunning(state.Snapshot)) || state.Snapshot.ExitCode == 0;
            text.AppendLine().Append(CultureInfo.InvariantCulture, $"{state.ResourceId}: ")
                .Append(isWell ? state.Snapshot.State?.Text : Diagnosis(state));
        }

        return text.ToString();
    }

    private static bool Names(ResourceEvent state, string name) =>
        string.Equals(state.Resource.Name, name, StringComparison.OrdinalIgnoreCase) || string.Equals(state.ResourceId, name, StringComparison.OrdinalIgnoreCase);

    private string Diagnosis(ResourceEvent current)
    {
        var snapshot = current.Snapshot;
        var text = new StringBuilder("Its state is ").Append(snapshot.State?.Text ?? "unknown");
        if (snapshot.ExitCode is { } exitCode)
        {
            text.Append(CultureInfo.InvariantCulture, $" with exit code {exitCode}");
        }

        text.Append('.');
        if (snapshot.Properties.FirstOrDefault(p => p.Name == ResourceProperties.WaitingFor)?.Value is string { Length: > 0 } waiting)
        {
            text.Append(CultureInfo.InvariantCulture, $" It waits for {waiting}.");
        }

        foreach (var report in snapshot.HealthReports.Where(r => r.Description is not null))
        {
            text.Append(CultureInfo.InvariantCulture, $" Health check {report.Name}: {report.Description}");
        }

        foreach (var line in _logs.Last(current.ResourceId, DiagnosisLines))
        {
            text.AppendLine().Append("  ").Append(line.Content);
        }

        return text.ToString();
    }

    private Task WaitForAsync(WaitAnnotation wait, CancellationToken cancellationToken) => wait.WaitType switch
    {
        // A parameter has no health: once it has a value it is as good as it gets.
        WaitType.WaitUntilHealthy when wait.Resource.HasLifetime() => WaitForHealthAsync(wait, cancellationToken),
        WaitType.WaitUntilHealthy => WaitForStartAsync(wait, cancellationToken),
        WaitType.WaitUntilStarted => WaitForStartAsync(wait, cancellationToken),
        WaitType.WaitForCompletion => WaitForCompletionAsync(wait, cancellationToken),
        _ => throw new InvalidOperationException($"The kind of wait '{wait.WaitType}' is unknown."),
    };

    private async Task WaitForHealthAsync(WaitAnnotation wait, CancellationToken cancellationToken)
    {
        var stop = StopsWhenUnavailable(wait);
        await WaitForResourceAsync(
            wait.Resource.Name,
            _ => All(wait.Resource, IsReady) || (stop && Any(wait.Resource, IsUnavailable)),
            cancellationToken).ConfigureAwait(false);
        if (!All(wait.Resource, IsReady))
        {
            throw new DistributedApplicationException($"The resource '{wait.Resource.Name}' will not become healthy. {Diagnosis(wait.Resource.Name)}");
        }

        foreach (var handlers in SnapshotsOf(wait.Resource).Select(s => s.ReadyHandlers).OfType<Task>().Distinct())
        {
            await handlers.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task WaitForStartAsync(WaitAnnotation wait, CancellationToken cancellationToken)
    {
        var stop = StopsWhenUnavailable(wait);
        await WaitForResourceAsync(
            wait.Resource.Name,
            _ => All(wait.Resource, IsRunning) || (stop && Any(wait.Resource, IsUnavailable)),
            cancellationToken).ConfigureAwait(false);
        if (!All(wait.Resource, IsRunning))
        {
            throw new DistributedApplicationException($"The resource '{wait.Resource.Name}' did not start. {Diagnosis(wait.Resource.Name)}");
        }
    }

    private async Task WaitForCompletionAsync(WaitAnnotation wait, CancellationToken cancellationToken)
    {
        await WaitForResourceAsync(wait.Resource.Name, _ => All(wait.Resource, IsTerminal), cancellationToken).ConfigureAwait(false);
        if (Any(wait.Resource, s => s.State?.Text == KnownResourceStates.FailedToStart || s.ExitCode != wait.ExitCode))
        {
            throw new DistributedApplicationException(
                $"The resource '{wait.Resource.Name}' should have ended with exit code {wait.ExitCode}. {Diagnosis(wait.Resource.Name)}");
        }
    }

    private bool StopsWhenUnavailable(WaitAnnotation wait) => (wait.WaitBehavior ?? DefaultWaitBehavior) == WaitBehavior.StopOnResourceUnavailable;

    private bool All(IResource resource, Func<CustomResourceSnapshot, bool> condition) =>
        SnapshotsOf(resource) is var snapshots && snapshots.Length >= resource.GetReplicaCount() && snapshots.All(condition);

    private bool Any(IResource resource, Func<CustomResourceSnapshot, bool> condition) => SnapshotsOf(resource).Any(condition);

    private CustomResourceSnapshot[] SnapshotsOf(IResource resource)
    {
        lock (_lock)
        {
            return [.. _states.Values.Where(s => ReferenceEquals(s.Resource, resource)).Select(s => s.Snapshot)];
        }
    }

    private Task PublishWaitingAsync(IResource resource, string id, HashSet<string> pending)
    {
        string waitingFor;
        lock (pending)
        {
            waitingFor = string.Join(", ", pending.Order(StringComparer.Ordinal));
        }

        return PublishUpdateAsync(resource, id, s => s with
        {
            State = KnownResourceStates.Waiting,
            Properties = s.Properties.With(ResourceProperties.WaitingFor, waitingFor),
        });
    }
}
