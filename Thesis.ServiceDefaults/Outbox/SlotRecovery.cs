using System.Data;
using Microsoft.Extensions.Logging;
using Npgsql;
using Npgsql.Replication;
using Npgsql.Replication.PgOutput;
using NpgsqlTypes;

namespace Thesis.ServiceDefaults;

/// <summary>
/// Makes sure that the replication slot holds every event that is not in the log. A missing slot, or one that the
/// server has invalidated because too much write-ahead log was kept, loses nothing: rows stay in the outbox until they
/// are logged, so a new slot is made and the outboxes' rows are copied from the snapshot it starts from.
/// </summary>
internal sealed partial class SlotRecovery(NpgsqlDataSource database, RelaySession session, ILogger<OutboxRelay> logger)
{
    private const int CopyBatchRows = 500;
    private static readonly TimeSpan ReleaseTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ReleasePoll = TimeSpan.FromMilliseconds(50);

    /// <summary>Returns the position to go on from.</summary>
    public async Task<RelayPosition> PrepareAsync(
        LogicalReplicationConnection replication, RelayPosition? recorded, ILogWriter log, CancellationToken cancellationToken)
    {
        var exists = await ReleaseAsync(cancellationToken);
        if (exists && recorded is { } position)
        {
            return position;
        }
        await session.SuspendAsync(cancellationToken);
        if (exists)
        {
            await replication.DropReplicationSlot(session.Slot, wait: true, cancellationToken);
        }
        var slot = await replication.CreatePgOutputReplicationSlot(
            session.Slot, slotSnapshotInitMode: LogicalSlotSnapshotInitMode.Export, cancellationToken: cancellationToken);
        // A commit record that begins at the consistent point is the first that the snapshot does not see: none of its rows is copied yet.
        var start = new RelayPosition(slot.ConsistentPoint, Rows: 0);
        log.BeginCopy();
        var copied = await CopyAsync(slot.SnapshotName ?? "", start, log, cancellationToken);
        await session.ResumeFromAsync(start, cancellationToken);
        LogSlotMade(session.Slot, copied);
        return start;
    }

    /// <summary>Ends what still reads the slot, as this process is the relay now. False if there is no usable slot.</summary>
    private async Task<bool> ReleaseAsync(CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(ReleaseTimeout);
        while (true)
        {
            var (exists, usable, active) = await session.RunAsync(
                async connection =>
                {
                    await using var command = new NpgsqlCommand(
                        """
                        SELECT wal_status IS DISTINCT FROM 'lost', active_pid IS NOT NULL AND pg_terminate_backend(active_pid)
                        FROM pg_replication_slots WHERE slot_name = $1
                        """,
                        connection)
                    {
                        Parameters = { new() { Value = session.Slot } },
                    };
                    await using var reader = await command.ExecuteReaderAsync(timeout.Token);
                    return await reader.ReadAsync(timeout.Token) ? (true, reader.GetBoolean(0), reader.GetBoolean(1)) : (false, false, false);
                },
                timeout.Token);
            if (!active)
            {
                if (exists && !usable)
                {
                    LogSlotLost(session.Slot);
                    await session.SuspendAsync(cancellationToken);
                    await DropAsync(cancellationToken);
                }
                return exists && usable;
            }
            await Task.Delay(ReleasePoll, timeout.Token);
        }
    }

    private Task<bool> DropAsync(CancellationToken cancellationToken) => session.RunAsync(
        async connection =>
        {
            await using var command = new NpgsqlCommand("SELECT pg_drop_replication_slot($1)", connection)
            {
                Parameters = { new() { Value = session.Slot } },
            };
            await command.ExecuteNonQueryAsync(cancellationToken);
            return true;
        },
        cancellationToken);

    private async Task<int> CopyAsync(string snapshot, RelayPosition start, ILogWriter log, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        await using (var adopt = new NpgsqlCommand($"SET TRANSACTION SNAPSHOT '{snapshot}'", connection))
        {
            await adopt.ExecuteNonQueryAsync(cancellationToken);
        }
        var copied = 0;
        foreach (var schema in await OutboxTables.SchemasAsync(connection, cancellationToken))
        {
            copied += await CopyAsync(connection, schema, copied, start, log, cancellationToken);
        }
        return copied;
    }

    private static async Task<int> CopyAsync(
        NpgsqlConnection connection, string schema, int before, RelayPosition start, ILogWriter log, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            $"""
            SELECT id, topic, key, envelope, now() FROM {schema}.outbox o
            WHERE NOT EXISTS (SELECT FROM eventlog.records r WHERE r.event_id = o.id) ORDER BY id
            """,
            connection)
        {
            CommandTimeout = 0,
        };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var batch = new List<LogEntry>(CopyBatchRows);
        var copied = 0;
        while (await reader.ReadAsync(cancellationToken))
        {
            // Before every commit of the generation.
            var position = new RelayPosition(default, before + copied + batch.Count);
            batch.Add(new LogEntry(position, reader.GetFieldValue<DateTimeOffset>(4), new OutboxRow(
                schema, reader.GetInt64(0), reader.GetString(1), reader.GetString(2), reader.GetFieldValue<byte[]>(3))));
            if (batch.Count == CopyBatchRows)
            {
                await log.AppendAsync(batch, start, cancellationToken);
                copied += batch.Count;
                batch.Clear();
            }
        }
        if (batch.Count > 0)
        {
            await log.AppendAsync(batch, start, cancellationToken);
        }
        return copied + batch.Count;
    }

    [LoggerMessage(1, LogLevel.Information, "Replication slot {Slot} made; {Copied} waiting events copied.")]
    private partial void LogSlotMade(string slot, int copied);

    [LoggerMessage(2, LogLevel.Warning, "Replication slot {Slot} was invalidated by the server; it is made anew from the outboxes.")]
    private partial void LogSlotLost(string slot);
}
