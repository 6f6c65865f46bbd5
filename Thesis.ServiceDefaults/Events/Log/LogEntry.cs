using NpgsqlTypes;

namespace Thesis.ServiceDefaults;

/// <summary>An event to append.</summary>
/// <param name="Position">The outbox row's commit and its number in it.</param>
internal sealed record LogEntry(RelayPosition Position, DateTimeOffset CommittedAt, OutboxRow Row);

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
