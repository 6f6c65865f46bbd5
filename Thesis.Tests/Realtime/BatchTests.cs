using StackExchange.Redis;
using Thesis.Realtime.Topics;
using Thesis.ServiceDefaults;
using Thesis.Tests.Support;

namespace Thesis.Realtime.Tests;

/// <summary>Events of a partition that are published together.</summary>
public sealed class BatchTests
{
    [Fact]
    public async Task Events_published_together_arrive_in_order_and_numbered_in_each_topic()
    {
        const int Events = 250;
        await using var node = await RealtimeNode.StartAsync((await RedisServer.SharedAsync()).ConnectionString);
        string[] topics = [Happening.NewOrderTopic(), Happening.NewOrderTopic(), Happening.NewOrderTopic()];
        await using var client = await node.ConnectAsync("user-dispatcher", Roles.Dispatcher);
        foreach (var topic in topics)
        {
            await client.SubscribeAsync(topic);
        }

        // More messages than one call to Redis carries.
        await node.Publisher.HandleAsync(new Happening().Changes(Events, topics), CancellationToken.None);

        await Eventually.TrueAsync(() => client.Events.Count == Events * topics.Length);
        foreach (var topic in topics)
        {
            Happening.AssertAllSent(client, topic, Events);
        }
    }

    [Fact]
    public async Task Events_published_together_take_few_calls_to_Redis()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var node = await RealtimeNode.StartAsync($"{redis.ConnectionString},allowAdmin=true");
        var log = new Happening().Changes(65, Happening.NewOrderTopic());
        await node.Publisher.HandleAsync(log[..1], CancellationToken.None);
        var before = await CommandsAsync(node);

        await node.Publisher.HandleAsync(log[1..], CancellationToken.None);

        Assert.InRange(await CommandsAsync(node) - before, 1, 2);
    }

    [Fact]
    public async Task A_batch_that_was_published_in_part_sends_only_the_rest()
    {
        var redis = (await RedisServer.SharedAsync()).ConnectionString;
        await using var first = await RealtimeNode.StartAsync(redis);
        await using var second = await RealtimeNode.StartAsync(redis);
        var topic = Happening.NewOrderTopic();
        await using var client = await first.ConnectAsync("user-dispatcher", Roles.Dispatcher);
        await client.SubscribeAsync(topic);
        var log = new Happening().Changes(6, topic);

        // The first node's partition passes to the second before it has recorded how far it came.
        await first.Publisher.HandleAsync(log[..4], CancellationToken.None);
        await second.Publisher.HandleAsync(log, CancellationToken.None);

        await Eventually.TrueAsync(() => client.Events.Count >= 6);
        Assert.Equal(["0", "1", "2", "3", "4", "5"], client.Events.Select(Happening.TitleOf));
    }

    [Fact]
    public async Task A_batch_that_fails_in_the_middle_is_taken_up_at_the_event_it_failed_on()
    {
        await using var node = await RealtimeNode.StartAsync((await RedisServer.SharedAsync()).ConnectionString);
        var (topic, broken) = (Happening.NewOrderTopic(), Happening.NewOrderTopic());
        await using var client = await node.ConnectAsync("user-dispatcher", Roles.Dispatcher);
        await client.SubscribeAsync(topic);
        await client.SubscribeAsync(broken);
        var log = new Happening().Changes(6, topic);
        log[3].Envelope.Audience.Add(broken);
        await node.Redis.GetDatabase().ListLeftPushAsync(TopicKeys.Sequence(broken), "no number");

        await Assert.ThrowsAsync<RedisServerException>(() => node.Publisher.HandleAsync(log, CancellationToken.None));
        await Eventually.TrueAsync(() => client.Events.Count >= 3);
        await node.Redis.GetDatabase().KeyDeleteAsync(TopicKeys.Sequence(broken));
        await node.Publisher.HandleAsync(log, CancellationToken.None);

        await Eventually.TrueAsync(() => client.Events.Count >= 7);
        Assert.Equal(["0", "1", "2", "3", "4", "5"], client.Events.Where(e => e.GetProperty("topic").GetString() == topic).Select(Happening.TitleOf));
        Assert.Equal(["3"], client.Events.Where(e => e.GetProperty("topic").GetString() == broken).Select(Happening.TitleOf));
    }

    [Fact]
    public async Task An_event_nobody_may_see_does_not_hold_up_its_batch()
    {
        await using var node = await RealtimeNode.StartAsync((await RedisServer.SharedAsync()).ConnectionString);
        var topic = Happening.NewOrderTopic();
        await using var client = await node.ConnectAsync("user-dispatcher", Roles.Dispatcher);
        await client.SubscribeAsync(topic);
        var log = new Happening().Changes(3, topic);
        log[1].Envelope.Audience.Clear();

        await node.Publisher.HandleAsync(log, CancellationToken.None);

        await Eventually.TrueAsync(() => client.Events.Count >= 2);
        Assert.Equal(["0", "2"], client.Events.Select(Happening.TitleOf));
    }

    /// <summary>Calls of the script so far.</summary>
    private static async Task<long> CommandsAsync(RealtimeNode node)
    {
        var statistics = (await node.Redis.GetDatabase().ExecuteAsync("INFO", "commandstats")).ToString();
        return statistics.Split('\n')
            .Where(line => line.StartsWith("cmdstat_eval", StringComparison.Ordinal))
            .Sum(line => long.Parse(line.Split("calls=")[1].Split(',')[0], System.Globalization.CultureInfo.InvariantCulture));
    }
}
