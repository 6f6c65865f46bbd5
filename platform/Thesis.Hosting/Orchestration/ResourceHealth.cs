using System.Diagnostics.CodeAnalysis;
using Aspire.Hosting.ApplicationModel;

namespace Thesis.Hosting.Orchestration;

/// <summary>Has a resource checked for as long as at least one of its processes runs; each that comes begins the checks anew.</summary>
[SuppressMessage("Reliability", "CA1001:Types that own disposable fields should be disposable", Justification = "The source is disposed when the checks end.")]
internal sealed class ResourceHealth(IResource resource, int count, ApplicationServices application)
{
    private readonly Lock _lock = new();
    private readonly List<ReplicaInstance> _running = [];
    private CancellationTokenSource? _checking;
    private Task _checks = Task.CompletedTask;

    public void Entered(ReplicaInstance replica)
    {
        lock (_lock)
        {
            _running.Add(replica);
            Restart();
        }
    }

    public Task LeftAsync(ReplicaInstance replica)
    {
        lock (_lock)
        {
            _running.Remove(replica);
            Restart();
            return _running.Count == 0 ? _checks : Task.CompletedTask;
        }
    }

    private void Restart()
    {
        _checking?.Cancel();
        TellReplicaPorts();
        var before = _checks;
        if (_running.Count == 0)
        {
            _checking = null;
            return;
        }

        var checking = _checking = new CancellationTokenSource();
        string[] ids = [.. _running.Select(r => r.Id)];
        _checks = CheckAsync(before, ids, checking);
    }

    /// <summary>So that checks ask each process, not whichever the proxy chooses.</summary>
    private void TellReplicaPorts()
    {
        foreach (var endpoint in resource.Annotations.OfType<EndpointAnnotation>())
        {
            endpoint.ReplicaPorts = count == 1 ? [] : [.. _running.Select(r => r.TargetPortOf(endpoint)).OfType<int>()];
        }
    }

    private async Task CheckAsync(Task before, string[] ids, CancellationTokenSource checking)
    {
        await before.ConfigureAwait(false);
        await application.MonitorAsync(resource, ids, ids.Length == count, checking.Token).ConfigureAwait(false);
        lock (_lock)
        {
            if (_checking == checking)
            {
                _checking = null;
            }
        }

        checking.Dispose();
    }
}
