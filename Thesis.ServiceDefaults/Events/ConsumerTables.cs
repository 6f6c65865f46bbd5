using Npgsql;
using Thesis.Contracts.Events.V1;

namespace Thesis.ServiceDefaults;

/// <summary>An event on its way through a consumer group.</summary>
/// <param name="Log">The log that the offset belongs to, see <see cref="ILogPartition.Log"/>.</param>
internal sealed record ConsumedEvent(int Log, string Topic, int Partition, LogRecord Record)
{
    public ConsumedEvent(ILogPartition partition, LogRecord record)
        : this(partition.Log, partition.Topic, partition.Number, record)
    {
    }
}

/// <summary>The statements on a service's inbox, job and dead-letter tables.</summary>
internal sealed class ConsumerTables(string schema, string group)
{
    private const int MaxReasonLength = 4_000;

    /// <summary>Notes that the effects of a partition's events are in this transaction; returns the offsets of those that have not happened before.</summary>
    public NpgsqlBatchCommand Inbox(ILogPartition partition, long[] offsets) => new(
        $"""
        INSERT INTO {schema}.inbox (consumer_group, log, topic, partition, "offset")
        SELECT $1, $2, $3, $4, unnest($5) ON CONFLICT DO NOTHING RETURNING "offset"
        """)
    {
        Parameters =
        {
            new() { Value = group },
            new() { Value = partition.Log },
            new() { Value = partition.Topic },
            new() { Value = partition.Number },
            new() { Value = offsets },
        },
    };

    /// <summary>Queues the event as a job and wakes the group's job runners at commit.</summary>
    public NpgsqlBatchCommand EnqueueJob(ConsumedEvent consumed) => new(
        $"""
        WITH queued AS (
            INSERT INTO {schema}.jobs (consumer_group, topic, partition, "offset", event_id, committed_at, envelope, log)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING RETURNING id)
        SELECT pg_notify('{LogNotifications.Work}', $1) FROM queued
        """)
    {
        Parameters =
        {
            new() { Value = group },
            new() { Value = consumed.Topic },
            new() { Value = consumed.Partition },
            new() { Value = consumed.Record.Offset },
            new() { Value = consumed.Record.EventId },
            new() { Value = consumed.Record.CommittedAt.UtcDateTime },
            new() { Value = consumed.Record.Envelope },
            new() { Value = consumed.Log },
        },
    };

    /// <summary>Sets the event aside with the reason.</summary>
    public NpgsqlBatchCommand DeadLetter(ConsumedEvent consumed, string reason, int attempts) => new(
        $"""
        INSERT INTO {schema}.dead_letters
            (consumer_group, topic, partition, "offset", event_id, committed_at, reason, attempts, envelope, log)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        """)
    {
        Parameters =
        {
            new() { Value = group },
            new() { Value = consumed.Topic },
            new() { Value = consumed.Partition },
            new() { Value = consumed.Record.Offset },
            new() { Value = consumed.Record.EventId },
            new() { Value = consumed.Record.CommittedAt.UtcDateTime },
            new() { Value = Reason(reason) },
            new() { Value = attempts },
            new() { Value = consumed.Record.Envelope },
            new() { Value = consumed.Log },
        },
    };

    /// <summary>Ends a job; changes no row if another runner has ended it.</summary>
    public NpgsqlBatchCommand EndJob(long jobId) => new($"DELETE FROM {schema}.jobs WHERE id = $1")
    {
        Parameters = { new() { Value = jobId } },
    };

    /// <summary>PostgreSQL's text cannot hold the character NUL.</summary>
    public static string Reason(string text)
    {
        text = text.Replace("\0", "", StringComparison.Ordinal);
        return text.Length <= MaxReasonLength ? text : text[..MaxReasonLength];
    }

    /// <summary>What a handler is told of the event.</summary>
    public static EventContext Context(CommandContext command, ConsumedEvent consumed, EventEnvelope envelope) => new(
        command,
        consumed.Record.EventId,
        consumed.Topic,
        DateTimeOffset.FromUnixTimeMilliseconds(envelope.TimeEpochMs),
        consumed.Record.CommittedAt,
        envelope.Key,
        envelope.Audience,
        envelope.Actor,
        consumed.Partition,
        consumed.Record.Offset);
}
