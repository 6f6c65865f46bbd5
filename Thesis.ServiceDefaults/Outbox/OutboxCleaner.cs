using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Npgsql;
using NpgsqlTypes;

namespace Thesis.ServiceDefaults;

/// <summary>
/// Deletes outbox rows that are in the log, a moment after they were appended and in bounded batches. What it misses,
/// because a process died, the sweep finds: it looks for rows that are still there, notes the end of the write-ahead
/// log, and deletes them once the relay has passed that point.
/// </summary>
internal sealed class OutboxCleaner(NpgsqlDataSource database, TimeProvider time, ILogger<OutboxRelay> logger)
{
    private const int MaxBatchRows = 2_000;
    private const int MaxSweepRows = 2_000;
    private static readonly TimeSpan GatherTime = TimeSpan.FromMilliseconds(250);

    private readonly Channel<OutboxRow[]> _logged = Channel.CreateBounded<OutboxRow[]>(new BoundedChannelOptions(64));
    private Sweep? _sweep;

    /// <summary>True if the last sweep found rows, which the next one deletes.</summary>
    public bool FoundRows => _sweep is { Rows.Count: > 0 };

    /// <summary>Queues rows for deletion; waits when deletion is far behind.</summary>
    public ValueTask AddAsync(OutboxRow[] rows, CancellationToken cancellationToken) => _logged.Writer.WriteAsync(rows, cancellationToken);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (await _logged.Reader.WaitToReadAsync(cancellationToken))
        {
            await Task.Delay(GatherTime, time, cancellationToken);
            while (TakeBatch() is { Count: > 0 } batch)
            {
                await DeleteAsync(batch, cancellationToken);
            }
        }
    }

    /// <summary>Deletes what the last sweep found, if the relay has passed it, and looks again.</summary>
    public async Task SweepAsync(NpgsqlConnection connection, NpgsqlLogSequenceNumber passed, CancellationToken cancellationToken)
    {
        if (_sweep is { } sweep && sweep.End > passed)
        {
            return;
        }
        if (_sweep is { Rows.Count: > 0 })
        {
            await DeleteAsync(_sweep.Rows, cancellationToken);
        }
        var rows = await FindAsync(connection, cancellationToken);
        await using var end = new NpgsqlCommand("SELECT pg_current_wal_insert_lsn()", connection);
        _sweep = await end.ExecuteScalarAsync(cancellationToken) is NpgsqlLogSequenceNumber lsn ? new Sweep(rows, lsn) : null;
    }

    private static async Task<List<(string Schema, long Id)>> FindAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var schemas = await OutboxTables.SchemasAsync(connection, cancellationToken);
        var rows = new List<(string Schema, long Id)>();
        if (schemas.Count == 0)
        {
            return rows;
        }
        await using var command = new NpgsqlCommand(
            string.Join(" UNION ALL ", schemas.Select(s => $"(SELECT '{s}', id FROM {s}.outbox ORDER BY id LIMIT {MaxSweepRows})")), connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add((reader.GetString(0), reader.GetInt64(1)));
        }
        return rows;
    }

    private List<(string Schema, long Id)> TakeBatch()
    {
        var batch = new List<(string Schema, long Id)>();
        while (batch.Count < MaxBatchRows && _logged.Reader.TryRead(out var rows))
        {
            batch.AddRange(rows.Select(r => (r.Schema, r.Id)));
        }
        return batch;
    }

    private async Task DeleteAsync(IEnumerable<(string Schema, long Id)> rows, CancellationToken cancellationToken)
    {
        await using var batch = database.CreateBatch();
        foreach (var schema in rows.GroupBy(r => r.Schema))
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand($"DELETE FROM {schema.Key}.outbox WHERE id = ANY ($1)")
            {
                Parameters = { new() { Value = schema.Select(r => r.Id).ToArray() } },
            });
        }
        try
        {
            await batch.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException) // Whatever it is: the rows stay, and the sweep finds them.
        {
            OutboxRelay.LogCleaningFailed(logger, e);
        }
    }

    private sealed record Sweep(List<(string Schema, long Id)> Rows, NpgsqlLogSequenceNumber End);
}
