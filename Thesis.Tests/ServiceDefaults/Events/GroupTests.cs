using Microsoft.Extensions.Hosting;
using Thesis.ServiceDefaults.Tests.Support;
using Thesis.Tests.Support;

namespace Thesis.ServiceDefaults.Tests.Events;

public sealed class GroupTests
{
    [Fact]
    public async Task Members_share_the_partitions_and_one_that_stops_hands_its_share_over()
    {
        var database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        var (first, second) = (new Journal(), new Journal());
        using var a = EventHosts.Create(EventHosts.Named(database, "a"), first);
        using var b = EventHosts.Create(EventHosts.Named(database, "b"), second, relay: false);
        await a.StartAsync();
        await b.StartAsync();
        await Probe.UntilAsync(async () => await PartitionsOfAsync(a, "a") == 2 && await PartitionsOfAsync(a, "b") == 2, "two partitions each");

        await PublishAsync(a, 0, 40);
        await Probe.UntilAsync(() => first.Count + second.Count == 40, "40 events");
        Assert.NotEqual(0, first.Count);
        Assert.NotEqual(0, second.Count);

        await b.StopAsync();
        await PublishAsync(a, 40, 80);
        await Probe.UntilAsync(() => first.Count + second.Count == 80, "80 events");

        Assert.Equal(4, await PartitionsOfAsync(a, "a"));
        Assert.Equal(80, first.Events.Concat(second.Events).Select(e => e.Text).Distinct().Count());
        Assert.Equal(80, await a.QueryAsync<long>("SELECT count(*) FROM things.effects"));
        await a.StopAsync();
    }

    [Fact]
    public async Task A_member_that_is_cut_off_loses_its_event_to_another_and_cannot_commit_it()
    {
        var database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        var (first, second) = (new Journal(), new Journal());
        var (reached, noticed, release) = (new TaskCompletionSource(), new TaskCompletionSource(), new TaskCompletionSource());
        first.Holds = async cancelled =>
        {
            using var cut = cancelled.Register(() => noticed.TrySetResult());
            reached.TrySetResult();
            await release.Task;
        };
        using var relay = EventHosts.Create(database);
        using var a = EventHosts.Create(EventHosts.Named(database, "a"), first, relay: false);
        using var b = EventHosts.Create(EventHosts.Named(database, "b"), second, relay: false);
        await relay.StartAsync();
        await a.StartAsync();
        await Probe.UntilAsync(async () => await PartitionsOfAsync(relay, "a") == 4, "a's partitions");
        await relay.PublishAsync(1, "x");
        await reached.Task.WaitAsync(Probe.Deadline);

        await b.StartAsync();
        await relay.BreakSessionAsync("a");
        await Probe.UntilAsync(async () => await PartitionsOfAsync(relay, "b") >= 1, "b's partitions");
        // Until a knows, it may still commit: nobody else has begun with its event while its transaction holds the offset.
        await noticed.Task.WaitAsync(Probe.Deadline);
        release.SetResult();
        await Probe.UntilAsync(async () => await relay.QueryAsync<long>("SELECT count(*) FROM things.effects") == 1, "the effect");

        // a's attempt was undone; whoever has the partition now repeats it.
        await Probe.UntilAsync(() => second.Count + first.Count >= 2, "both attempts");
        Assert.InRange(second.Count + first.Count, 2, 3);
        await Task.WhenAll(a.StopAsync(), b.StopAsync(), relay.StopAsync());
        Assert.Equal(1, await relay.QueryAsync<long>("SELECT count(*) FROM things.effects"));
    }

    [Fact]
    public async Task A_topic_that_appears_later_is_consumed_by_a_raw_group_of_all_topics()
    {
        var database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        var envelopes = new RawJournal();
        using var host = EventHosts.Create(database, configure: b => b.AddRawJournal(envelopes));
        await host.StartAsync();

        await host.PublishAsync(1, "a", "b");
        await Probe.UntilAsync(() => envelopes.Seen.Count == 2, "two envelopes");

        Assert.Equal([(EventHosts.Topic, 0L), (EventHosts.Topic, 1L)], envelopes.Seen.Select(e => (e.Context.Topic, e.Context.Offset)));
        Assert.Equal(["order:1"], envelopes.Seen.First().Envelope.Audience);
        await host.StopAsync();
    }

    [Fact]
    public async Task A_raw_consumer_repeats_an_event_until_it_passes_and_goes_on_where_it_stopped()
    {
        var database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        var envelopes = new RawJournal { FailuresLeft = 3 };
        using (var first = EventHosts.Create(database, configure: b => b.AddRawJournal(envelopes)))
        {
            await first.StartAsync();
            await first.PublishAsync(1, "a", "b");
            await Probe.UntilAsync(() => envelopes.Seen.Count == 2, "two envelopes");
            await first.StopAsync();
        }

        using var second = EventHosts.Create(database, configure: b => b.AddRawJournal(envelopes));
        await second.StartAsync();
        await second.PublishAsync(1, "c");
        await Probe.UntilAsync(() => envelopes.Seen.Count >= 3, "the third envelope");

        Assert.Equal([0L, 1L, 2L], envelopes.Seen.Select(e => e.Context.Offset));
        await second.StopAsync();
    }

    [Fact]
    public async Task Events_that_wait_together_are_handed_to_a_raw_consumer_together_and_in_order()
    {
        const int Events = 300;
        var database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        var envelopes = new RawJournal();
        using var host = EventHosts.Create(database, configure: b => b.AddRawJournal(envelopes));
        await host.StartAsync();

        await host.PublishAsync(1, [.. Enumerable.Range(0, Events).Select(i => $"{i}")]);
        await Probe.UntilAsync(() => envelopes.Seen.Count >= Events, "every envelope");

        Assert.Equal(Enumerable.Range(0, Events).Select(i => (long)i), envelopes.Seen.Select(e => e.Context.Offset));
        Assert.InRange(envelopes.Batches.Max(), 2, 64);
        await host.StopAsync();
    }

    private static async Task PublishAsync(IHost host, int from, int to)
    {
        for (var i = from; i < to; i++)
        {
            await host.PublishAsync(i, $"{i}");
        }
    }

    private static Task<long> PartitionsOfAsync(IHost host, string name) => host.QueryAsync<long>(
        $"""
        SELECT count(*) FROM pg_locks l JOIN pg_stat_activity a USING (pid)
        WHERE l.locktype = 'advisory' AND l.objsubid = 2 AND l.classid BETWEEN {0x7400_0000} AND {0x74FF_FFFF} AND a.application_name = '{name}'
            AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
        """);
}
