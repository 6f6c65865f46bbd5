using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Thesis.ServiceDefaults.Tests.Support;
using Thesis.Tests.Support;

namespace Thesis.ServiceDefaults.Tests.Events;

/// <summary>What every event log promises, whichever keeps the events.</summary>
public abstract class EventLogConformance
{
    private const string CountEffects = "SELECT count(*) FROM things.effects";

    /// <summary>Settings of a log that nobody has written to.</summary>
    private protected abstract IReadOnlyDictionary<string, string?> NewLog();

    [Fact]
    public async Task Events_of_a_key_arrive_in_the_order_of_their_commits_and_with_their_envelope()
    {
        var test = await StartTestAsync();
        EventContext? context = null;
        test.Journal.OnHandled = (_, c) => Task.FromResult(context = c);
        using var host = test.Create(test.Journal);
        await host.StartAsync();

        await Task.WhenAll(Enumerable.Range(0, 5).Select(async key =>
        {
            for (var i = 0; i < 30; i++)
            {
                await host.PublishAsync(key, $"{i}a", $"{i}b");
            }
        }));
        await Probe.UntilAsync(() => test.Journal.Count >= 300, "300 events");

        string[] expected = [.. Enumerable.Range(0, 30).SelectMany(i => new[] { $"{i}a", $"{i}b" })];
        Assert.All(test.Journal.Events.GroupBy(e => e.Key), g => Assert.Equal(expected, g.Select(e => e.Text)));
        Assert.All(test.Journal.Events.GroupBy(e => e.Key), g => Assert.Single(g.Select(e => e.Partition).Distinct()));
        Assert.All(test.Journal.Events.GroupBy(e => e.Partition), g => Assert.Equal(g.Select(e => e.Offset).Order(), g.Select(e => e.Offset)));
        Assert.Equal(("system:test", "order:1"), (context?.Actor, Assert.Single(context?.Audience ?? [])));
        Assert.InRange(context?.CommittedAt ?? default, DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow.AddSeconds(1));
        await Probe.UntilAsync(async () => await host.QueryAsync<long>("SELECT count(*) FROM things.outbox") == 0, "an empty outbox");
        await host.StopAsync();
    }

    [Fact]
    public async Task An_event_that_fails_and_is_delivered_again_has_its_effect_once()
    {
        var test = await StartTestAsync();
        var attempts = 0;
        test.Journal.OnHandled = (_, _) => Interlocked.Increment(ref attempts) is 1 or 3 ? throw new InvalidOperationException("not yet") : Task.CompletedTask;
        using var host = test.Create(test.Journal);
        await host.StartAsync();

        await host.PublishAsync(1, "a", "b");
        await Probe.UntilAsync(async () => await host.QueryAsync<long>(CountEffects) >= 2, "both effects");
        var position = Assert.Single(test.Journal.Events.Where(e => e.Text == "a").Select(e => (e.Partition, e.Offset)).Distinct());
        Assert.True(await test.RewindAsync(host, "readers", position.Partition, position.Offset));
        await host.PublishAsync(1, "c");
        await Probe.UntilAsync(async () => await host.QueryAsync<long>(CountEffects) >= 3, "the third effect");

        Assert.Equal("a b c", await host.QueryAsync<string>("SELECT string_agg(text, ' ' ORDER BY event_id) FROM things.effects"));
        Assert.InRange(test.Journal.Count, 4, 7);
        await host.StopAsync();
    }

    [Fact]
    public async Task A_poison_event_goes_to_the_dead_letters_and_its_partition_goes_on()
    {
        var test = await StartTestAsync();
        test.Journal.OnHandled = (e, _) => e.Text == "poison" ? throw new InvalidOperationException("too bitter") : Task.CompletedTask;
        using var host = test.Create(test.Journal);
        await host.StartAsync();

        await host.ExecuteAsync($"INSERT INTO things.outbox (id, topic, key, envelope) VALUES (5, '{EventHosts.Topic}', '1', '\\xffff')");
        await host.PublishAsync(1, "a", "poison", "b");
        await Probe.UntilAsync(async () => await host.QueryAsync<long>(CountEffects) == 2, "the events around the poison");

        var letters = await host.Services.GetRequiredService<DeadLetters>().ListAsync("things");
        Assert.Equal([(5, 1), (letters[1].EventId, 5)], letters.Select(l => (l.EventId, l.Attempts)));
        Assert.Contains("too bitter", letters[1].Reason, StringComparison.Ordinal);
        await host.StopAsync();
    }

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

    [Fact]
    public async Task A_relay_that_starts_over_again_and_again_brings_each_event_once_and_in_order()
    {
        var test = await StartTestAsync();
        using var host = test.Create(test.Journal);
        await host.StartAsync();

        var publishing = PublishAsync(host, 300);
        for (var i = 0; i < 4; i++)
        {
            var before = test.Journal.Count;
            await Probe.UntilAsync(() => test.Journal.Count > before || publishing.IsCompleted, "progress");
            await host.ExecuteAsync(
                $"SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND objid = {0x6973_0002} AND database = (SELECT oid FROM pg_database WHERE datname = current_database())");
        }
        await publishing;
        await Probe.UntilAsync(async () => await host.QueryAsync<long>(CountEffects) >= 300, "all effects");

        Assert.Equal(300, await host.QueryAsync<long>(CountEffects));
        Assert.All(test.Journal.Events.GroupBy(e => e.Key), g => Assert.Equal(
            g.Select(e => int.Parse(e.Text, CultureInfo.InvariantCulture)).Distinct().Order(), g.Select(e => int.Parse(e.Text, CultureInfo.InvariantCulture)).Distinct()));
        await host.StopAsync();
    }

    [Fact]
    public async Task A_relay_that_has_lost_its_slot_brings_what_waits_and_nothing_twice()
    {
        var test = await StartTestAsync();
        using (var first = test.Create(test.Journal))
        {
            await first.StartAsync();
            await first.PublishAsync(1, "logged");
            await Probe.UntilAsync(async () => await first.QueryAsync<long>(CountEffects) == 1, "the first effect");
            await first.StopAsync();
            await first.PublishAsync(1, "waiting");
            // Also a row that was logged when the process died, before that was recorded.
            var logged = await first.QueryAsync<long>("SELECT min(event_id) FROM things.effects");
            await first.ExecuteAsync(
                $"""
                INSERT INTO things.outbox SELECT {logged}, topic, key, envelope FROM things.outbox WHERE id > {logged} LIMIT 1 ON CONFLICT DO NOTHING;
                SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE database = current_database()
                """);
        }

        using var second = test.Create(test.Journal);
        await second.StartAsync();
        await second.PublishAsync(1, "later");
        await Probe.UntilAsync(async () => await second.QueryAsync<long>(CountEffects) >= 3, "the other effects");

        Assert.Equal("logged waiting later", await second.QueryAsync<string>("SELECT string_agg(text, ' ' ORDER BY event_id) FROM things.effects"));
        await second.StopAsync();
    }

    [Fact]
    public async Task A_consumer_that_is_far_behind_holds_a_bounded_number_of_events()
    {
        var test = await StartTestAsync();
        var (reached, release) = (new TaskCompletionSource(), new TaskCompletionSource());
        test.Journal.Holds = async _ =>
        {
            reached.TrySetResult();
            await release.Task;
        };
        using var host = test.Create(test.Journal);
        await host.StartAsync();
        string[] texts = [.. Enumerable.Range(0, 1_000).Select(i => $"{i}")];

        await host.PublishAsync(7, texts);
        await reached.Task.WaitAsync(Probe.Deadline);
        release.SetResult();
        await Probe.UntilAsync(() => test.Journal.Count >= texts.Length, "1,000 events through a buffer of 128");

        Assert.Equal(texts, test.Journal.Events.Select(e => e.Text));
        await host.StopAsync();
    }

    private async Task<LogTest> StartTestAsync() => new(await (await PostgresServer.SharedAsync()).CreateDatabaseAsync(), NewLog());

    private static async Task PublishAsync(IHost host, int count)
    {
        for (var i = 0; i < count; i++)
        {
            await host.PublishAsync(i % 7, $"{i}");
        }
    }

    /// <summary>Publishes events of many keys until the condition holds; returns how many there were.</summary>
    private static async Task<int> PublishUntilAsync(IHost host, Func<bool> condition, int sent)
    {
        await Probe.UntilAsync(
            async () =>
            {
                await host.PublishAsync(sent, $"{sent}");
                sent++;
                return condition();
            },
            "both members to have events");
        return sent;
    }

    private sealed record LogTest(string Database, IReadOnlyDictionary<string, string?> Settings)
    {
        public Journal Journal { get; } = new();

        public IHost Create(Journal? journal, bool relay = true, string group = "readers", Action<IHostApplicationBuilder>? configure = null) =>
            EventHosts.Create(Database, journal, relay: relay, group: group, configure: configure, settings: Settings);

        public Task<bool> RewindAsync(IHost host, string group, int partition, long offset) =>
            host.Services.GetRequiredService<IEventLog>().RewindAsync(group, EventHosts.Topic, partition, offset, default);
    }
}

public sealed class PostgresEventLogTests : EventLogConformance
{
    private protected override IReadOnlyDictionary<string, string?> NewLog() => new Dictionary<string, string?>();
}

public sealed class KafkaEventLogTests : EventLogConformance
{
    private protected override IReadOnlyDictionary<string, string?> NewLog() => KafkaCluster.NewLog();

    [Fact]
    public async Task Events_that_a_relay_sends_again_come_through_once()
    {
        var settings = NewLog();
        var database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        var journal = new Journal();
        using (var first = EventHosts.Create(database, journal, settings: settings))
        {
            await first.StartAsync();
            await first.PublishAsync(1, "a", "b");
            await Probe.UntilAsync(() => journal.Count == 2, "two events");
            await first.StopAsync();
            // As if the relay had died before it recorded what it had sent.
            await first.ExecuteAsync("UPDATE eventlog.relay SET position = '0/0', rows = 0");
        }

        using var second = EventHosts.Create(database, journal, settings: settings);
        await second.StartAsync();
        await second.PublishAsync(1, "c");
        await Probe.UntilAsync(() => journal.Count >= 3, "the third event");

        Assert.Equal(["a", "b", "c"], journal.Events.Select(e => e.Text));
        await second.StopAsync();
    }

    [Fact]
    public async Task Offsets_of_one_log_are_not_taken_for_those_of_another()
    {
        var database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        foreach (var text in new[] { "first", "second" })
        {
            var journal = new Journal();
            using var host = EventHosts.Create(database, journal, settings: NewLog());
            await host.StartAsync();
            await host.PublishAsync(1, text);
            await Probe.UntilAsync(async () => await host.QueryAsync<long>($"SELECT count(*) FROM things.effects WHERE text = '{text}'") == 1, text);
            Assert.Equal(0, Assert.Single(journal.Events).Offset);
            await host.StopAsync();
        }
    }

    [Fact]
    public async Task A_process_that_cannot_reach_the_brokers_publishes_all_the_same()
    {
        var settings = new Dictionary<string, string?>(NewLog()) { ["ConnectionStrings:kafka"] = "127.0.0.1:1", ["EventLog:Kafka:DeliveryTimeout"] = "00:00:01" };
        var database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        using (var cutOff = EventHosts.Create(database, new Journal(), settings: settings))
        {
            await cutOff.StartAsync();
            await cutOff.PublishAsync(1, "a");
            await cutOff.StopAsync();
        }
        settings = new Dictionary<string, string?>(settings) { ["ConnectionStrings:kafka"] = NewLog()["ConnectionStrings:kafka"] };
        var journal = new Journal();
        using var host = EventHosts.Create(database, journal, settings: settings);
        await host.StartAsync();
        await Probe.UntilAsync(() => journal.Count == 1, "the event, once the brokers are there");
        await host.StopAsync();
    }
}
