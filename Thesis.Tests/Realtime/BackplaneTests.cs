using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;
using Thesis.Realtime.Subscriptions;
using Thesis.ServiceDefaults;
using Thesis.Tests.Support;

namespace Thesis.Realtime.Tests;

/// <summary>What goes to a user, whichever node holds the connections, in both protocols.</summary>
public sealed class BackplaneTests
{
    [Fact]
    public async Task What_is_sent_to_a_user_reaches_the_users_clients_on_every_node_in_both_protocols()
    {
        var redis = (await RedisServer.SharedAsync()).ConnectionString;
        await using var first = await RealtimeNode.StartAsync(redis);
        await using var second = await RealtimeNode.StartAsync(redis);
        var user = NewUser();
        var heard = new ConcurrentQueue<string>();
        await using var json = await ConnectAsync(first, user, packed: false);
        await using var packed = await ConnectAsync(second, user, packed: true);
        await using var stranger = await ConnectAsync(second, NewUser(), packed: true);
        json.On<string>("Notice", text => heard.Enqueue($"json {text}"));
        packed.On<string>("Notice", text => heard.Enqueue($"packed {text}"));
        stranger.On<string>("Notice", heard.Enqueue);

        await first.Services.GetRequiredService<IHubContext<LiveHub>>().Clients.User(user).SendAsync("Notice", "hello");

        await Eventually.TrueAsync(() => heard.Count >= 2);
        Assert.Equal(["json hello", "packed hello"], heard.Order());
    }

    [Fact]
    public async Task A_client_of_MessagePack_gets_the_messages_of_its_topics_in_order()
    {
        const int Events = 200;
        await using var node = await RealtimeNode.StartAsync((await RedisServer.SharedAsync()).ConnectionString);
        var topic = Happening.NewOrderTopic();
        await using var client = await ConnectAsync(node, "user-dispatcher", packed: true);
        var heard = new ConcurrentQueue<Dictionary<string, object>>();
        client.On<Dictionary<string, object>>("Event", heard.Enqueue);
        var state = await client.InvokeAsync<Dictionary<string, object>>("Subscribe", topic);
        Assert.Equal(topic, state["topic"]);

        await node.Publisher.HandleAsync(new Happening().Changes(Events, topic), CancellationToken.None);

        await Eventually.TrueAsync(() => heard.Count == Events);
        Assert.Equal(Enumerable.Range(1, Events), heard.Select(message => Convert.ToInt32(message["sequence"], null)));
        Assert.All(heard, message => Assert.Equal(topic, message["topic"]));
    }

    [Fact]
    public async Task Signing_out_closes_the_users_connections_on_every_node_and_nobody_elses()
    {
        var redis = (await RedisServer.SharedAsync()).ConnectionString;
        await using var first = await RealtimeNode.StartAsync(redis);
        await using var second = await RealtimeNode.StartAsync(redis);
        var (leaving, staying) = (NewUser(), NewUser());
        await using var here = await first.ConnectAsync(leaving, Roles.Donor);
        await using var there = await second.ConnectAsync(leaving, Roles.Donor);
        await using var other = await second.ConnectAsync(staying, Roles.Donor);
        await other.SubscribeAsync($"user:{staying}");

        // A node that has just started may not listen yet.
        await Eventually.TrueAsync(() =>
        {
            SignOuts.AnnounceAsync(first.Redis, leaving).GetAwaiter().GetResult();
            return here.IsClosed && there.IsClosed;
        });

        Assert.False(other.IsClosed);
        await using var back = await first.ConnectAsync(leaving, Roles.Donor);
        await other.SubscribeAsync("announcements:los-angeles");
    }

    [Fact]
    public async Task Clients_that_come_and_go_at_once_leave_a_topic_subscribed_for_the_one_that_stays()
    {
        await using var node = await RealtimeNode.StartAsync((await RedisServer.SharedAsync()).ConnectionString);
        var topic = Happening.NewOrderTopic();
        var clients = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => node.ConnectAsync("user-dispatcher", Roles.Dispatcher)));

        await Task.WhenAll(clients.Select(client => Task.Run(async () =>
        {
            for (var i = 0; i < 50; i++)
            {
                await client.SubscribeAsync(topic);
                await client.InvokeAsync("Unsubscribe", topic);
            }
        })));
        await clients[0].SubscribeAsync(topic);
        await node.Publisher.HandleAsync(new Happening().Changes(1, topic), CancellationToken.None);

        await Eventually.TrueAsync(() => clients[0].Events.Count == 1);
        foreach (var client in clients)
        {
            await client.DisposeAsync();
        }
    }

    [Fact]
    public async Task Messages_of_a_region_that_wait_for_each_other_arrive_in_order()
    {
        const int Events = 300;
        var redis = (await RedisServer.SharedAsync()).ConnectionString;
        await using var first = await RealtimeNode.StartAsync(redis);
        await using var second = await RealtimeNode.StartAsync(redis);
        var region = $"region:{Guid.NewGuid():n}";
        await using var here = await first.ConnectAsync("user-dispatcher", Roles.Dispatcher);
        await using var there = await second.ConnectAsync("user-dispatcher", Roles.Dispatcher);
        await here.SubscribeAsync(region);
        await there.SubscribeAsync(region);

        foreach (var few in new Happening().Changes(Events, region).Chunk(7))
        {
            await first.Publisher.HandleAsync(few, CancellationToken.None);
        }

        foreach (var client in (LiveClient[])[here, there])
        {
            await Eventually.TrueAsync(() => client.Events.Count == Events);
            Happening.AssertAllSent(client, region, Events);
        }
    }

    [Fact]
    public async Task A_node_says_in_its_health_whether_Redis_answers()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var node = await RealtimeNode.StartAsync(redis.ConnectionString);
        using var http = new HttpClient { BaseAddress = node.Address };
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync(new Uri("/health", UriKind.Relative))).StatusCode);

        await redis.StopAsync();
        await Eventually.TrueAsync(() => !node.Redis.IsConnected);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await http.GetAsync(new Uri("/health", UriKind.Relative))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync(new Uri("/alive", UriKind.Relative))).StatusCode);

        await redis.ResumeAsync();
        await Eventually.TrueAsync(() => node.Redis.IsConnected);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync(new Uri("/health", UriKind.Relative))).StatusCode);
    }

    private static string NewUser() => $"user-{Guid.NewGuid():n}";

    private static async Task<HubConnection> ConnectAsync(RealtimeNode node, string user, bool packed)
    {
        var builder = new HubConnectionBuilder().WithUrl(new Uri(node.Address, RealtimeModule.HubPath), options =>
        {
            options.Transports = HttpTransportType.WebSockets;
            options.AccessTokenProvider = () => Task.FromResult<string?>(node.Token(user, TimeSpan.FromHours(1), Roles.Dispatcher));
        });
        var connection = (packed ? builder.AddMessagePackProtocol() : builder).Build();
        await connection.StartAsync();
        return connection;
    }
}
