using Google.Protobuf;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Thesis.Contracts.Events.V1;

namespace Thesis.ServiceDefaults;

/// <summary>
/// Runs a group's jobs, a bounded number at a time. A runner holds a job by an advisory lock of its session, so a
/// killed process's jobs are free at once; the row that the commit deletes makes sure that a job commits once.
/// </summary>
internal sealed partial class JobRunner(
    EventConsumer consumer, IServiceScopeFactory scopes, EventLogOptions options, TimeProvider time, ILogger<JobRunner> logger)
    : ISessionPart
{
    private readonly ConsumerTables _tables = new(consumer.Schema, consumer.Group);
    private readonly JobQueue _queue = new(consumer.Schema, consumer.Group);

    public async Task RunAsync(LogSession session, CancellationToken cancellationToken)
    {
        var routes = consumer.Routes.Values.OfType<JobRoute>().ToArray();
        var wake = new AsyncSignal(time);
        void OnNotified(string channel, string payload)
        {
            // When a member goes, its jobs are free.
            if (channel == LogNotifications.Groups || (channel == LogNotifications.Work && payload == consumer.Group))
            {
                wake.Set();
            }
        }

        using var aborted = CancellationTokenSource.CreateLinkedTokenSource(session.Lost);
        var running = new Dictionary<long, (JobRoute Route, Task Task)>();
        session.Notified += OnNotified;
        try
        {
            while (true)
            {
                await StartDueAsync(session, routes, running, wake, aborted.Token);
                // Members of this group that die are noticed by the interval at which memberships are.
                await wake.WaitAsync(options.MembershipInterval, cancellationToken);
            }
        }
        finally
        {
            session.Notified -= OnNotified;
            aborted.CancelAfter(options.DrainTimeout);
            await Task.WhenAll(running.Values.Select(r => r.Task)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task StartDueAsync(
        LogSession session, JobRoute[] routes, Dictionary<long, (JobRoute Route, Task Task)> running, AsyncSignal wake, CancellationToken aborted)
    {
        foreach (var (id, _) in running.Where(r => r.Value.Task.IsCompleted).ToArray())
        {
            running.Remove(id);
        }
        foreach (var route in routes)
        {
            var free = route.MaxConcurrency - running.Values.Count(r => r.Route == route);
            if (free == 0)
            {
                continue;
            }
            foreach (var job in await _queue.ClaimAsync(session, route.Topic, free, running.Keys))
            {
                running.Add(job.Id, (route, Task.Run(() => RunAsync(session, route, job, wake, aborted), CancellationToken.None)));
            }
        }
    }

    private async Task RunAsync(LogSession session, JobRoute route, ClaimedJob job, AsyncSignal wake, CancellationToken aborted)
    {
        try
        {
            if (job.Attempt > options.MaxAttempts)
            {
                throw new InvalidOperationException($"The job was started {options.MaxAttempts} times and never came to an end.");
            }
            await ExecuteAsync(route, job, aborted);
        }
        catch (OperationCanceledException) when (aborted.IsCancellationRequested)
        {
            await PutBackAsync(session, job);
        }
        catch (Exception e) // Whatever a job throws counts as its failure.
        {
            await FailAsync(job, e, aborted);
        }
        finally
        {
            await FreeAsync(session, job);
            wake.Set();
        }
    }

    private async Task ExecuteAsync(JobRoute route, ClaimedJob job, CancellationToken aborted)
    {
        var envelope = EventEnvelope.Parser.ParseFrom(job.Event.Record.Envelope);
        using var activity = EventTelemetry.StartConsumer(consumer.Group, route.Topic, envelope.Traceparent, job.Event.Record.EventId);
        await using var scope = scopes.CreateAsyncScope();
        var context = new JobContext(
            job.Event.Record.EventId, route.Topic, DateTimeOffset.FromUnixTimeMilliseconds(envelope.TimeEpochMs),
            job.Event.Record.CommittedAt, envelope.Key, envelope.Actor, job.Attempt);
        var commit = await route.ExecuteAsync(scope.ServiceProvider, envelope, context, aborted);
        var command = scope.ServiceProvider.GetRequiredService<CommandContext>();
        await command.OpenAsync(consumer.Schema, Actor.System(consumer.Group), aborted);
        if (!await EndAsync(command, job, aborted))
        {
            LogEndedElsewhere(consumer.Group, route.Topic, job.Event.Record.EventId);
            return;
        }
        await commit(ConsumerTables.Context(command, job.Event, envelope), aborted);
        await command.CommitAsync(aborted);
        EventTelemetry.Handled.Add(1, EventTelemetry.Tags(consumer.Group, route.Topic));
        EventTelemetry.HandleLag.Record(
            (time.GetUtcNow() - job.Event.Record.CommittedAt).TotalMilliseconds, EventTelemetry.Tags(consumer.Group, route.Topic));
    }

    private async Task<bool> EndAsync(CommandContext command, ClaimedJob job, CancellationToken cancellationToken)
    {
        var end = _tables.EndJob(job.Id);
        await using var batch = command.Batch();
        batch.BatchCommands.Add(end);
        await batch.ExecuteNonQueryAsync(cancellationToken);
        return end.RecordsAffected == 1;
    }

    private async Task FailAsync(ClaimedJob job, Exception reason, CancellationToken aborted)
    {
        EventTelemetry.Failed.Add(1, EventTelemetry.Tags(consumer.Group, job.Event.Topic));
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var command = scope.ServiceProvider.GetRequiredService<CommandContext>();
            await command.OpenAsync(consumer.Schema, Actor.System(consumer.Group), aborted);
            if (job.Attempt < options.MaxAttempts && reason is not InvalidProtocolBufferException)
            {
                command.AtCommit(_queue.Postpone(job, options.RetryDelay(job.Attempt), ConsumerTables.Reason(reason.ToString())));
                LogRetrying(reason, consumer.Group, job.Event.Topic, job.Event.Record.EventId, job.Attempt);
            }
            else if (await EndAsync(command, job, aborted))
            {
                command.AtCommit(_tables.DeadLetter(job.Event, reason.ToString(), job.Attempt));
                EventTelemetry.DeadLettered.Add(1, EventTelemetry.Tags(consumer.Group, job.Event.Topic));
                LogDeadLettered(reason, consumer.Group, job.Event.Topic, job.Event.Record.EventId, job.Attempt);
            }
            await command.CommitAsync(aborted);
        }
        catch (Exception e) when (e is NpgsqlException or OperationCanceledException)
        {
            // The row is as it was, and the job is claimed anew.
            LogRetrying(e, consumer.Group, job.Event.Topic, job.Event.Record.EventId, job.Attempt);
        }
    }

    /// <summary>An attempt that the process cut short does not count.</summary>
    private async Task PutBackAsync(LogSession session, ClaimedJob job)
    {
        if (!session.Lost.IsCancellationRequested)
        {
            await _queue.PutBackAsync(session, job);
        }
    }

    private async Task FreeAsync(LogSession session, ClaimedJob job)
    {
        if (!session.Lost.IsCancellationRequested)
        {
            await _queue.FreeAsync(session, job);
        }
    }

    [LoggerMessage(50, LogLevel.Warning, "Group {Group}: job {EventId} of {Topic} failed in attempt {Attempt} and is tried again.")]
    private partial void LogRetrying(Exception exception, string group, string topic, long eventId, int attempt);

    [LoggerMessage(51, LogLevel.Error, "Group {Group} has set job {EventId} of {Topic} aside after {Attempts} attempts.")]
    private partial void LogDeadLettered(Exception exception, string group, string topic, long eventId, int attempts);

    [LoggerMessage(52, LogLevel.Information, "Group {Group}: job {EventId} of {Topic} was committed by another process; this result is dropped.")]
    private partial void LogEndedElsewhere(string group, string topic, long eventId);
}
