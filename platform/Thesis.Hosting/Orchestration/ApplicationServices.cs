using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Eventing;
using Thesis.Hosting.Health;
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
    TimeProvider time)
{
    public IServiceProvider Services { get; } = services;

    public DistributedApplicationExecutionContext Execution { get; } = execution;

    public IDistributedApplicationEventing Eventing { get; } = eventing;

    public ResourceNotificationService Notifications { get; } = notifications;

    public ResourceLoggerService Logs { get; } = logs;

    public ProcessLauncher Launcher { get; } = launcher;

    public TimeProvider Time { get; } = time;

    public DateTime UtcNow => Time.GetUtcNow().UtcDateTime;

    /// <summary>Changes what is known of a resource; those that live in its process share its state.</summary>
    public async Task PublishAsync(IResource resource, Func<CustomResourceSnapshot, CustomResourceSnapshot> change)
    {
        foreach (var sharing in SharingProcessOf(resource).Prepend(resource))
        {
            await Notifications.PublishUpdateAsync(sharing, change).ConfigureAwait(false);
        }
    }

    /// <summary>Checks a running resource, and those that live in its process, until cancelled.</summary>
    public Task MonitorAsync(IResource resource, CancellationToken cancellationToken) =>
        Task.WhenAll(SharingProcessOf(resource).Prepend(resource).Select(r => MonitorOneAsync(r, cancellationToken)));

    private async Task MonitorOneAsync(IResource resource, CancellationToken cancellationToken)
    {
        try
        {
            await monitor.RunAsync(resource, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // It ended: nothing is left to check.
        }
    }

    private IEnumerable<IResource> SharingProcessOf(IResource resource) => model.Resources
        .Where(r => r is IResourceWithParent child && ReferenceEquals(child.Parent, resource) && !r.HasAnnotationOfType<NativeProcessAnnotation>())
        .SelectMany(r => SharingProcessOf(r).Prepend(r));
}
