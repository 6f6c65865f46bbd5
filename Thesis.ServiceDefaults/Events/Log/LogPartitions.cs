using Npgsql;

namespace Thesis.ServiceDefaults;

/// <summary>Makes the partitions of new topics.</summary>
internal static class LogPartitions
{
    /// <summary>Makes the partitions of those topics that have none, and tells the groups.</summary>
    public static async Task EnsureAsync(
        NpgsqlConnection connection, IReadOnlyCollection<string> topics, int partitionsPerTopic, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            WITH made AS (
                INSERT INTO eventlog.partitions (topic, partition)
                SELECT t.topic, n FROM unnest($1) AS t (topic) CROSS JOIN generate_series(0, $2 - 1) AS n
                WHERE NOT EXISTS (SELECT FROM eventlog.partitions p WHERE p.topic = t.topic)
                ORDER BY t.topic, n
                ON CONFLICT DO NOTHING
                RETURNING id)
            SELECT pg_notify('eventlog_groups', '') FROM made LIMIT 1
            """,
            connection)
        {
            Parameters = { new() { Value = topics.ToArray() }, new() { Value = partitionsPerTopic } },
        };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
