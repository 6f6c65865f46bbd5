using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Thesis.ServiceDefaults.Tests.Support;
using Thesis.Tests.Support;

namespace Thesis.ServiceDefaults.Tests.Events;

/// <summary>Each event arrives, in order, and its effect happens once.</summary>
public abstract class DeliveryConformance : EventLogConformance
{
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
}

public sealed class PostgresDeliveryTests : DeliveryConformance
{
    private protected override IReadOnlyDictionary<string, string?> NewLog() => new Dictionary<string, string?>();
}

public sealed class KafkaDeliveryTests : DeliveryConformance
{
    private protected override IReadOnlyDictionary<string, string?> NewLog() => KafkaCluster.NewLog();
}
