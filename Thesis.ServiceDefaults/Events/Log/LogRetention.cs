using Microsoft.Extensions.Logging;
using Npgsql;

namespace Thesis.ServiceDefaults;

/// <summary>
/// Deletes what is no longer needed, in bounded batches: events that are too old or too many and that every group has
/// passed, and old inbox rows. Runs beside the active relay, so once in the system.
/// </summary>
internal sealed partial class LogRetention(NpgsqlDataSource database, EventLogOptions options, TimeProvider time, ILogger logger)
{
    private const int BatchRows = 2_000;
    private const int MaxBatchesPerRound = 100;

    public Task RunAsync(CancellationToken cancellationToken) =>
        PeriodicService.RunAsync(options.RetentionInterval, DeleteAsync, LogFailed, time, cancellationToken);

    private async Task DeleteAsync(CancellationToken cancellationToken)
    {
        foreach (var partition in await PartitionsAsync(cancellationToken))
        {
            await RepeatAsync(() => TrimAsync(partition, cancellationToken));
        }
        foreach (var schema in await SchemasAsync(cancellationToken))
        {
            await RepeatAsync(() => ForgetAsync($"{schema}.inbox", cancellationToken));
        }
    }

    private static async Task RepeatAsync(Func<Task<int>> batch)
    {
        for (var i = 0; i < MaxBatchesPerRound && await batch() >= BatchRows; i++)
        {
        }
    }

    /// <summary>The partitions whose oldest record may go.</summary>
    private async Task<List<int>> PartitionsAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            """
            SELECT p.id FROM eventlog.partitions p
            CROSS JOIN LATERAL (SELECT committed_at FROM eventlog.records r WHERE r.partition_id = p.id ORDER BY r."offset" LIMIT 1) oldest
            WHERE oldest.committed_at < now() - $1 OR p.bytes > $2
            """);
        command.Parameters.Add(new() { Value = options.RetentionAge });
        command.Parameters.Add(new() { Value = options.RetentionBytesPerPartition });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var partitions = new List<int>();
        while (await reader.ReadAsync(cancellationToken))
        {
            partitions.Add(reader.GetInt32(0));
        }
        return partitions;
    }

    private async Task<int> TrimAsync(int partition, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            """
            WITH passed AS (
                SELECT coalesce(min(o."offset"), p.next_offset) AS "offset", greatest(p.bytes - $3, 0) AS excess_bytes
                FROM eventlog.partitions p
                LEFT JOIN (eventlog.group_offsets o JOIN eventlog.groups g ON g.id = o.group_id AND g.last_seen > now() - $4)
                    ON o.partition_id = p.id
                WHERE p.id = $1 GROUP BY p.id),
            oldest AS (
                SELECT r."offset", r.committed_at, octet_length(r.envelope) AS bytes,
                    sum(octet_length(r.envelope)) OVER (ORDER BY r."offset") - octet_length(r.envelope) AS bytes_before
                FROM (SELECT * FROM eventlog.records WHERE partition_id = $1 ORDER BY "offset" LIMIT $5) r),
            gone AS (
                DELETE FROM eventlog.records r USING oldest, passed
                WHERE r.partition_id = $1 AND r."offset" = oldest."offset" AND oldest."offset" < passed."offset"
                    AND (oldest.committed_at < now() - $2 OR oldest.bytes_before < passed.excess_bytes)
                RETURNING oldest.bytes),
            counted AS (
                UPDATE eventlog.partitions SET bytes = bytes - (SELECT coalesce(sum(bytes), 0) FROM gone)
                WHERE id = $1 AND EXISTS (SELECT FROM gone))
            SELECT count(*)::int FROM gone
            """);
        command.Parameters.Add(new() { Value = partition });
        command.Parameters.Add(new() { Value = options.RetentionAge });
        command.Parameters.Add(new() { Value = options.RetentionBytesPerPartition });
        command.Parameters.Add(new() { Value = options.GroupExpiry });
        command.Parameters.Add(new() { Value = BatchRows });
        return await command.ExecuteScalarAsync(cancellationToken) is int count ? count : 0;
    }

    private async Task<IReadOnlyList<string>> SchemasAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await OutboxTables.SchemasAsync(connection, cancellationToken);
    }

    private async Task<int> ForgetAsync(string inbox, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            $"DELETE FROM {inbox} WHERE ctid = ANY (ARRAY(SELECT ctid FROM {inbox} WHERE handled_at < now() - $1 LIMIT $2))");
        command.Parameters.Add(new() { Value = options.InboxAge });
        command.Parameters.Add(new() { Value = BatchRows });
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    [LoggerMessage(14, LogLevel.Warning, "Old events could not be deleted ({Failures} in a row); a later round tries again.")]
    private partial void LogFailed(Exception exception, int failures);
}
