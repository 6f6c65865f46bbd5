using Google.Protobuf;
using Microsoft.Extensions.Logging;
using Thesis.Contracts.Events.V1;

namespace Thesis.ServiceDefaults;

/// <summary>Hands raw envelopes to a handler, in order within a partition, until each one passes.</summary>
internal sealed partial class RawConsumer(
    string group, IRawEventHandler handler, SemaphoreSlim concurrency, EventLogOptions options, TimeProvider time, ILogger<RawConsumer> logger)
{
    public async Task ConsumeAsync(ILogPartition partition)
    {
        while (await partition.ReadAsync() is { } record)
        {
            if (Parse(partition, record) is { } envelope && !await HandleAsync(partition, record, envelope))
            {
                return;
            }
            partition.AdvanceLater(record);
        }
    }

    private EventEnvelope? Parse(ILogPartition partition, LogRecord record)
    {
        try
        {
            return EventEnvelope.Parser.ParseFrom(record.Envelope);
        }
        catch (InvalidProtocolBufferException e)
        {
            LogUnreadable(e, group, partition.Topic, partition.Number, record.Offset);
            return null;
        }
    }

    /// <summary>False if the partition is being taken away.</summary>
    private async Task<bool> HandleAsync(ILogPartition partition, LogRecord record, EventEnvelope envelope)
    {
        for (var failures = 1; ; failures++)
        {
            try
            {
                await AttemptAsync(partition, record, envelope);
                return true;
            }
            catch (OperationCanceledException) when (partition.Aborted.IsCancellationRequested)
            {
                return false;
            }
            catch (Exception e) // The handler's peer is unavailable, whatever it calls that.
            {
                EventTelemetry.Failed.Add(1, EventTelemetry.Tags(group, partition.Topic));
                LogRetrying(e, group, partition.Topic, partition.Number, record.Offset, failures);
            }
            await Task.Delay(options.RetryDelay(failures), time, partition.Stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (partition.Stopping.IsCancellationRequested)
            {
                return false;
            }
        }
    }

    private async Task AttemptAsync(ILogPartition partition, LogRecord record, EventEnvelope envelope)
    {
        await concurrency.WaitAsync(partition.Aborted);
        try
        {
            using var activity = EventTelemetry.StartConsumer(group, partition.Topic, envelope.Traceparent, record.EventId);
            await handler.HandleAsync(
                envelope, new RawEventContext(partition.Topic, partition.Number, record.Offset, record.CommittedAt), partition.Aborted);
        }
        finally
        {
            concurrency.Release();
        }
        EventTelemetry.Handled.Add(1, EventTelemetry.Tags(group, partition.Topic));
        EventTelemetry.HandleLag.Record(
            (time.GetUtcNow() - record.CommittedAt).TotalMilliseconds, EventTelemetry.Tags(group, partition.Topic));
    }

    [LoggerMessage(40, LogLevel.Warning, "Group {Group} failed on {Topic}/{Partition} at {Offset} ({Failures} in a row) and tries again.")]
    private partial void LogRetrying(Exception exception, string group, string topic, int partition, long offset, int failures);

    [LoggerMessage(41, LogLevel.Error, "Group {Group} skips {Topic}/{Partition} at {Offset}: its envelope cannot be read.")]
    private partial void LogUnreadable(Exception exception, string group, string topic, int partition, long offset);
}
