using Thesis.ServiceDefaults.Tests.Support;
using Thesis.Tests.Support;

namespace Thesis.ServiceDefaults.Tests.Events;

public sealed class EventFlowTests
{
    [Fact]
    public async Task A_committed_event_reaches_its_handler_with_its_envelope()
    {
        var database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        var journal = new Journal();
        EventContext? context = null;
        journal.OnHandled = (_, c) =>
        {
            context = c;
            return Task.CompletedTask;
        };
        using var host = EventHosts.Create(database, journal);
        await host.StartAsync();

        var before = DateTimeOffset.UtcNow.AddSeconds(-1);
        await host.PublishAsync(42, "hello");
        await Probe.UntilAsync(() => context is not null, "the event");

        Assert.NotNull(context);
        Assert.Equal("42", context.Key);
        Assert.Equal("system:test", context.Actor);
        Assert.Equal(["order:1"], context.Audience);
        Assert.InRange(context.CommittedAt, before, DateTimeOffset.UtcNow.AddSeconds(1));
        await Probe.UntilAsync(async () => await host.QueryAsync<long>("SELECT count(*) FROM things.effects") == 1, "the effect");
        await Probe.UntilAsync(async () => await host.QueryAsync<long>("SELECT count(*) FROM things.outbox") == 0, "an empty outbox");
        await host.StopAsync();
    }

    [Fact]
    public async Task A_rolled_back_command_publishes_nothing()
    {
        var database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        var journal = new Journal();
        using var host = EventHosts.Create(database, journal);
        await host.StartAsync();

        await Assert.ThrowsAnyAsync<Exception>(() => host.PublishAsync(1, "kept out", null!));
        await host.PublishAsync(1, "seen");
        await Probe.UntilAsync(() => journal.Count > 0, "the second command's event");

        Assert.Equal("seen", Assert.Single(journal.Events).Text);
        await host.StopAsync();
    }

    [Fact]
    public async Task Events_of_a_key_keep_their_order_across_commands()
    {
        var database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        var journal = new Journal();
        using var host = EventHosts.Create(database, journal);
        await host.StartAsync();

        await Task.WhenAll(Enumerable.Range(0, 5).Select(async key =>
        {
            for (var i = 0; i < 40; i++)
            {
                await host.PublishAsync(key, $"{i}a", $"{i}b");
            }
        }));
        await Probe.UntilAsync(() => journal.Count == 400, "400 events");

        string[] expected = [.. Enumerable.Range(0, 40).SelectMany(i => new[] { $"{i}a", $"{i}b" })];
        Assert.All(journal.Events.GroupBy(e => e.Key), g => Assert.Equal(expected, g.Select(e => e.Text)));
        Assert.All(journal.Events.GroupBy(e => e.Partition), g => Assert.Equal(g.Select(e => e.Offset).Order(), g.Select(e => e.Offset)));
        await host.StopAsync();
    }

    [Fact]
    public async Task Each_group_sees_every_event()
    {
        var database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        var journal = new Journal();
        using var first = EventHosts.Create(database, journal, group: "first");
        using var second = EventHosts.Create(database, journal, relay: false, group: "second");
        await first.StartAsync();
        await second.StartAsync();

        await first.PublishAsync(1, "a", "b");
        await Probe.UntilAsync(() => journal.Count == 4, "two events in two groups");

        Assert.Equal(2, journal.Events.Count(e => e.Group == "system:first"));
        Assert.Equal(2, journal.Events.Count(e => e.Group == "system:second"));
        await first.StopAsync();
        await second.StopAsync();
    }

    [Fact]
    public async Task A_large_transaction_arrives_whole_and_in_order()
    {
        var database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        var journal = new Journal();
        using var host = EventHosts.Create(database, journal);
        await host.StartAsync();
        string[] texts = [.. Enumerable.Range(0, 3_000).Select(i => $"{i}")];

        await host.PublishAsync(7, texts);
        await Probe.UntilAsync(() => journal.Count == texts.Length, "3,000 events");

        Assert.Equal(texts, journal.Events.Select(e => e.Text));
        await host.StopAsync();
    }
}
