using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using NpgsqlTypes;
using Thesis.ServiceDefaults.Tests.Support;
using Thesis.Tests.Support;

namespace Thesis.ServiceDefaults.Tests.Outbox;

public sealed class OutboxRelayTests
{
    private const string CountRecords = "SELECT count(*) FROM eventlog.records";
    private const string CountTwice = "SELECT count(*) - count(DISTINCT event_id) FROM eventlog.records";

    [Fact]
    public async Task A_standby_takes_over_and_no_event_is_lost_or_logged_twice()
    {
        var database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        using var active = EventHosts.Create(database);
        using var standby = EventHosts.Create(database);
        await active.StartAsync();
        await standby.StartAsync();

        var publishing = PublishAsync(standby, 200);
        await Probe.UntilAsync(async () => await standby.QueryAsync<long>(CountRecords) > 20, "the first events");
        await active.StopAsync();
        await publishing;
        await Probe.UntilAsync(async () => await standby.QueryAsync<long>(CountRecords) >= 200, "all events");

        Assert.Equal(0, await standby.QueryAsync<long>(CountTwice));
        await Probe.UntilAsync(async () => await standby.QueryAsync<long>("SELECT count(*) FROM things.outbox") == 0, "an empty outbox");
        await standby.StopAsync();
    }

    [Fact]
    public async Task A_relay_that_is_cut_off_again_and_again_keeps_the_order_and_logs_each_event_once()
    {
        var database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        using var host = EventHosts.Create(database);
        await host.StartAsync();

        var publishing = PublishAsync(host, 600, perCommand: 3);
        for (var i = 0; i < 6; i++)
        {
            var before = await host.QueryAsync<long>(CountRecords);
            await Probe.UntilAsync(async () => await host.QueryAsync<long>(CountRecords) > before || publishing.IsCompleted, "progress");
            await host.ExecuteAsync(
                i % 2 == 0
                    ? "SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots WHERE database = current_database() AND active"
                    : $"SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND objid = {0x6973_0002} AND database = (SELECT oid FROM pg_database WHERE datname = current_database())");
        }
        await publishing;
        await Probe.UntilAsync(async () => await host.QueryAsync<long>(CountRecords) >= 600, "all events");

        Assert.Equal(0, await host.QueryAsync<long>(CountTwice));
        Assert.Equal(0, await host.QueryAsync<long>(
            """
            SELECT count(*) FROM (
                SELECT event_id < lag(event_id) OVER (PARTITION BY partition_id ORDER BY "offset") AS wrong FROM eventlog.records) o
            WHERE wrong
            """));
        await host.StopAsync();
    }

    [Fact]
    public async Task Relay_and_consumers_go_on_after_the_server_has_crashed()
    {
        await using var server = await PostgresServer.StartAsync();
        var database = await server.CreateDatabaseAsync();
        var journal = new Journal();
        using var host = EventHosts.Create(database, journal);
        await host.StartAsync();
        await host.PublishAsync(1, "before");
        await Probe.UntilAsync(() => journal.Count == 1, "the first event");

        await server.StopAsync();
        await server.ResumeAsync();
        await Probe.UntilAsync(() => AnswersAsync(host), "the pool to have dropped its broken connections");
        await host.PublishAsync(1, "after");
        await Probe.UntilAsync(() => journal.Events.Any(e => e.Text == "after"), "the event after the crash");

        await Probe.UntilAsync(async () => await host.QueryAsync<long>("SELECT count(*) FROM things.effects") == 2, "two effects");
        await host.StopAsync();
    }

    [Fact]
    public async Task A_lost_slot_is_made_anew_from_the_outboxes_without_loss_or_repetition()
    {
        var database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        using (var first = EventHosts.Create(database))
        {
            await first.StartAsync();
            await first.PublishAsync(1, "logged");
            await Probe.UntilAsync(async () => await first.QueryAsync<long>(CountRecords) == 1, "the first event");
            await first.StopAsync();
            await first.PublishAsync(1, "waiting");
            // Also a row that was logged, but not deleted before the process died.
            await first.ExecuteAsync(
                $"""
                INSERT INTO things.outbox SELECT event_id, '{EventHosts.Topic}', '1', envelope FROM eventlog.records ON CONFLICT DO NOTHING;
                SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE database = current_database()
                """);
        }

        using var second = EventHosts.Create(database);
        await second.StartAsync();
        await Probe.UntilAsync(async () => await second.QueryAsync<long>(CountRecords) >= 2, "the waiting event");
        await second.PublishAsync(1, "later");
        await Probe.UntilAsync(async () => await second.QueryAsync<long>(CountRecords) >= 3, "the event after the recovery");

        Assert.Equal(0, await second.QueryAsync<long>(CountTwice));
        await Probe.UntilAsync(async () => await second.QueryAsync<long>("SELECT count(*) FROM things.outbox") == 0, "an empty outbox");
        await second.StopAsync();
    }

    [Fact]
    public async Task A_slot_that_the_server_gave_up_loses_no_event()
    {
        await using var server = await PostgresServer.StartAsync("max_slot_wal_keep_size=1MB", "wal_keep_size=0", "min_wal_size=32MB", "max_wal_size=32MB");
        var database = await server.CreateDatabaseAsync();
        using var host = EventHosts.Create(database);
        await host.StartAsync();
        await host.PublishAsync(1, "before");
        await Probe.UntilAsync(async () => await host.QueryAsync<long>(CountRecords) == 1, "the first event");
        await host.StopAsync();

        await host.PublishAsync(1, "meanwhile");
        await Probe.UntilAsync(
            async () =>
            {
                await host.ExecuteAsync("CREATE TABLE noise AS SELECT repeat('x', 500) FROM generate_series(1, 20000); DROP TABLE noise; SELECT pg_switch_wal(); CHECKPOINT");
                return await host.QueryAsync<string>("SELECT wal_status FROM pg_replication_slots") == "lost";
            },
            "the server to give the slot up");
        using var next = EventHosts.Create(database);
        await next.StartAsync();
        await next.PublishAsync(1, "after");
        await Probe.UntilAsync(async () => await next.QueryAsync<long>(CountRecords) >= 3, "all three events");

        Assert.Equal(0, await next.QueryAsync<long>(CountTwice));
        await next.StopAsync();
    }

    [Fact]
    public async Task An_idle_relay_lets_the_server_forget_what_other_tables_write()
    {
        var database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        using var host = EventHosts.Create(database, options: o => o.RelayHeartbeat = TimeSpan.FromMilliseconds(100));
        await host.StartAsync();
        await host.PublishAsync(1, "a");
        await Probe.UntilAsync(async () => await host.QueryAsync<long>(CountRecords) == 1, "the relay");

        await host.ExecuteAsync("CREATE TABLE noise AS SELECT repeat('x', 500) FROM generate_series(1, 10000)");
        var end = await host.QueryAsync<NpgsqlLogSequenceNumber>("SELECT pg_current_wal_insert_lsn()");

        await Probe.UntilAsync(
            async () => await host.QueryAsync<NpgsqlLogSequenceNumber>(
                "SELECT confirmed_flush_lsn FROM pg_replication_slots WHERE database = current_database()") > end,
            "the confirmed position to pass the noise");
        await host.StopAsync();
    }

    [Theory]
    [InlineData(99, 5, true)]
    [InlineData(100, 1, true)]
    [InlineData(100, 2, false)]
    [InlineData(101, 0, false)]
    public void A_position_covers_earlier_commits_and_its_own_first_rows(ulong commit, int row, bool covered) =>
        Assert.Equal(covered, new RelayPosition(new NpgsqlLogSequenceNumber(100), 2).Covers(new NpgsqlLogSequenceNumber(commit), row));

    private static async Task<bool> AnswersAsync(IHost host)
    {
        try
        {
            await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => host.ExecuteAsync("SELECT 1")));
            await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => InBackgroundAsync(host)));
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    private static async Task InBackgroundAsync(IHost host)
    {
        await using var command = host.Services.GetRequiredKeyedService<NpgsqlDataSource>(DatabasePools.Background).CreateCommand("SELECT 1");
        await command.ExecuteNonQueryAsync();
    }

    private static async Task PublishAsync(IHost host, int count, int perCommand = 1)
    {
        for (var i = 0; i < count; i += perCommand)
        {
            await host.PublishAsync(i % 7, [.. Enumerable.Range(i, perCommand).Select(n => $"{n}")]);
        }
    }
}
