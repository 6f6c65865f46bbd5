using Confluent.Kafka;
using Npgsql;
using NpgsqlTypes;

namespace Thesis.ServiceDefaults;

/// <summary>
/// Appends to the log in Kafka: first the events, then, once the brokers have acknowledged them all, the relay's position and
/// the end of their outbox rows in one transaction. A relay that dies in between sends them again; consumers tell by the
/// position that each event carries.
/// </summary>
internal sealed class KafkaLogWriter(KafkaClients clients, RelaySession session, TimeProvider time) : ILogWriter
{
    private readonly IProducer<string, byte[]> _producer = clients.CreateProducer();
    private readonly HashSet<string> _topicsRead = new(StringComparer.Ordinal);
    private readonly HashSet<long> _known = [];
    private bool _copying;

    public bool DeletesRows => true;

    public void BeginCopy() => _copying = true;

    public async Task AppendAsync(IReadOnlyList<LogEntry> entries, RelayPosition position, CancellationToken cancellationToken)
    {
        await SendAsync(_copying ? WithoutKnown(entries) : entries, cancellationToken);
        await session.RunAsync(
            async connection =>
            {
                await using var batch = new NpgsqlBatch(connection);
                batch.BatchCommands.Add(Record(position));
                foreach (var schema in entries.GroupBy(e => e.Row.Schema, StringComparer.Ordinal))
                {
                    batch.BatchCommands.Add(new NpgsqlBatchCommand($"DELETE FROM {SchemaName.Check(schema.Key)}.outbox WHERE id = ANY ($1)")
                    {
                        Parameters = { new() { Value = schema.Select(e => e.Row.Id).ToArray() } },
                    });
                }
                await batch.ExecuteNonQueryAsync(cancellationToken);
                return batch.BatchCommands[0].RecordsAffected == 1 ? true : throw new RelayFencedException();
            },
            cancellationToken);
    }

    public void Dispose() => _producer.Dispose();

    private async Task SendAsync(IReadOnlyList<LogEntry> entries, CancellationToken cancellationToken)
    {
        if (entries.Count == 0)
        {
            return;
        }
        var delivered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var left = entries.Count;
        void OnDelivered(DeliveryReport<string, byte[]> report)
        {
            if (report.Error.IsError)
            {
                delivered.TrySetException(new KafkaException(report.Error));
            }
            else if (Interlocked.Decrement(ref left) == 0)
            {
                delivered.TrySetResult();
            }
        }

        foreach (var entry in entries)
        {
            _producer.Produce(clients.TopicName(entry.Row.Topic), KafkaRecord.ToMessage(entry, session.Generation), OnDelivered);
        }
        await delivered.Task.WaitAsync(clients.Options.DeliveryTimeout, time, cancellationToken);
    }

    private NpgsqlBatchCommand Record(RelayPosition position) =>
        new("UPDATE eventlog.relay SET position = $1, rows = $2 WHERE slot = $3 AND epoch = $4")
        {
            Parameters =
            {
                new() { Value = position.Commit, NpgsqlDbType = NpgsqlDbType.PgLsn },
                new() { Value = position.Rows },
                new() { Value = session.Slot },
                new() { Value = session.Epoch },
            },
        };

    /// <summary>
    /// What was sent but not recorded is at the ends of the partitions, as one batch is recorded before the next is sent.
    /// </summary>
    private List<LogEntry> WithoutKnown(IReadOnlyList<LogEntry> entries)
    {
        foreach (var topic in entries.Select(e => e.Row.Topic).Where(_topicsRead.Add))
        {
            _known.UnionWith(KafkaTail.ReadIds(clients, topic));
        }
        return [.. entries.Where(e => !_known.Contains(e.Row.Id))];
    }
}
