using Microsoft.Extensions.Logging;
using Npgsql;

namespace Thesis.ServiceDefaults;

/// <summary>
/// Keeps an idle relay moving: a message through the write-ahead log comes back on the stream and lets the server
/// forget what other tables have written. Also watches how much the server keeps.
/// </summary>
internal sealed class RelayHeartbeat(
    RelaySession session, RelayPump pump, OutboxCleaner cleaner, EventLogOptions options, TimeProvider time, ILogger<OutboxRelay> logger)
{
    private static readonly TimeSpan SweepInterval = TimeSpan.FromSeconds(1); // While sweeps find rows.

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var retained = await session.RunAsync(connection => BeatAsync(connection, cancellationToken), cancellationToken);
            EventTelemetry.RetainedWal.Record(retained);
            if (retained > options.RetainedWalWarningBytes)
            {
                OutboxRelay.LogRetainedWal(logger, retained, session.Slot);
            }
            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    private TimeSpan Pause => cleaner.FoundRows && options.RelayHeartbeat > SweepInterval ? SweepInterval : options.RelayHeartbeat;

    private async Task<long> BeatAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await cleaner.SweepAsync(connection, pump.Passed, cancellationToken);
        await using var command = new NpgsqlCommand(
            """
            SELECT pg_wal_lsn_diff(pg_logical_emit_message(true, 'thesis.relay', ''), restart_lsn)::bigint
            FROM pg_replication_slots WHERE slot_name = $1
            """,
            connection)
        {
            Parameters = { new() { Value = session.Slot } },
        };
        return await command.ExecuteScalarAsync(cancellationToken) is long bytes ? bytes : 0;
    }
}
