using Google.Protobuf;
using Microsoft.Extensions.Logging;
using Thesis.Contracts.Events.V1;

namespace Thesis.ServiceDefaults;

/// <summary>Hands raw envelopes to a handler, in order within a partition and those that wait together at once, until they pass.</summary>
internal sealed partial class RawConsumer(
    string group, IRawEventHandler handler, SemaphoreSlim concurrency, EventLogOptions options, TimeProvider time, ILogger<RawConsumer> logger)
{
    private const int MaxBatch = 64;

    public async Task ConsumeAsync(ILogPartition partition)
    {
        while (await partition.ReadAsync() is { } last)
        {
            var events = new List<RawEvent>();
            AddTo(events, partition, last);
            while (events.Count < MaxBatch && partition.TryRead(out var next))
            {
                AddTo(events, partition, last = next);
            }
            if (events.Count > 0 && !await HandleAsync(partition, events))
            {
                return;
            }
            partition.AdvanceLater(last);
        }
    }

    private void AddTo(List<RawEvent> events, ILogPartition partition, LogRecord record)
    {
        try
        {
            events.Add(new RawEvent(
                EventEnvelope.Parser.ParseFrom(record.Envelope),
                new RawEventContext(partition.Topic, partition.Number, record.Offset, record.CommittedAt)));
        }
        catch (InvalidProtocolBufferException e)
        {
            LogUnreadable(e, group, partition.Topic, partition.Number, record.Offset);
        }
    }

    /// <summary>False if the partition is being taken away.</summary>
    private async Task<bool> HandleAsync(ILogPartition partition, List<RawEvent> events)
    {
        for (var failures = 1; ; failures++)
        {
            try
            {
                await AttemptAsync(partition, events);
                return true;
            }
            catch (OperationCanceledException) when (partition.Aborted.IsCancellationRequested)
            {
                return false;
            }
            catch (Exception e) // The handler's peer is unavailable, whatever it calls that.
            {
                EventTelemetry.Failed.Add(1, EventTelemetry.Tags(group, partition.Topic));
                LogRetrying(e, group, partition.Topic, partition.Number, events[0].Context.Offset, events.Count, failures);
            }
            await Task.Delay(options.RetryDelay(failures), time, partition.Stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (partition.Stopping.IsCancellationRequested)
            {
                return false;
            }
        }
    }

    private async Task AttemptAsync(ILogPartition partition, List<RawEvent> events)
    {
        await concurrency.WaitAsync(partition.Aborted);
        try
        {
            await handler.HandleAsync(events, partition.Aborted);
        }
        finally
        {
            concurrency.Release();
        }
        var tags = EventTelemetry.Tags(group, partition.Topic);
        var now = time.GetUtcNow();
        EventTelemetry.Handled.Add(events.Count, tags);
        foreach (var handled in events)
        {
            EventTelemetry.HandleLag.Record((now - handled.Context.CommittedAt).TotalMilliseconds, tags);
        }
    }

    [LoggerMessage(40, LogLevel.Warning, "Group {Group} failed on {Topic}/{Partition} from {Offset} ({Count} events, {Failures} in a row) and tries again.")]
    private partial void LogRetrying(Exception exception, string group, string topic, int partition, long offset, int count, int failures);

    [LoggerMessage(41, LogLevel.Error, "Group {Group} skips {Topic}/{Partition} at {Offset}: its envelope cannot be read.")]
    private partial void LogUnreadable(Exception exception, string group, string topic, int partition, long offset);
}
