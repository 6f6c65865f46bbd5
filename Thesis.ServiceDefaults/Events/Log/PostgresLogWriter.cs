using System.Globalization;
using Npgsql;
using NpgsqlTypes;

namespace Thesis.ServiceDefaults;

/// <summary>
/// Appends to the log in PostgreSQL. As the only writer, it hands out offsets from memory; the relay's epoch fences a
/// writer that has been replaced.
/// </summary>
internal sealed class PostgresLogWriter(RelaySession session, int partitionsPerTopic) : ILogWriter
{
    private const int MaxNotificationLength = 7_000; // PostgreSQL's limit is 8,000 bytes.

    private const string AppendSql =
        """
        WITH relay AS (
            UPDATE eventlog.relay SET position = $1, rows = $2 WHERE slot = $3 AND epoch = $4 RETURNING slot),
        heads AS (
            UPDATE eventlog.partitions p SET next_offset = h.next_offset, bytes = p.bytes + h.bytes
            FROM unnest($5, $6, $7) AS h (id, next_offset, bytes)
            WHERE p.id = h.id AND EXISTS (SELECT FROM relay)),
        appended AS (
            INSERT INTO eventlog.records (partition_id, "offset", event_id, committed_at, envelope)
            SELECT * FROM unnest($8, $9, $10, $11, $12) WHERE EXISTS (SELECT FROM relay))
        SELECT slot, pg_notify('eventlog_records', $13) FROM relay
        """;

    private readonly Dictionary<string, Head[]> _topics = new(StringComparer.Ordinal);

    public bool DeletesRows => false;

    public void BeginCopy()
    {
        // The copying query leaves out what eventlog.records has.
    }

    public void Dispose()
    {
    }

    public async Task AppendAsync(IReadOnlyList<LogEntry> entries, RelayPosition position, CancellationToken cancellationToken)
    {
        foreach (var topic in entries.Select(e => e.Row.Topic).Distinct(StringComparer.Ordinal).Where(t => !_topics.ContainsKey(t)).ToArray())
        {
            _topics.Add(topic, await LoadAsync(topic, cancellationToken));
        }
        var batch = new AppendBatch(entries.Count);
        foreach (var entry in entries)
        {
            var heads = _topics[entry.Row.Topic];
            batch.Add(heads[KeyHash.Partition(entry.Row.Key, heads.Length)], entry);
        }
        await session.RunAsync(
            async connection =>
            {
                await using var command = batch.ToCommand(connection, session, position);
                if (await command.ExecuteScalarAsync(cancellationToken) is null)
                {
                    throw new RelayFencedException();
                }
                return true;
            },
            cancellationToken);
        batch.MoveHeads();
    }

    private Task<Head[]> LoadAsync(string topic, CancellationToken cancellationToken) => session.RunAsync(
        async connection =>
        {
            await LogPartitions.EnsureAsync(connection, [topic], partitionsPerTopic, cancellationToken);
            await using var command = new NpgsqlCommand(
                "SELECT id, next_offset FROM eventlog.partitions WHERE topic = $1 ORDER BY partition", connection)
            {
                Parameters = { new() { Value = topic } },
            };
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            var heads = new List<Head>();
            while (await reader.ReadAsync(cancellationToken))
            {
                heads.Add(new Head(reader.GetInt32(0)) { NextOffset = reader.GetInt64(1) });
            }
            return heads.ToArray();
        },
        cancellationToken);

    private sealed class Head(int partitionId)
    {
        public int PartitionId => partitionId;

        public long NextOffset { get; set; }
    }

    private sealed class AppendBatch(int capacity)
    {
        private readonly Dictionary<Head, (long NextOffset, long Bytes)> _heads = [];
        private readonly List<int> _partitions = new(capacity);
        private readonly List<long> _offsets = new(capacity);
        private readonly List<long> _eventIds = new(capacity);
        private readonly List<DateTime> _committedAt = new(capacity);
        private readonly List<byte[]> _envelopes = new(capacity);

        public void Add(Head head, LogEntry entry)
        {
            var (offset, bytes) = _heads.GetValueOrDefault(head, (head.NextOffset, 0));
            _heads[head] = (offset + 1, bytes + entry.Row.Envelope.Length);
            _partitions.Add(head.PartitionId);
            _offsets.Add(offset);
            _eventIds.Add(entry.Row.Id);
            _committedAt.Add(entry.CommittedAt.UtcDateTime);
            _envelopes.Add(entry.Row.Envelope);
        }

        /// <summary>Called once the database has the batch.</summary>
        public void MoveHeads()
        {
            foreach (var (head, moved) in _heads)
            {
                head.NextOffset = moved.NextOffset;
            }
        }

        public NpgsqlCommand ToCommand(NpgsqlConnection connection, RelaySession session, RelayPosition position) =>
            new(AppendSql, connection)
            {
                Parameters =
                {
                    new() { Value = position.Commit, NpgsqlDbType = NpgsqlDbType.PgLsn },
                    new() { Value = position.Rows },
                    new() { Value = session.Slot },
                    new() { Value = session.Epoch },
                    new() { Value = _heads.Keys.Select(h => h.PartitionId).ToArray() },
                    new() { Value = _heads.Values.Select(h => h.NextOffset).ToArray() },
                    new() { Value = _heads.Values.Select(h => h.Bytes).ToArray() },
                    new() { Value = _partitions.ToArray() },
                    new() { Value = _offsets.ToArray() },
                    new() { Value = _eventIds.ToArray() },
                    new() { Value = _committedAt.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz },
                    new() { Value = _envelopes.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea },
                    new() { Value = Notification() },
                },
            };

        /// <summary><c>partition:nextOffset</c> pairs, or <c>*</c> when there are too many to name.</summary>
        private string Notification()
        {
            var text = string.Join(',', _heads.Select(h =>
                string.Create(CultureInfo.InvariantCulture, $"{h.Key.PartitionId}:{h.Value.NextOffset}")));
            return text.Length <= MaxNotificationLength ? text : LogNotifications.Everything;
        }
    }
}
