using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Logging;
using Thesis.Hosting.DotNet;
using Thesis.Hosting.Notifications;
using Thesis.Hosting.Proxies;

namespace Thesis.Hosting.Orchestration;

/// <summary>A resource's processes, and the proxies that have its public ports for as long as the application runs.</summary>
internal sealed class ResourceExecution : IAsyncDisposable
{
    private readonly ApplicationServices _application;
    private readonly ResourceInstances _instances;
    private readonly List<TcpProxy> _proxies = [];
    private readonly SemaphoreSlim _building = new(1);

    public ResourceExecution(IResource resource, NativeProcessAnnotation native, ResourceInstances instances, ApplicationServices application)
    {
        Resource = resource;
        _instances = instances;
        _application = application;
        var health = new ResourceHealth(resource, instances.Replicas.Count, application);
        Replicas = [.. instances.Replicas.Select(r => new ReplicaExecution(r, native, health, application))];
    }

    public IResource Resource { get; }

    public IReadOnlyList<ReplicaExecution> Replicas { get; }

    public bool IsActive => Replicas.Any(r => r.IsActive);

    public async Task StartAsync(bool wait, CancellationToken cancellationToken)
    {
        if (await OpenAsync().ConfigureAwait(false) is null)
        {
            await Task.WhenAll(Replicas.Select(r => r.StartAsync(wait, cancellationToken))).ConfigureAwait(false);
        }
    }

    /// <summary>Makes the public ports ready. Null when that worked, else why not.</summary>
    public async Task<string?> OpenAsync()
    {
        try
        {
            OpenProxies();
            return null;
        }
        catch (DistributedApplicationException e)
        {
            await FailAsync(e.Message).ConfigureAwait(false);
            return e.Message;
        }
    }

    public Task StopAsync(CancellationToken cancellationToken, bool applicationEnds = false) =>
        Task.WhenAll(Replicas.Select(r => r.StopAsync(cancellationToken, applicationEnds)));

    /// <summary>Stops the processes, builds the project, and starts again those that ran. False when the build failed.</summary>
    public async Task<bool> RebuildAsync(ProjectBuild build, CancellationToken cancellationToken)
    {
        await _building.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var running = Replicas.Where(r => r.IsActive).ToArray();
            await StopAsync(cancellationToken).ConfigureAwait(false);
            await PublishAllAsync(s => s with { State = KnownResourceStates.Building, ExitCode = null, Properties = s.Properties.With(ResourceProperties.Fault, null) }).ConfigureAwait(false);
            var fault = await build.RunAsync(line => _application.Logs.Append(Replicas[0].Id, line, isError: false), cancellationToken).ConfigureAwait(false);
            if (fault is not null)
            {
                await FailAsync(fault).ConfigureAwait(false);
                return false;
            }

            await PublishAllAsync(s => s with { State = KnownResourceStates.Finished }).ConfigureAwait(false);
            await Task.WhenAll(running.Select(r => r.StartAsync(wait: true, cancellationToken))).ConfigureAwait(false);
            return true;
        }
        finally
        {
            _building.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var proxy in _proxies)
        {
            await proxy.DisposeAsync().ConfigureAwait(false);
        }

        _building.Dispose();
    }

    private void OpenProxies()
    {
        lock (_proxies)
        {
            if (_proxies.Count > 0)
            {
                return;
            }

            foreach (var (endpoint, port, targets) in _instances.Proxies)
            {
                var everywhere = endpoint.TargetHost is "0.0.0.0" or "*" or "+" or "::" or "[::]";
                _proxies.Add(TcpProxy.Start(port, everywhere, targets));
            }
        }
    }

    private async Task FailAsync(string fault)
    {
        _application.Logs.Append(Replicas[0].Id, fault, isError: true);
        await PublishAllAsync(s => s with
        {
            State = new ResourceStateSnapshot(KnownResourceStates.FailedToStart, KnownResourceStateStyles.Error),
            StopTimeStamp = _application.UtcNow,
            Properties = s.Properties.With(ResourceProperties.Fault, fault),
        }).ConfigureAwait(false);
    }

    private async Task PublishAllAsync(Func<CustomResourceSnapshot, CustomResourceSnapshot> change)
    {
        foreach (var replica in _instances.Replicas)
        {
            await _application.PublishAsync(replica, change).ConfigureAwait(false);
        }
    }
}
