using System.Globalization;
using System.Text;
using Thesis.Hosting.Notifications;

namespace Aspire.Hosting.ApplicationModel;

public partial class ResourceNotificationService
{
    private const int DiagnosisLines = 50;

    /// <summary>Waits for everything that a resource waits for; meanwhile its state is <c>Waiting</c> and says for what.</summary>
    /// <exception cref="DistributedApplicationException">One of them failed, and the behaviour is not to wait on.</exception>
    public async Task WaitForDependenciesAsync(IResource resource, CancellationToken cancellationToken)
    {
        var waits = resource.Annotations.OfType<WaitAnnotation>().DistinctBy(w => (w.Resource, w.WaitType)).ToArray();
        if (waits.Length == 0)
        {
            return;
        }

        var pending = waits.Select(w => w.Resource.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        await PublishWaitingAsync(resource, pending).ConfigureAwait(false);
        await Task.WhenAll(waits.Select(async wait =>
        {
            await WaitForAsync(wait, cancellationToken).ConfigureAwait(false);
            lock (pending)
            {
                pending.Remove(wait.Resource.Name);
            }

            await PublishWaitingAsync(resource, pending).ConfigureAwait(false);
        })).ConfigureAwait(false);
    }

    /// <summary>Where a resource stands, for people who look for the reason of a failure: state, health, last lines of its log.</summary>
    internal string Diagnosis(string resourceName)
    {
        if (!TryGetCurrentState(resourceName, out var current))
        {
            return "It was not started.";
        }

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

        foreach (var line in _logs.Last(resourceName, DiagnosisLines))
        {
            text.AppendLine().Append("  ").Append(line.Content);
        }

        return text.ToString();
    }

    private Task WaitForAsync(WaitAnnotation wait, CancellationToken cancellationToken) => wait.WaitType switch
    {
        WaitType.WaitUntilHealthy => WaitForResourceHealthyAsync(wait.Resource.Name, wait.WaitBehavior ?? DefaultWaitBehavior, cancellationToken),
        WaitType.WaitUntilStarted => WaitForStartAsync(wait, cancellationToken),
        WaitType.WaitForCompletion => WaitForCompletionAsync(wait, cancellationToken),
        _ => throw new InvalidOperationException($"The kind of wait '{wait.WaitType}' is unknown."),
    };

    private async Task WaitForStartAsync(WaitAnnotation wait, CancellationToken cancellationToken)
    {
        var stop = (wait.WaitBehavior ?? DefaultWaitBehavior) == WaitBehavior.StopOnResourceUnavailable;
        var reached = await WaitForResourceAsync(
            wait.Resource.Name,
            e => e.Snapshot.State?.Text == KnownResourceStates.Running || (stop && IsUnavailable(e.Snapshot)),
            cancellationToken).ConfigureAwait(false);
        if (reached.Snapshot.State?.Text != KnownResourceStates.Running)
        {
            throw new DistributedApplicationException($"The resource '{wait.Resource.Name}' did not start. {Diagnosis(wait.Resource.Name)}");
        }
    }

    private async Task WaitForCompletionAsync(WaitAnnotation wait, CancellationToken cancellationToken)
    {
        var reached = await WaitForResourceAsync(
            wait.Resource.Name,
            e => e.Snapshot.State is { } state && KnownResourceStates.TerminalStates.Contains(state.Text),
            cancellationToken).ConfigureAwait(false);
        if (reached.Snapshot.State?.Text == KnownResourceStates.FailedToStart || reached.Snapshot.ExitCode != wait.ExitCode)
        {
            throw new DistributedApplicationException(
                $"The resource '{wait.Resource.Name}' should have ended with exit code {wait.ExitCode}. {Diagnosis(wait.Resource.Name)}");
        }
    }

    private Task PublishWaitingAsync(IResource resource, HashSet<string> pending)
    {
        string waitingFor;
        lock (pending)
        {
            waitingFor = string.Join(", ", pending.Order(StringComparer.Ordinal));
        }

        return PublishUpdateAsync(resource, s => s with
        {
            State = KnownResourceStates.Waiting,
            Properties = s.Properties.With(ResourceProperties.WaitingFor, waitingFor),
        });
    }
}
