using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Thesis.ServiceDefaults.Tests.Support;
using Thesis.Tests.Support;

namespace Thesis.ServiceDefaults.Tests.Events;

/// <summary>Members share a group's work, and a group goes on where it stopped.</summary>
public abstract class GroupConformance : EventLogConformance
{
    [Fact]
    public async Task Two_members_share_the_partitions_and_the_one_that_stays_goes_on_alone()
    {
        var test = await StartTestAsync();
        var second = new Journal();
        using var a = test.Create(test.Journal);
        using var b = test.Create(second, relay: false);
        await a.StartAsync();
        await b.StartAsync();
        var sent = await PublishUntilAsync(a, () => test.Journal.Count > 0 && second.Count > 0, 0);
        await Probe.UntilAsync(async () => await a.QueryAsync<long>(CountEffects) == sent, "every effect");

        await b.StopAsync();
        var seen = second.Count;
        for (var i = 0; i < 20; i++)
        {
            await a.PublishAsync(i, $"{sent + i}");
        }
        await Probe.UntilAsync(async () => await a.QueryAsync<long>(CountEffects) == sent + 20, "the rest");

        Assert.Equal(seen, second.Count);
        Assert.Equal(sent + 20, await a.QueryAsync<long>("SELECT count(DISTINCT text) FROM things.effects"));
        await a.StopAsync();
    }

    [Fact]
    public async Task What_a_killed_process_was_at_is_done_once_by_another()
    {
        var test = await StartTestAsync();
        using var relay = test.Create(null);
        await relay.StartAsync();
        await using var child = ChildProcess.Start(EventHosts.Named(test.Database, "child"), test.Settings);
        await relay.PublishAsync(1, "x", "y");
        await Probe.UntilAsync(
            async () => await relay.QueryAsync<long>(
                "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'child' AND state = 'idle in transaction'") == 1,
            "the child to be in the handler");

        using var survivor = test.Create(test.Journal, relay: false);
        await survivor.StartAsync();
        await child.KillAsync();
        await Probe.UntilAsync(async () => await relay.QueryAsync<long>(CountEffects) >= 2, "both effects");

        Assert.Equal("x y", await relay.QueryAsync<string>("SELECT string_agg(text, ' ' ORDER BY event_id) FROM things.effects"));
        await Task.WhenAll(survivor.StopAsync(), relay.StopAsync());
    }

    [Fact]
    public async Task A_group_that_comes_later_sees_every_event_and_so_does_one_that_sees_all_topics()
    {
        var test = await StartTestAsync();
        var envelopes = new RawJournal { FailuresLeft = 2 };
        using var first = test.Create(test.Journal, configure: b => b.AddRawJournal(envelopes));
        await first.StartAsync();
        await first.PublishAsync(1, "a", "b");
        await Probe.UntilAsync(() => test.Journal.Count >= 2 && envelopes.Seen.Count >= 2, "two events in two groups");

        var late = new Journal();
        using var second = test.Create(late, relay: false, group: "late");
        await second.StartAsync();
        await first.PublishAsync(1, "c");
        await Probe.UntilAsync(() => late.Count >= 3 && envelopes.Seen.Count >= 3, "three events");

        Assert.Equal(["a", "b", "c"], late.Events.Select(e => e.Text));
        Assert.Equal([0L, 1L, 2L], envelopes.Seen.Select(e => e.Context.Offset));
        await Task.WhenAll(first.StopAsync(), second.StopAsync());
    }

    [Fact]
    public async Task A_group_that_was_away_goes_on_where_it_stopped_or_from_the_offset_that_it_is_sent_to()
    {
        var test = await StartTestAsync();
        var envelopes = new RawJournal();
        using var relay = test.Create(null);
        await relay.StartAsync();
        using (var first = test.Create(null, relay: false, configure: b => b.AddRawJournal(envelopes)))
        {
            await first.StartAsync();
            await relay.PublishAsync(1, "a", "b", "c");
            await Probe.UntilAsync(() => envelopes.Seen.Count >= 3, "three events");
            await first.StopAsync();
        }
        await relay.PublishAsync(1, "d");
        using (var again = test.Create(null, relay: false, configure: b => b.AddRawJournal(envelopes)))
        {
            await again.StartAsync();
            await Probe.UntilAsync(() => envelopes.Seen.Count >= 4, "the event that came meanwhile");
            await again.StopAsync();
        }
        Assert.Equal([0L, 1L, 2L, 3L], envelopes.Seen.Select(e => e.Context.Offset));

        Assert.True(await test.RewindAsync(relay, "raw", envelopes.Seen.First().Context.Partition, 1));
        Assert.False(await test.RewindAsync(relay, "nobody", 0, 1));
        using var replayed = test.Create(null, relay: false, configure: b => b.AddRawJournal(envelopes));
        await replayed.StartAsync();
        await Probe.UntilAsync(() => envelopes.Seen.Count >= 7, "the replay");

        Assert.Equal([0L, 1L, 2L, 3L, 1L, 2L, 3L], envelopes.Seen.Select(e => e.Context.Offset));
        await Task.WhenAll(replayed.StopAsync(), relay.StopAsync());
    }
}

public sealed class PostgresGroupTests : GroupConformance
{
    private protected override IReadOnlyDictionary<string, string?> NewLog() => new Dictionary<string, string?>();
}

public sealed class KafkaGroupTests : GroupConformance
{
    private protected override IReadOnlyDictionary<string, string?> NewLog() => KafkaCluster.NewLog();
}
