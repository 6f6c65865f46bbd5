using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Eventing;
using Thesis.Hosting.Health;
using Thesis.Hosting.Parameters;
using Thesis.Hosting.Processes;

namespace Thesis.Hosting.Orchestration;

/// <summary>What every resource's execution shares.</summary>
internal sealed class ApplicationServices(
    IServiceProvider services,
    DistributedApplicationModel model,
    DistributedApplicationExecutionContext execution,
    IDistributedApplicationEventing eventing,
    ResourceNotificationService notifications,
    ResourceLoggerService logs,
    ResourceHealthMonitor monitor,
    ProcessLauncher launcher,
    PersistentProcesses persistent,
    ParameterValues parameters,
    TimeProvider time)
{
    public IServiceProvider Services { get; } = services;

    public DistributedApplicationExecutionContext Execution { get; } = execution;

    public IDistributedApplicationEventing Eventing { get; } = eventing;

    public ResourceNotificationService Notifications { get; } = notifications;

    public ResourceLoggerService Logs { get; } = logs;

    public ProcessLauncher Launcher { get; } = launcher;

    /// <summary>The processes that go on when the application ends.</summary>
    public PersistentProcesses Persistent { get; } = persistent;

    public TimeProvider Time { get; } = time;

    public DateTime UtcNow => Time.GetUtcNow().UtcDateTime;

    /// <summary>What the application asks its user for.</summary>
    public ParameterValues Parameters { get; } = parameters;

    /// <summary>Changes what is known of a resource without several processes; those that live in its process share its state.</summary>
    public Task PublishAsync(IResource resource, Func<CustomResourceSnapshot, CustomResourceSnapshot> change) =>
        PublishAsync(resource, resource.Name, change);

    /// <summary>Changes what is known of one process of a resource; the resources that live in it share its state.</summary>
    public Task PublishAsync(ReplicaInstance replica, Func<CustomResourceSnapshot, CustomResourceSnapshot> change) =>
        PublishAsync(replica.Resource, replica.Id, change);

    /// <summary>Checks a running resource, and those that live in its process, until cancelled.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="ids">Its processes.</param>
    /// <param name="isComplete">Whether all of its processes run, without which it is not ready.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public Task MonitorAsync(IResource resource, IReadOnlyList<string> ids, bool isComplete, CancellationToken cancellationToken) => Task.WhenAll(
        SharingProcessOf(resource).Select(r => MonitorOneAsync(r, [r.Name], isComplete, cancellationToken))
            .Prepend(MonitorOneAsync(resource, ids, isComplete, cancellationToken)));

    private async Task PublishAsync(IResource resource, string id, Func<CustomResourceSnapshot, CustomResourceSnapshot> change)
    {
        await Notifications.PublishUpdateAsync(resource, id, change).ConfigureAwait(false);
        foreach (var sharing in SharingProcessOf(resource))
        {
            await Notifications.PublishUpdateAsync(sharing, change).ConfigureAwait(false);
        }
    }

    private async Task MonitorOneAsync(IResource resource, IReadOnlyList<string> ids, bool isComplete, CancellationToken cancellationToken)
    {
        try
        {
            await monitor.RunAsync(resource, ids, isComplete, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // It ended: nothing is left to check.
        }
    }

    private IEnumerable<IResource> SharingProcessOf(IResource resource) => model.Resources
        .Where(r => r is IResourceWithParent child && ReferenceEquals(child.Parent, resource) && !r.HasAnnotationOfType<NativeProcessAnnotation>() && !r.HasAnnotationOfType<ConnectionStringRedirectAnnotation>())
        .SelectMany(r => SharingProcessOf(r).Prepend(r));
}
