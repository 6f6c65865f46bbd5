using System.Net.WebSockets;
using System.Text.Json;
using StackExchange.Redis;
using Thesis.Realtime.Topics;
using Thesis.ServiceDefaults;
using Thesis.Tests.Support;

namespace Thesis.Realtime.Tests;

public sealed class DeliveryTests
{
    [Fact]
    public async Task Clients_of_every_node_get_every_message_of_their_topics_in_order_and_nothing_else()
    {
        const int Events = 300;
        var redis = (await RedisServer.SharedAsync()).ConnectionString;
        await using var first = await RealtimeNode.StartAsync(redis);
        await using var second = await RealtimeNode.StartAsync(redis);
        string[] topics = [Happening.NewOrderTopic(), Happening.NewOrderTopic()];
        var clients = new List<LiveClient>();
        foreach (var node in (RealtimeNode[])[first, second, first, second])
        {
            var client = await node.ConnectAsync("user-dispatcher", Roles.Dispatcher);
            clients.Add(client);
            Assert.Equal(0, await client.SubscribeAsync(topics[0]));
            await client.SubscribeAsync(topics[1]);
        }

        await using var other = await first.ConnectAsync("user-dispatcher", Roles.Dispatcher);
        await other.SubscribeAsync(Happening.NewOrderTopic());
        var log = new Happening();
        for (var i = 0; i < Events; i++)
        {
            await (i % 2 == 0 ? first : second).Publisher.HandleAsync(
                [new RawEvent(Happening.OrderChanged(Happening.Order($"{i}"), topics), log.Next())], CancellationToken.None);
        }

        foreach (var client in clients)
        {
            await Eventually.TrueAsync(() => client.Events.Count == Events * topics.Length);
            foreach (var topic in topics)
            {
                Happening.AssertAllSent(client, topic, Events);
            }

            await client.DisposeAsync();
        }

        Assert.Empty(other.Log);
        Assert.Empty(first.Log.Errors.Concat(second.Log.Errors));
    }

    [Fact]
    public async Task An_event_delivered_twice_by_the_log_is_sent_once()
    {
        var redis = (await RedisServer.SharedAsync()).ConnectionString;
        await using var first = await RealtimeNode.StartAsync(redis);
        await using var second = await RealtimeNode.StartAsync(redis);
        var topic = Happening.NewOrderTopic();
        await using var client = await first.ConnectAsync("user-dispatcher", Roles.Dispatcher);
        await client.SubscribeAsync(topic);
        var log = new Happening().Changes(4, topic);

        foreach (var change in log[..3])
        {
            await first.Publisher.HandleAsync([change], CancellationToken.None);
        }

        foreach (var change in log)
        {
            await second.Publisher.HandleAsync([change], CancellationToken.None);
        }

        await Eventually.TrueAsync(() => client.Events.Count >= 4);
        Assert.Equal(["0", "1", "2", "3"], client.Events.Select(Happening.TitleOf));
    }

    [Fact]
    public async Task A_log_set_up_anew_counts_from_zero_and_is_heard_all_the_same()
    {
        await using var node = await RealtimeNode.StartAsync((await RedisServer.SharedAsync()).ConnectionString);
        var topic = Happening.NewOrderTopic();
        await using var client = await node.ConnectAsync("user-dispatcher", Roles.Dispatcher);
        await client.SubscribeAsync(topic);
        var log = new Happening();

        await node.Publisher.HandleAsync([new RawEvent(Happening.OrderChanged(Happening.Order("old"), topic), log.At(5_000))], CancellationToken.None);
        await node.Publisher.HandleAsync(
            [new RawEvent(Happening.OrderChanged(Happening.Order("new"), topic), log.At(0, TimeSpan.FromHours(1)))], CancellationToken.None);

        await Eventually.TrueAsync(() => client.Events.Count == 2);
        Assert.Equal(["old", "new"], client.Events.Select(Happening.TitleOf));
    }

    [Fact]
    public async Task A_client_that_left_a_topic_gets_no_more_of_it_and_one_that_joins_is_told_where_it_stands()
    {
        await using var node = await RealtimeNode.StartAsync((await RedisServer.SharedAsync()).ConnectionString);
        var topic = Happening.NewOrderTopic();
        var log = new Happening();
        await using var leaving = await node.ConnectAsync("user-dispatcher", Roles.Dispatcher);
        await leaving.SubscribeAsync(topic);
        await node.Publisher.HandleAsync([new RawEvent(Happening.OrderChanged(Happening.Order(), topic), log.Next())], CancellationToken.None);
        await Eventually.TrueAsync(() => leaving.Events.Count == 1);

        await leaving.InvokeAsync("Unsubscribe", topic);
        await using var joining = await node.ConnectAsync("user-dispatcher", Roles.Dispatcher);
        Assert.Equal(1, await joining.SubscribeAsync(topic));
        await node.Publisher.HandleAsync([new RawEvent(Happening.OrderChanged(Happening.Order(), topic), log.Next())], CancellationToken.None);

        await Eventually.TrueAsync(() => joining.Events.Count == 1);
        Assert.Equal([$"{topic}#2"], joining.Log);
        Assert.Equal([$"{topic}#1"], leaving.Log);
    }

    [Fact]
    public async Task A_node_lets_go_of_a_topic_when_its_last_client_is_gone()
    {
        await using var node = await RealtimeNode.StartAsync((await RedisServer.SharedAsync()).ConnectionString);
        var topic = Happening.NewOrderTopic();
        var message = $$"""{"topic":"{{topic}}","sequence":1}""";
        var client = await node.ConnectAsync("user-dispatcher", Roles.Dispatcher);
        await client.SubscribeAsync(topic);
        Assert.Equal(1, await node.Redis.GetSubscriber().PublishAsync(RedisChannel.Literal(TopicKeys.Channel(topic)), message));

        await client.DisposeAsync();

        var receivers = 1L;
        for (var attempt = 0; receivers != 0 && attempt < 1_000; attempt++)
        {
            receivers = await node.Redis.GetSubscriber().PublishAsync(RedisChannel.Literal(TopicKeys.Channel(topic)), message);
            await Task.Delay(5);
        }

        Assert.Equal(0, receivers);
    }

    [Fact]
    public async Task When_Redis_comes_back_clients_are_told_to_read_anew_and_messages_go_on()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var node = await RealtimeNode.StartAsync(redis.ConnectionString);
        var topic = Happening.NewOrderTopic();
        var log = new Happening();
        await using var client = await node.ConnectAsync("user-dispatcher", Roles.Dispatcher);
        await client.SubscribeAsync(topic);
        await node.Publisher.HandleAsync([new RawEvent(Happening.OrderChanged(Happening.Order(), topic), log.Next())], CancellationToken.None);
        await Eventually.TrueAsync(() => client.Log.Count == 1);

        await redis.StopAsync();
        await Eventually.TrueAsync(() => !node.Redis.IsConnected);
        await redis.ResumeAsync();
        await Eventually.TrueAsync(() => client.Log.Contains($"resync {topic}"));
        await node.Publisher.HandleAsync([new RawEvent(Happening.OrderChanged(Happening.Order(), topic), log.Next())], CancellationToken.None);

        await Eventually.TrueAsync(() => client.Log.Count == 3);
        Assert.Equal([$"{topic}#1", $"resync {topic}", $"{topic}#1"], client.Log);
        Assert.False(client.IsClosed);
    }

    [Fact]
    public async Task A_client_that_does_not_read_is_disconnected_and_holds_up_nobody()
    {
        await using var node = await RealtimeNode.StartAsync(
            (await RedisServer.SharedAsync()).ConnectionString, null, ("Realtime:OutgoingMessages", "20"));
        var topic = Happening.NewOrderTopic();
        var log = new Happening();
        await using var reading = await node.ConnectAsync("user-dispatcher", Roles.Dispatcher);
        await reading.SubscribeAsync(topic);
        using var deaf = await node.ConnectDeafAsync("user-dispatcher", topic, Roles.Dispatcher);

        var sent = 0;
        for (; sent < 2_000 && !node.Log.Contains("reads too slowly"); sent++)
        {
            await node.Publisher.HandleAsync(
                [new RawEvent(Happening.OrderChanged(Happening.Order(new string('x', 200_000)), topic), log.Next())], CancellationToken.None);
            await Eventually.TrueAsync(() => reading.Log.Count == sent + 1);
        }

        Assert.InRange(sent, 20, 1_999);
        Assert.False(reading.IsClosed);
        await ReadToEndAsync(deaf);
        Assert.Empty(node.Log.Errors);
    }

    [Fact]
    public async Task An_audience_that_is_no_topic_is_left_out_and_the_rest_is_served()
    {
        await using var node = await RealtimeNode.StartAsync((await RedisServer.SharedAsync()).ConnectionString);
        var topic = Happening.NewOrderTopic();
        await using var client = await node.ConnectAsync("user-dispatcher", Roles.Dispatcher);
        await client.SubscribeAsync(topic);

        await node.Publisher.HandleAsync(
            [new RawEvent(Happening.OrderChanged(Happening.Order(), "order:\"},{", topic, topic), new Happening().Next())], CancellationToken.None);

        await Eventually.TrueAsync(() => client.Events.Count == 1);
        Assert.True(node.Log.Contains("names an audience that is not a topic"));
    }


    /// <summary>Reads what is left, to the end of the connection.</summary>
    private static async Task ReadToEndAsync(ClientWebSocket socket)
    {
        using var patience = new CancellationTokenSource(Eventually.Patience);
        var buffer = new byte[1 << 20];
        try
        {
            while ((await socket.ReceiveAsync(buffer, patience.Token)).MessageType != WebSocketMessageType.Close)
            {
            }
        }
        catch (WebSocketException)
        {
            // Cut off without a farewell, which is what makes a client come back.
        }
    }
}
