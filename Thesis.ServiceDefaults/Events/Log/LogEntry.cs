using NpgsqlTypes;

namespace Thesis.ServiceDefaults;

/// <summary>An event to append.</summary>
internal sealed record LogEntry(string Topic, string Key, long EventId, DateTimeOffset CommittedAt, byte[] Envelope);

/// <summary>
/// How far the outboxes have been copied: the commit record's position, and how many of that transaction's rows;
/// <see cref="AllRows"/> when it is complete.
/// </summary>
internal readonly record struct RelayPosition(NpgsqlLogSequenceNumber Commit, int Rows)
{
    public const int AllRows = int.MaxValue;

    /// <summary>True if the row of the commit has been copied.</summary>
    public bool Covers(NpgsqlLogSequenceNumber commit, int row) => commit < Commit || (commit == Commit && row < Rows);
}
