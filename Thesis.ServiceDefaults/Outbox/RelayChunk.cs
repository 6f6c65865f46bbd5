using NpgsqlTypes;

namespace Thesis.ServiceDefaults;

/// <summary>A row of some schema's outbox.</summary>
internal sealed record OutboxRow(string Schema, long Id, string Topic, string Key, byte[] Envelope);

/// <summary>A part of a committed transaction: large transactions come in several, an empty one ends without rows.</summary>
/// <param name="Commit">Position of the commit record.</param>
/// <param name="End">Where the transaction ends, in its last chunk; what the server may forget up to.</param>
/// <param name="RowsSoFar">The transaction's rows up to the end of this chunk.</param>
internal sealed record RelayChunk(
    NpgsqlLogSequenceNumber Commit,
    NpgsqlLogSequenceNumber? End,
    DateTimeOffset CommittedAt,
    IReadOnlyList<OutboxRow> Rows,
    int RowsSoFar)
{
    public RelayPosition Position => new(Commit, End is null ? RowsSoFar : RelayPosition.AllRows);

    public IEnumerable<LogEntry> Entries() =>
        Rows.Select((row, i) => new LogEntry(new RelayPosition(Commit, RowsSoFar - Rows.Count + i), CommittedAt, row));
}
