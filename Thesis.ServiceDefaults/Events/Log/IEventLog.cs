using System.Diagnostics.CodeAnalysis;
using Npgsql;

namespace Thesis.ServiceDefaults;

/// <summary>The event log as consumer groups see it: topics with partitions, and the offset each group has reached.</summary>
internal interface IEventLog
{
    /// <summary>Joins the groups; the part consumes their partitions while a session lives.</summary>
    ISessionPart Join(IReadOnlyList<GroupMembership> memberships);

    /// <summary>The relay's way to append; disposed with the relay's session.</summary>
    ILogWriter CreateWriter(RelaySession session);

    /// <summary>
    /// Has the group go on from an offset of a partition, earlier or later: its members notice with their next event. Effects
    /// that the inbox remembers do not happen again. Returns false if the group has never had the partition.
    /// </summary>
    Task<bool> RewindAsync(string group, string topic, int partition, long offset, CancellationToken cancellationToken);
}

/// <summary>How far this process's member of a group is behind.</summary>
internal interface IGroupLag
{
    string Group { get; }

    /// <summary>Known events that the consumers have not seen.</summary>
    long Lag { get; }
}

/// <summary>This process's membership in a group.</summary>
/// <param name="Topics">Null for all topics, also those to come.</param>
/// <param name="Consume">Called for each partition that falls to this member; returns when the partition has been taken away.</param>
internal sealed record GroupMembership(string Group, IReadOnlyList<string>? Topics, Func<ILogPartition, Task> Consume);

/// <summary>One event as the log holds it.</summary>
internal record LogRecord(long Offset, long EventId, DateTimeOffset CommittedAt, byte[] Envelope);

/// <summary>A partition that this member consumes.</summary>
internal interface ILogPartition
{
    /// <summary>The log that the offsets belong to: 0 for the one in PostgreSQL, else the number of a row of <c>eventlog.logs</c>.</summary>
    int Log { get; }

    string Topic { get; }

    int Number { get; }

    /// <summary>The member should come to an end: stop between events, and do not wait for retries.</summary>
    CancellationToken Stopping { get; }

    /// <summary>The partition is lost, or the time to come to an end is over: nothing may be committed any more.</summary>
    CancellationToken Aborted { get; }

    /// <summary>The next event, or null when the partition is being taken away.</summary>
    ValueTask<LogRecord?> ReadAsync();

    /// <summary>The next event if it is there already.</summary>
    bool TryRead([NotNullWhen(true)] out LogRecord? record);

    /// <summary>
    /// A statement that moves the group past the record and all before it, to run in the transaction of their effects. It must change one
    /// row; else another member has the partition. Null if the log keeps offsets elsewhere.
    /// </summary>
    NpgsqlBatchCommand? Advance(LogRecord record);

    /// <summary>Tells that the transaction of the record's effect has committed.</summary>
    void Advanced(LogRecord record);

    /// <summary>Moves the group past the record soon, for consumers without a transaction.</summary>
    void AdvanceLater(LogRecord record);
}

/// <summary>Another member has the partition; nothing of the event's effect was kept.</summary>
internal sealed class PartitionFencedException(string topic, int partition)
    : Exception($"Another member has taken over {topic}/{partition}.");
