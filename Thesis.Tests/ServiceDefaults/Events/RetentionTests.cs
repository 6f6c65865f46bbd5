using Thesis.ServiceDefaults.Tests.Support;
using Thesis.Tests.Support;

namespace Thesis.ServiceDefaults.Tests.Events;

public sealed class RetentionTests
{
    private const string CountRecords = "SELECT count(*) FROM eventlog.records";

    [Fact]
    public async Task Old_events_go_once_every_group_has_passed_them()
    {
        var database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        var journal = new Journal();
        using var host = EventHosts.Create(database, journal, o =>
        {
            o.RetentionAge = TimeSpan.FromMilliseconds(1);
            o.RetentionInterval = TimeSpan.FromMilliseconds(50);
        });
        await host.StartAsync();
        await Probe.UntilAsync(async () => await host.QueryAsync<long>("SELECT count(*) FROM eventlog.partitions") == 4, "the topic");
        await host.ExecuteAsync(
            """
            WITH g AS (INSERT INTO eventlog.groups (name) VALUES ('slow') RETURNING id)
            INSERT INTO eventlog.group_offsets SELECT g.id, p.id, 3 FROM g, eventlog.partitions p
            """);

        await host.PublishAsync(1, [.. Enumerable.Range(0, 10).Select(i => $"{i}")]);
        await Probe.UntilAsync(async () => await host.QueryAsync<long>("SELECT count(*) FROM things.effects") == 10, "ten effects");
        await Probe.UntilAsync(async () => await host.QueryAsync<long>(CountRecords) == 7, "what the slow group has not passed");
        await host.ExecuteAsync("""UPDATE eventlog.group_offsets SET "offset" = 10 WHERE "offset" = 3""");
        await Probe.UntilAsync(async () => await host.QueryAsync<long>(CountRecords) == 0, "an empty log");

        Assert.Equal(0m, await host.QueryAsync<decimal>("SELECT sum(bytes) FROM eventlog.partitions"));
        await host.PublishAsync(1, "after");
        await Probe.UntilAsync(() => journal.Events.Any(e => e is { Text: "after", Offset: 10 }), "the next offset");
        await host.StopAsync();
    }

    [Fact]
    public async Task A_partition_that_grows_too_large_loses_its_oldest_events()
    {
        var database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        var journal = new Journal();
        using var host = EventHosts.Create(database, journal, o =>
        {
            o.RetentionBytesPerPartition = 10_000;
            o.RetentionInterval = TimeSpan.FromMilliseconds(50);
        });
        await host.StartAsync();

        await host.PublishAsync(1, [.. Enumerable.Range(0, 30).Select(i => new string('x', 1_000))]);
        await Probe.UntilAsync(
            async () => await host.QueryAsync<decimal>("SELECT sum(bytes) FROM eventlog.partitions") is > 0 and <= 10_000, "the limit");

        Assert.InRange(await host.QueryAsync<long>(CountRecords), 8, 9);
        Assert.Equal(29, await host.QueryAsync<long>("""SELECT max("offset") FROM eventlog.records"""));
        await host.StopAsync();
    }

    [Fact]
    public async Task An_inbox_forgets_events_that_are_too_old()
    {
        var database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        using var host = EventHosts.Create(database, options: o => o.RetentionInterval = TimeSpan.FromMilliseconds(50));
        await host.StartAsync();

        await host.ExecuteAsync("INSERT INTO things.inbox VALUES ('g', 0, 't', 0, 1, now() - interval '8 days'), ('g', 0, 't', 0, 2, now())");
        await Probe.UntilAsync(async () => await host.QueryAsync<long>("SELECT count(*) FROM things.inbox") == 1, "one row");

        await host.StopAsync();
    }
}
