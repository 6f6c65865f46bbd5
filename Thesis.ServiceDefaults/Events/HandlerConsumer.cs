using Google.Protobuf;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Thesis.Contracts.Events.V1;

namespace Thesis.ServiceDefaults;

/// <summary>
/// Takes a group's partitions in order: offset, inbox and effect in one transaction. Events that wait together share a
/// transaction; when that fails they are taken one by one, tried again, and dead-lettered at last, so that the
/// partition goes on.
/// </summary>
internal sealed partial class HandlerConsumer(
    EventConsumer consumer, SemaphoreSlim concurrency, IServiceScopeFactory scopes, EventLogOptions options, TimeProvider time, ILogger<HandlerConsumer> logger)
{
    // The database's own failures (a lost connection, a deadlock) do not count as the handler's, up to this many.
    private const int MaxTransientFailures = 30;

    private readonly ConsumerTables _tables = new(consumer.Schema, consumer.Group);

    public async Task ConsumeAsync(ILogPartition partition)
    {
        while (await partition.ReadAsync() is { } first)
        {
            var events = new List<ConsumedEvent> { new(partition, first) };
            while (events.Count < consumer.MaxBatch && partition.TryRead(out var next))
            {
                events.Add(new ConsumedEvent(partition, next));
            }
            if (events.Count > 1 && await TryTogetherAsync(partition, events))
            {
                continue;
            }
            foreach (var consumed in events)
            {
                if (!await HandleAsync(partition, consumed))
                {
                    return;
                }
            }
        }
    }

    /// <summary>True if the events were handled in one transaction; false if they are to be taken one by one.</summary>
    private async Task<bool> TryTogetherAsync(ILogPartition partition, List<ConsumedEvent> events)
    {
        try
        {
            await AttemptAsync(partition, events);
            return true;
        }
        catch (Exception e) when (e is not PartitionFencedException && !partition.Aborted.IsCancellationRequested) // Whatever it is, it comes again for the one event it belongs to.
        {
            LogTakingOneByOne(e, consumer.Group, partition.Topic, partition.Number, events.Count);
            return false;
        }
    }

    /// <summary>True when the group has moved past the event; false if the partition is being taken away.</summary>
    private async Task<bool> HandleAsync(ILogPartition partition, ConsumedEvent consumed)
    {
        var (failures, transientFailures) = (0, 0);
        while (true)
        {
            try
            {
                await AttemptAsync(partition, [consumed]);
                return true;
            }
            catch (OperationCanceledException) when (partition.Aborted.IsCancellationRequested)
            {
                return false;
            }
            catch (Exception e) when (e is not PartitionFencedException) // Whatever a handler throws counts as its failure.
            {
                _ = e is NpgsqlException { IsTransient: true } ? transientFailures++ : failures++;
                EventTelemetry.Failed.Add(1, EventTelemetry.Tags(consumer.Group, consumed.Topic));
                if (failures >= options.MaxAttempts || transientFailures >= MaxTransientFailures || e is InvalidProtocolBufferException)
                {
                    await DeadLetterAsync(partition, consumed, e, failures + transientFailures);
                    return true;
                }
                LogRetrying(e, consumer.Group, consumed.Topic, consumed.Partition, consumed.Record.Offset, failures + transientFailures);
            }
            if (!await PauseAsync(partition, failures + transientFailures))
            {
                return false;
            }
        }
    }

    private async Task AttemptAsync(ILogPartition partition, IReadOnlyList<ConsumedEvent> events)
    {
        await concurrency.WaitAsync(partition.Aborted);
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var command = scope.ServiceProvider.GetRequiredService<CommandContext>();
            await command.OpenAsync(consumer.Schema, Actor.System(consumer.Group), partition.Aborted);
            var fresh = await BeginAsync(partition, events, command);
            foreach (var consumed in events.Where(e => fresh.Contains(e.Record.Offset)))
            {
                await command.FlushAsync(partition.Aborted); // A handler sees what the one before has left to the commit.
                await ApplyAsync(scope.ServiceProvider, command, consumed, partition.Aborted);
            }
            await command.CommitAsync(partition.Aborted);
            partition.Advanced(events[^1].Record);
        }
        finally
        {
            concurrency.Release();
        }
        foreach (var consumed in events)
        {
            var tags = EventTelemetry.Tags(consumer.Group, consumed.Topic);
            EventTelemetry.Handled.Add(1, tags);
            EventTelemetry.HandleLag.Record((time.GetUtcNow() - consumed.Record.CommittedAt).TotalMilliseconds, tags);
        }
    }

    private async Task ApplyAsync(IServiceProvider services, CommandContext command, ConsumedEvent consumed, CancellationToken cancellationToken)
    {
        var envelope = EventEnvelope.Parser.ParseFrom(consumed.Record.Envelope);
        using var activity = EventTelemetry.StartConsumer(consumer.Group, consumed.Topic, envelope.Traceparent, consumed.Record.EventId);
        if (consumer.Routes[consumed.Topic] is HandlerRoute handler)
        {
            await handler.HandleAsync(services, envelope, ConsumerTables.Context(command, consumed, envelope), cancellationToken);
        }
        else
        {
            command.AtCommit(_tables.EnqueueJob(consumed));
        }
    }

    /// <summary>Moves the offset and notes the events in the inbox. Returns the offsets of those whose effect has not happened before.</summary>
    private async Task<HashSet<long>> BeginAsync(ILogPartition partition, IReadOnlyList<ConsumedEvent> events, CommandContext command)
    {
        await using var batch = command.Batch();
        var advance = partition.Advance(events[^1].Record);
        if (advance is not null)
        {
            batch.BatchCommands.Add(advance);
        }
        batch.BatchCommands.Add(_tables.Inbox(partition, [.. events.Select(e => e.Record.Offset)]));
        var fresh = new HashSet<long>();
        await using (var reader = await batch.ExecuteReaderAsync(partition.Aborted))
        {
            while (await reader.ReadAsync(partition.Aborted))
            {
                fresh.Add(reader.GetInt64(0));
            }
        }
        return advance is null or { RecordsAffected: 1 }
            ? fresh
            : throw new PartitionFencedException(partition.Topic, partition.Number);
    }

    private async Task DeadLetterAsync(ILogPartition partition, ConsumedEvent consumed, Exception reason, int attempts)
    {
        await using var scope = scopes.CreateAsyncScope();
        var command = scope.ServiceProvider.GetRequiredService<CommandContext>();
        await command.OpenAsync(consumer.Schema, Actor.System(consumer.Group), partition.Aborted);
        if ((await BeginAsync(partition, [consumed], command)).Count > 0)
        {
            command.AtCommit(_tables.DeadLetter(consumed, reason.ToString(), attempts));
        }
        await command.CommitAsync(partition.Aborted);
        partition.Advanced(consumed.Record);
        EventTelemetry.DeadLettered.Add(1, EventTelemetry.Tags(consumer.Group, consumed.Topic));
        LogDeadLettered(reason, consumer.Group, consumed.Topic, consumed.Partition, consumed.Record.Offset, attempts);
    }

    /// <summary>False if the partition is being taken away.</summary>
    private async Task<bool> PauseAsync(ILogPartition partition, int failures)
    {
        await Task.Delay(options.RetryDelay(failures), time, partition.Stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !partition.Stopping.IsCancellationRequested;
    }

    [LoggerMessage(30, LogLevel.Warning, "Group {Group} failed on {Topic}/{Partition} at {Offset} ({Failures} in a row) and tries again.")]
    private partial void LogRetrying(Exception exception, string group, string topic, int partition, long offset, int failures);

    [LoggerMessage(32, LogLevel.Information, "Group {Group} takes {Count} events of {Topic}/{Partition} one by one after a failure.")]
    private partial void LogTakingOneByOne(Exception exception, string group, string topic, int partition, int count);

    [LoggerMessage(31, LogLevel.Error, "Group {Group} has set {Topic}/{Partition} at {Offset} aside after {Attempts} attempts.")]
    private partial void LogDeadLettered(Exception exception, string group, string topic, int partition, long offset, int attempts);
}
