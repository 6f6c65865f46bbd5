using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Thesis.Hosting.Model;
using Thesis.Hosting.Notifications;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>Knows the state of every resource, tells those who watch, and waits for states.</summary>
public partial class ResourceNotificationService : IDisposable
{
    // A watcher this far behind loses the oldest events; waits do not go through this queue and miss nothing.
    private const int WatcherCapacity = 4096;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, ResourceEvent> _states = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<Channel<ResourceEvent>> _watchers = [];
    private readonly List<Waiter> _waiters = [];
    private readonly CancellationTokenSource _disposing = new();
    private readonly ILogger<ResourceNotificationService> _logger;
    private readonly IServiceProvider _services;
    private readonly ResourceLoggerService _logs;

    /// <summary>Makes the service; the application does.</summary>
    public ResourceNotificationService(ILogger<ResourceNotificationService> logger, IHostApplicationLifetime hostApplicationLifetime, IServiceProvider serviceProvider, ResourceLoggerService resourceLoggerService)
    {
        _logger = logger;
        _services = serviceProvider;
        _logs = resourceLoggerService;
        hostApplicationLifetime.ApplicationStopped.Register(_disposing.Cancel);
    }

    private sealed record Waiter(string Name, Func<ResourceEvent, bool> Predicate, TaskCompletionSource<ResourceEvent> Completion);

    private ResourceNotificationServiceOptions Options =>
        _services.GetService<IOptions<ResourceNotificationServiceOptions>>()?.Value ?? new ResourceNotificationServiceOptions();

    private WaitBehavior DefaultWaitBehavior => Options.DefaultWaitBehavior;

    /// <summary>Changes what is known of a resource.</summary>
    public Task PublishUpdateAsync(IResource resource, Func<CustomResourceSnapshot, CustomResourceSnapshot> stateFactory) =>
        PublishUpdateAsync(resource, resource.Name, stateFactory);

    /// <summary>Changes what is known of an instance of a resource.</summary>
    public Task PublishUpdateAsync(IResource resource, string resourceId, Func<CustomResourceSnapshot, CustomResourceSnapshot> stateFactory)
    {
        lock (_lock)
        {
            var previous = _states.TryGetValue(resourceId, out var known) ? known.Snapshot : Initial(resource);
            var current = new ResourceEvent(resource, resourceId, WithCommands(resource, stateFactory(previous)));
            _states[resourceId] = current;
            if (previous.State?.Text != current.Snapshot.State?.Text)
            {
                LogChange(resourceId, current.Snapshot);
            }

            foreach (var watcher in _watchers)
            {
                watcher.Writer.TryWrite(current);
            }

            _waiters.RemoveAll(w => w.Completion.Task.IsCompleted || Completes(w, current));
        }

        return Task.CompletedTask;
    }

    /// <summary>What is known of a resource's instance.</summary>
    public bool TryGetCurrentState(string resourceId, [NotNullWhen(true)] out ResourceEvent? resourceEvent)
    {
        lock (_lock)
        {
            return _states.TryGetValue(resourceId, out resourceEvent);
        }
    }

    /// <summary>The state of every resource, then each change.</summary>
    public async IAsyncEnumerable<ResourceEvent> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var channel = Channel.CreateBounded<ResourceEvent>(new BoundedChannelOptions(WatcherCapacity) { FullMode = BoundedChannelFullMode.DropOldest });
        lock (_lock)
        {
            foreach (var state in _states.Values)
            {
                channel.Writer.TryWrite(state);
            }

            _watchers.Add(channel);
        }

        using var ending = _disposing.Token.Register(() => channel.Writer.TryComplete());
        try
        {
            await foreach (var change in channel.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return change;
            }
        }
        finally
        {
            lock (_lock)
            {
                _watchers.Remove(channel);
            }
        }
    }

    /// <summary>Waits for a state; for <see cref="KnownResourceStates.Running"/> when null.</summary>
    public Task WaitForResourceAsync(string resourceName, string? targetState = null, CancellationToken cancellationToken = default) =>
        WaitForResourceAsync(resourceName, [targetState ?? KnownResourceStates.Running], cancellationToken);

    /// <summary>Waits for one of several states, and says which it was.</summary>
    public async Task<string> WaitForResourceAsync(string resourceName, IEnumerable<string> targetStates, CancellationToken cancellationToken = default)
    {
        var states = targetStates.ToHashSet(StringComparer.OrdinalIgnoreCase);
        var reached = await WaitForResourceAsync(resourceName, e => e.Snapshot.State is { } state && states.Contains(state.Text), cancellationToken).ConfigureAwait(false);
        return reached.Snapshot.State?.Text ?? "";
    }

    /// <summary>Waits until a predicate holds.</summary>
    /// <exception cref="InvalidOperationException">The application has no such resource.</exception>
    /// <exception cref="OperationCanceledException">The wait was called off; the message says where the resource stood.</exception>
    public async Task<ResourceEvent> WaitForResourceAsync(string resourceName, Func<ResourceEvent, bool> predicate, CancellationToken cancellationToken = default)
    {
        ThrowIfUnknown(resourceName);
        var waiter = new Waiter(resourceName, predicate, new TaskCompletionSource<ResourceEvent>(TaskCreationOptions.RunContinuationsAsynchronously));
        lock (_lock)
        {
            if (_states.Values.FirstOrDefault(s => Matches(waiter, s)) is { } already)
            {
                return already;
            }

            _waiters.Add(waiter);
        }

        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _disposing.Token);
        var limit = cancellationToken.CanBeCanceled ? Timeout.InfiniteTimeSpan : Options.DefaultLimit;
        try
        {
            return await waiter.Completion.Task.WaitAsync(limit, ending.Token).ConfigureAwait(false);
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException($"The wait for '{resourceName}' took longer than {limit.TotalSeconds} s. {Diagnosis(resourceName)}{Overview(resourceName)}", e);
        }
        catch (OperationCanceledException e)
        {
            throw new OperationCanceledException($"The wait for '{resourceName}' ended. {Diagnosis(resourceName)}{Overview(resourceName)}", e, cancellationToken);
        }
        finally
        {
            lock (_lock)
            {
                _waiters.Remove(waiter);
            }
        }
    }

    /// <summary>Waits until a resource runs, is healthy and its ready handlers are done.</summary>
    public Task<ResourceEvent> WaitForResourceHealthyAsync(string resourceName, CancellationToken cancellationToken = default) =>
        WaitForResourceHealthyAsync(resourceName, DefaultWaitBehavior, cancellationToken);

    /// <summary>Waits until a resource runs, is healthy and its ready handlers are done, or fails with it.</summary>
    /// <exception cref="DistributedApplicationException">The resource ended, and the behaviour is not to wait on.</exception>
    public async Task<ResourceEvent> WaitForResourceHealthyAsync(string resourceName, WaitBehavior waitBehavior, CancellationToken cancellationToken = default)
    {
        var stop = waitBehavior == WaitBehavior.StopOnResourceUnavailable;
        var reached = await WaitForResourceAsync(
            resourceName,
            e => IsReady(e.Snapshot) || (stop && IsUnavailable(e.Snapshot)),
            cancellationToken).ConfigureAwait(false);
        if (!IsReady(reached.Snapshot))
        {
            throw new DistributedApplicationException($"The resource '{resourceName}' will not become healthy. {Diagnosis(resourceName)}");
        }

        if (reached.Snapshot.ReadyHandlers is { } handlers)
        {
            await handlers.WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        return reached;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _disposing.Cancel();
        GC.SuppressFinalize(this);
    }

    private static bool IsRunning(CustomResourceSnapshot snapshot) => snapshot.State?.Text == KnownResourceStates.Running;

    private static bool IsTerminal(CustomResourceSnapshot snapshot) =>
        snapshot.State is { } state && KnownResourceStates.TerminalStates.Contains(state.Text);

    private static bool IsReady(CustomResourceSnapshot snapshot) =>
        snapshot.HealthStatus == HealthStatus.Healthy && snapshot.ReadyHandlers is not null;

    private static bool IsUnavailable(CustomResourceSnapshot snapshot) => snapshot.State is { } state
        && (KnownResourceStates.TerminalStates.Contains(state.Text) || state.Text == KnownResourceStates.RuntimeUnhealthy || state.Text == KnownResourceStates.ValueMissing);

    private static bool Matches(Waiter waiter, ResourceEvent e) =>
        string.Equals(e.Resource.Name, waiter.Name, StringComparison.OrdinalIgnoreCase) && waiter.Predicate(e);

    private static bool Completes(Waiter waiter, ResourceEvent e) => Matches(waiter, e) && waiter.Completion.TrySetResult(e);

    private static CustomResourceSnapshot Initial(IResource resource)
    {
        var initial = resource.TryGetLastAnnotation<ResourceSnapshotAnnotation>(out var own)
            ? own.InitialSnapshot
            : new CustomResourceSnapshot { ResourceType = ResourceKind.NameOf(resource), Properties = [] };
        var icon = resource.Annotations.OfType<ResourceIconAnnotation>().LastOrDefault();
        return initial with
        {
            CreationTimeStamp = initial.CreationTimeStamp ?? DateTime.UtcNow,
            IsHidden = initial.IsHidden || HiddenAnnotation.IsHiddenAtFirst(resource),
            IconName = initial.IconName ?? icon?.IconName,
            IconVariant = initial.IconVariant ?? icon?.IconVariant,
            Volumes = [.. initial.Volumes, .. resource.Annotations.OfType<ContainerMountAnnotation>().Select(m => new VolumeSnapshot(m.Source, m.Target, m.Type.ToString(), m.IsReadOnly))],
            Relationships = [.. initial.Relationships, .. resource.Annotations.OfType<ResourceRelationshipAnnotation>().Select(r => new RelationshipSnapshot(r.Resource.Name, r.Type)).Distinct()],
            HealthReports = [.. resource.Annotations.OfType<HealthCheckAnnotation>().Select(h => new HealthReportSnapshot(h.Key, null, null, null))],
        };
    }

    private CustomResourceSnapshot WithCommands(IResource resource, CustomResourceSnapshot snapshot)
    {
        var context = new UpdateCommandStateContext { ResourceSnapshot = snapshot, ServiceProvider = _services };
        return snapshot with
        {
            Commands = [.. resource.Annotations.OfType<ResourceCommandAnnotation>().Select(c => new ResourceCommandSnapshot(
                c.Name, c.UpdateState(context), c.DisplayName, c.DisplayDescription, null, c.ConfirmationMessage, c.IconName, c.IconVariant, c.IsHighlighted)
            {
                Arguments = c.Arguments,
                Visibility = c.Visibility,
            })],
        };
    }

    private void ThrowIfUnknown(string resourceName)
    {
        if (_services.GetService<DistributedApplicationModel>() is { } model && !model.Resources.TryGetByName(resourceName, out _))
        {
            throw new InvalidOperationException(
                $"The application has no resource '{resourceName}'. It has: {string.Join(", ", model.Resources.Select(r => r.Name))}.");
        }
    }

    private void LogChange(string resourceId, CustomResourceSnapshot snapshot)
    {
        if (snapshot.ExitCode is { } exitCode)
        {
            LogEnd(resourceId, snapshot.State?.Text, exitCode);
        }
        else
        {
            LogState(resourceId, snapshot.State?.Text);
        }
    }
}

/// <summary>The defaults of waiting.</summary>
public sealed class ResourceNotificationServiceOptions
{
    /// <summary>What to do when a resource waited for fails.</summary>
    public WaitBehavior DefaultWaitBehavior { get; set; }

    /// <summary>How long a wait without an end of its own may take.</summary>
    internal TimeSpan DefaultLimit { get; set; } = Timeout.InfiniteTimeSpan;
}
