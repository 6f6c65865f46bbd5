using System.Threading.Channels;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using Npgsql.Replication;

namespace Thesis.ServiceDefaults;

/// <summary>
/// Copies committed events from the outboxes to the event log, in commit order, as logical replication reports them.
/// One process relays; the others stand by. After any failure it starts over from the recorded position.
/// </summary>
internal sealed partial class OutboxRelay(
    DatabaseConnection connection, [FromKeyedServices(DatabasePools.Background)] NpgsqlDataSource database, IEventLog eventLog, IOptions<EventLogOptions> options, TimeProvider time, ILogger<OutboxRelay> logger)
    : BackgroundService
{
    private const int WaitingChunks = 8;
    private readonly EventLogOptions _options = options.Value;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Persistently.RunAsync(RelayAsync, LogInterrupted, time, stoppingToken);

    private async Task RelayAsync(Action started, CancellationToken cancellationToken)
    {
        await using var session = await RelaySession.OpenAsync(connection, cancellationToken);
        while (!await session.TryLockAsync(cancellationToken))
        {
            await Task.Delay(_options.MembershipInterval, time, cancellationToken);
        }
        var recorded = await session.BeginEpochAsync(cancellationToken);
        using var log = eventLog.CreateWriter(session);
        await using var replication = new LogicalReplicationConnection(connection.ConnectionString)
        {
            WalReceiverStatusInterval = _options.RelayHeartbeat,
        };
        await replication.Open(cancellationToken);
        var position = await new SlotRecovery(database, session, logger).PrepareAsync(replication, recorded, log, cancellationToken);
        LogStarted(session.Slot, position.Commit);
        started();

        var chunks = Channel.CreateBounded<RelayChunk>(WaitingChunks);
        var cleaner = new OutboxCleaner(database, time, logger);
        var pump = new RelayPump(chunks.Reader, log, replication, cleaner, time);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task[] parts =
        [
            new OutboxStream(replication, session.Slot, position, chunks.Writer).ReadAsync(ended.Token),
            pump.RunAsync(ended.Token),
            cleaner.RunAsync(ended.Token),
            new RelayHeartbeat(session, pump, cleaner, _options, time, logger).RunAsync(ended.Token),
            new LogRetention(database, _options, time, logger).RunAsync(ended.Token),
        ];
        var first = await Task.WhenAny(parts);
        await ended.CancelAsync();
        await Task.WhenAll(parts).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await first;
    }
}
