using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Logging;
using Thesis.Hosting.Notifications;
using Thesis.Hosting.Processes;

namespace Thesis.Hosting.Orchestration;

/// <summary>Carries one of a resource's processes through its life: waits, starts it, watches it, stops it, and starts it again where that is wanted.</summary>
[SuppressMessage("Reliability", "CA1001:Types that own disposable fields should be disposable", Justification = "The sources are disposed at the end of each run.")]
internal sealed class ReplicaExecution(ReplicaInstance replica, NativeProcessAnnotation native, ResourceHealth health, ApplicationServices application)
{
    private static readonly TimeSpan PortReleaseLimit = TimeSpan.FromSeconds(3);
    // Until when what was known to be amiss explains a bad end.
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan PortReleasePoll = TimeSpan.FromMilliseconds(50);

    private readonly SemaphoreSlim _commands = new(1);
    private readonly ILogger _logger = application.Logs.GetLogger(replica.Id);
    private Task _run = Task.CompletedTask;
    private CancellationTokenSource? _skipWaiting;
    private CancellationTokenSource? _stop;
    private volatile bool _applicationEnds;

    public string Id => replica.Id;

    /// <summary>Whether it waits, starts, runs or stops.</summary>
    public bool IsActive => !_run.IsCompleted;

    private IResource Resource => replica.Resource;

    /// <summary>Sets the resource on its way, unless it is. One that waits stops waiting.</summary>
    public async Task StartAsync(bool wait, CancellationToken cancellationToken)
    {
        await _commands.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (!_run.IsCompleted)
            {
                if (!wait && _skipWaiting is { } waiting)
                {
                    await waiting.CancelAsync().ConfigureAwait(false);
                }

                return;
            }

            _stop = new CancellationTokenSource();
            _skipWaiting = new CancellationTokenSource();
            var (stop, skip) = (_stop.Token, _skipWaiting.Token);
            _run = Task.Run(() => RunAsync(wait, stop, skip), CancellationToken.None);
        }
        finally
        {
            _commands.Release();
        }
    }

    /// <summary>Stops the resource, if it is on its way, and waits until it is gone.</summary>
    /// <param name="cancellationToken">Gives up waiting for another command.</param>
    /// <param name="applicationEnds">Whether to leave a process to itself that outlives the application.</param>
    public async Task StopAsync(CancellationToken cancellationToken, bool applicationEnds = false)
    {
        await _commands.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            _applicationEnds = applicationEnds;
            if (_stop is { } stop)
            {
                await stop.CancelAsync().ConfigureAwait(false);
            }

            await _run.ConfigureAwait(false);
            _stop?.Dispose();
            _skipWaiting?.Dispose();
            (_stop, _skipWaiting) = (null, null);
        }
        finally
        {
            _commands.Release();
        }
    }

    private async Task RunAsync(bool wait, CancellationToken stop, CancellationToken skipWaiting)
    {
        var restarts = RestartSchedule.Of(Resource, application.Services);
        try
        {
            if (wait)
            {
                await WaitAsync(stop, skipWaiting).ConfigureAwait(false);
            }

            while (true)
            {
                var started = application.Time.GetTimestamp();
                var exitCode = await RunOnceAsync(stop).ConfigureAwait(false);
                if (stop.IsCancellationRequested || exitCode is not { } code || restarts?.After(code, application.Time.GetElapsedTime(started)) is not { } pause)
                {
                    return;
                }

                application.Logs.Append(replica.Id, $"It ended with exit code {exitCode} and starts again in {pause.TotalSeconds:0.#} s.", isError: true);
                await Task.Delay(pause, application.Time, stop).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await EndedAsync(KnownResourceStates.Finished, null, null).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // Whatever kept it from starting is this resource's state; the others go on.
            application.Logs.Append(replica.Id, e is DistributedApplicationException ? e.Message : e.ToString(), isError: true);
            await EndedAsync(KnownResourceStates.FailedToStart, null, e.Message).ConfigureAwait(false);
        }
    }

    private async Task<int?> RunOnceAsync(CancellationToken stop)
    {
        await application.Parameters.WaitForMissingAsync(Resource, replica.Id, stop).ConfigureAwait(false);
        await application.Eventing.PublishAsync(new BeforeResourceStartedEvent(Resource, application.Services), stop).ConfigureAwait(false);
        await application.PublishAsync(replica, s => s with
        {
            State = KnownResourceStates.Starting,
            ExitCode = null,
            StopTimeStamp = null,
            ReadyHandlers = null,
            HealthReports = [.. s.HealthReports.Select(r => r with { Status = null })],
            Properties = s.Properties.With(ResourceProperties.Fault, null).With(ResourceProperties.WaitingFor, null),
        }).ConfigureAwait(false);
        var (process, likelyFault) = await LaunchAsync(stop).ConfigureAwait(false);
        using (process)
        {
            return await WatchAsync(process, likelyFault, stop).ConfigureAwait(false);
        }
    }

    private async Task WaitAsync(CancellationToken stop, CancellationToken skipWaiting)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, skipWaiting);
        try
        {
            await application.Notifications.WaitForDependenciesAsync(Resource, replica.Id, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (skipWaiting.IsCancellationRequested && !stop.IsCancellationRequested)
        {
            // Someone started it by hand and does not want to wait.
        }
    }

    private async Task<(IRunningProcess Process, string? LikelyFault)> LaunchAsync(CancellationToken cancellationToken)
    {
        var arguments = await ResourceConfiguration.ArgumentsAsync(replica, application.Execution, _logger, cancellationToken).ConfigureAwait(false);
        var environment = await ResourceConfiguration.EnvironmentAsync(replica, application.Execution, _logger, cancellationToken).ConfigureAwait(false);
        var context = new NativeProcessContext(application.Services, _logger, arguments, environment);
        var specification = await native.Plan(context, cancellationToken).ConfigureAwait(false);
        var process = await BringUpAsync(specification, context, cancellationToken).ConfigureAwait(false);
        await application.PublishAsync(replica, s => s with
        {
            State = new ResourceStateSnapshot(KnownResourceStates.Running, KnownResourceStateStyles.Success),
            StartTimeStamp = process.StartedEarlier ?? application.UtcNow,
            EnvironmentVariables = [.. environment.Select(v => new EnvironmentVariableSnapshot(v.Key, v.Value, IsFromSpec: true))],
            Properties = s.Properties
                .With(ResourceProperties.ProcessId, process.Id)
                .With(ResourceProperties.Command, specification.ShownAs)
                .With(ResourceProperties.Arguments, string.Join(' ', arguments))
                .With(ResourceProperties.WorkingDirectory, specification.WorkingDirectory)
                .With(ResourceProperties.WaitingFor, null),
        }).ConfigureAwait(false);
        return (process, specification.LikelyFault);
    }

    /// <summary>Starts the process, or finds it again where it has run since an earlier start of the application.</summary>
    private async Task<IRunningProcess> BringUpAsync(ProcessSpecification specification, NativeProcessContext context, CancellationToken cancellationToken)
    {
        var keeps = application.Persistent.Keeps(Resource);
        var configuration = keeps ? PersistentProcesses.Digest(specification, context.Environment) : "";
        if (keeps && await application.Persistent.TakeOverAsync(Resource.Name, configuration, WriteLine, cancellationToken).ConfigureAwait(false) is { } running)
        {
            return running;
        }

        await native.Prepare(context, cancellationToken).ConfigureAwait(false);
        await WaitForPortsAsync(cancellationToken).ConfigureAwait(false);
        return keeps
            ? application.Persistent.Start(Resource.Name, specification, configuration, replica.PortsByEndpoint, WriteLine)
            : application.Launcher.Start(replica.Id, specification, WriteLine);
    }

    private void WriteLine(string line, bool isError) => application.Logs.Append(replica.Id, line, isError);

    private async Task<int?> WatchAsync(IRunningProcess process, string? likelyFault, CancellationToken stop)
    {
        health.Entered(replica);
        var started = application.Time.GetTimestamp();
        var exit = process.WaitForExitAsync();
        var isLeft = await StopOnRequestAsync(process, exit, stop).ConfigureAwait(false);
        if (isLeft)
        {
            await health.LeftAsync(replica).ConfigureAwait(false);
            return null;
        }

        var exitCode = await exit.ConfigureAwait(false);
        process.Ended();
        await health.LeftAsync(replica).ConfigureAwait(false);
        var failed = likelyFault is not null && exitCode is > 0 && !stop.IsCancellationRequested && application.Time.GetElapsedTime(started) < StartLimit;
        await EndedAsync(failed ? KnownResourceStates.FailedToStart : KnownResourceStates.Finished, exitCode, failed ? likelyFault : null).ConfigureAwait(false);
        return exitCode;
    }

    /// <summary>Waits for the end, or stops the process when asked to. True when it was left to itself.</summary>
    private async Task<bool> StopOnRequestAsync(IRunningProcess process, Task exit, CancellationToken stop)
    {
        var requested = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using (stop.Register(requested.SetResult))
        {
            if (await Task.WhenAny(exit, requested.Task).ConfigureAwait(false) == exit)
            {
                return false;
            }
        }

        if (_applicationEnds && process.OutlivesApplication)
        {
            return true;
        }

        await application.PublishAsync(replica, s => s with { State = KnownResourceStates.Stopping }).ConfigureAwait(false);
        await process.StopAsync(CancellationToken.None).ConfigureAwait(false);
        return false;
    }

    private async Task WaitForPortsAsync(CancellationToken cancellationToken)
    {
        var deadline = application.Time.GetTimestamp();
        foreach (var port in replica.TargetPorts)
        {
            while (!PortOwner.IsFree(port))
            {
                if (application.Time.GetElapsedTime(deadline) > PortReleaseLimit)
                {
                    throw new DistributedApplicationException(
                        $"The port {port} of '{Resource.Name}' is in use by {PortOwner.Describe(port)}. End that process, or choose another port.");
                }

                await Task.Delay(PortReleasePoll, application.Time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task EndedAsync(string state, int? exitCode, string? fault)
    {
        var style = state == KnownResourceStates.FailedToStart || exitCode is > 0 ? KnownResourceStateStyles.Error : KnownResourceStateStyles.Info;
        await application.PublishAsync(replica, s => s with
        {
            State = new ResourceStateSnapshot(state, style),
            ExitCode = exitCode,
            IsHidden = s.IsHidden || HiddenAnnotation.IsHiddenAfter(Resource, exitCode),
            StopTimeStamp = application.UtcNow,
            ReadyHandlers = null,
            Properties = s.Properties.With(ResourceProperties.Fault, fault).With(ResourceProperties.ProcessId, null).With(ResourceProperties.WaitingFor, null),
        }).ConfigureAwait(false);
        if (application.Notifications.TryGetCurrentState(replica.Id, out var last))
        {
            await application.Eventing.PublishAsync(new ResourceStoppedEvent(Resource, application.Services, last), CancellationToken.None).ConfigureAwait(false);
        }
    }
}
