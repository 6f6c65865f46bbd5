using Confluent.Kafka;
using Npgsql;
using NpgsqlTypes;

namespace Thesis.ServiceDefaults;

/// <summary>How far a group is in a partition: the offset it handles next, and where the last event before it stood in the outboxes.</summary>
internal sealed record GroupOffset(string Topic, int Partition, long Offset, OutboxPosition Position);

/// <summary>The groups' offsets of a log in Kafka, in the database where the effects are.</summary>
internal sealed class KafkaOffsets(NpgsqlDataSource database, int log)
{
    public int Log => log;

    /// <summary>The offsets of the named log, which is made known if it is new.</summary>
    public static async Task<KafkaOffsets> OpenAsync(NpgsqlDataSource database, string name, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            "INSERT INTO eventlog.logs (name) VALUES ($1) ON CONFLICT (name) DO UPDATE SET name = excluded.name RETURNING id");
        command.Parameters.Add(new() { Value = name });
        return new KafkaOffsets(database, await command.ExecuteScalarAsync(cancellationToken) is int id ? id : 0);
    }

    /// <summary>Reads the group's offsets; a partition that is new to it begins with its first event. Blocks.</summary>
    public List<GroupOffset> Load(string group, IReadOnlyCollection<(string Topic, int Partition)> partitions)
    {
        using var connection = database.OpenConnection();
        using var add = With(connection, "INSERT INTO eventlog.kafka_offsets (log, consumer_group, topic, partition) SELECT $1, $2, * FROM unnest($3, $4) ON CONFLICT DO NOTHING", group, partitions);
        add.ExecuteNonQuery();
        using var load = With(
            connection,
            """
            SELECT topic, partition, "offset", generation, commit, row FROM eventlog.kafka_offsets
            WHERE log = $1 AND consumer_group = $2 AND (topic, partition) IN (SELECT * FROM unnest($3, $4))
            """,
            group,
            partitions);
        using var reader = load.ExecuteReader();
        var offsets = new List<GroupOffset>();
        while (reader.Read())
        {
            offsets.Add(new GroupOffset(
                reader.GetString(0), reader.GetInt32(1), reader.GetInt64(2),
                new OutboxPosition(reader.GetInt64(3), reader.GetFieldValue<NpgsqlLogSequenceNumber>(4), reader.GetInt32(5))));
        }
        return offsets;
    }

    /// <summary>Moves the group from an offset past a record; changes no row if the group is elsewhere.</summary>
    public NpgsqlBatchCommand Advance(string group, string topic, int partition, long from, KafkaRecord record, OutboxPosition position) => new(
        """
        UPDATE eventlog.kafka_offsets SET "offset" = $1, generation = $2, commit = $3, row = $4
        WHERE log = $5 AND consumer_group = $6 AND topic = $7 AND partition = $8 AND "offset" = $9
        """)
    {
        Parameters =
        {
            new() { Value = record.Offset + 1 },
            new() { Value = position.Generation },
            new() { Value = position.Commit, NpgsqlDbType = NpgsqlDbType.PgLsn },
            new() { Value = position.Row },
            new() { Value = log },
            new() { Value = group },
            new() { Value = topic },
            new() { Value = partition },
            new() { Value = from },
        },
    };

    /// <summary>Moves the group forward, where it is not further already. Blocks.</summary>
    public void Flush(string group, IReadOnlyCollection<GroupOffset> offsets)
    {
        using var batch = database.CreateBatch();
        foreach (var (topic, partition, offset, position) in offsets)
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand(
                """
                UPDATE eventlog.kafka_offsets SET "offset" = $1, generation = $2, commit = $3, row = $4
                WHERE log = $5 AND consumer_group = $6 AND topic = $7 AND partition = $8 AND "offset" < $1
                """)
            {
                Parameters =
                {
                    new() { Value = offset },
                    new() { Value = position.Generation },
                    new() { Value = position.Commit, NpgsqlDbType = NpgsqlDbType.PgLsn },
                    new() { Value = position.Row },
                    new() { Value = log },
                    new() { Value = group },
                    new() { Value = topic },
                    new() { Value = partition },
                },
            });
        }
        batch.ExecuteNonQuery();
    }

    public async Task<bool> RewindAsync(string group, string topic, int partition, long offset, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            """
            UPDATE eventlog.kafka_offsets SET "offset" = $5, generation = 0, commit = '0/0', row = -1
            WHERE log = $1 AND consumer_group = $2 AND topic = $3 AND partition = $4
            """);
        command.Parameters.Add(new() { Value = log });
        command.Parameters.Add(new() { Value = group });
        command.Parameters.Add(new() { Value = topic });
        command.Parameters.Add(new() { Value = partition });
        command.Parameters.Add(new() { Value = offset });
        return await command.ExecuteNonQueryAsync(cancellationToken) > 0;
    }

    private NpgsqlCommand With(NpgsqlConnection connection, string sql, string group, IReadOnlyCollection<(string Topic, int Partition)> partitions) =>
        new(sql, connection)
        {
            Parameters =
            {
                new() { Value = log },
                new() { Value = group },
                new() { Value = partitions.Select(p => p.Topic).ToArray() },
                new() { Value = partitions.Select(p => p.Partition).ToArray() },
            },
        };
}
