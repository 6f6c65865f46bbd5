using System.Net;
using Thesis.ServiceDefaults;
using Thesis.Tests.Support;

namespace Thesis.Realtime.Tests;

public sealed class RightsTests : IAsyncLifetime
{
    private RealtimeNode? _node;

    private RealtimeNode Node => _node ?? throw new InvalidOperationException("Not started.");

    public async Task InitializeAsync() => _node = await RealtimeNode.StartAsync((await RedisServer.SharedAsync()).ConnectionString);

    public async Task DisposeAsync()
    {
        Assert.Empty(Node.Log.Errors);
        await Node.DisposeAsync();
    }

    [Fact]
    public async Task Each_kind_of_topic_is_open_to_whom_it_concerns_and_closed_to_others()
    {
        string[] owned =
        [
            $"order:{new Id<Kinds.Order>(1)}", $"donation:{new Id<Kinds.Donation>(2)}", $"ngo:{new Id<Kinds.Ngo>(3)}",
            $"donor:{new Id<Kinds.Donor>(4)}", $"driver:{new Id<Kinds.Driver>(5)}",
        ];
        await using var dispatcher = await Node.ConnectAsync("user-dispatcher", Roles.Dispatcher);
        await using var admin = await Node.ConnectAsync("user-admin", Roles.Admin);
        await using var stranger = await Node.ConnectAsync("user-driver1", Roles.Driver);
        foreach (var topic in owned)
        {
            await using var owner = await Node.ConnectAsync(Owners.OwnerOf(topic), Roles.Donor);
            await owner.SubscribeAsync(topic);
            await dispatcher.SubscribeAsync(topic);
            await admin.SubscribeAsync(topic);
            Assert.Contains("somebody else's", await stranger.RefusalAsync(topic), StringComparison.Ordinal);
        }

        await dispatcher.SubscribeAsync("region:los-angeles");
        await admin.SubscribeAsync("region:los-angeles");
        Assert.Contains("dispatchers", await stranger.RefusalAsync("region:los-angeles"), StringComparison.Ordinal);

        await stranger.SubscribeAsync("user:user-driver1");
        Assert.Contains("that user alone", await stranger.RefusalAsync("user:user-driver2"), StringComparison.Ordinal);
        Assert.Contains("that user alone", await admin.RefusalAsync("user:user-driver2"), StringComparison.Ordinal);
        await stranger.SubscribeAsync("announcements:los-angeles");
    }

    [Fact]
    public async Task A_caller_without_a_good_token_does_not_connect()
    {
        using var http = new HttpClient();

        Assert.Equal(HttpStatusCode.Unauthorized, (await http.PostAsync(new Uri(Node.Address, "/hubs/live/negotiate"), null)).StatusCode);
        await Assert.ThrowsAsync<System.Net.WebSockets.WebSocketException>(() => Node.ConnectAsync("no.such.token"));
        await Assert.ThrowsAsync<System.Net.WebSockets.WebSocketException>(
            () => Node.ConnectAsync(Node.Token("user-admin", TimeSpan.FromHours(-2), Roles.Admin)));
    }

    [Fact]
    public async Task A_connection_ends_with_its_token()
    {
        // Validation grants half a minute of clock skew; the connection does not.
        await using var client = await Node.ConnectAsync(Node.Token("user-donor1", TimeSpan.FromSeconds(3), Roles.Donor));

        await Eventually.TrueAsync(() => client.IsClosed);
    }

    [Fact]
    public async Task Nonsense_is_refused_and_harms_only_its_sender()
    {
        await using var client = await Node.ConnectAsync("user-donor1", Roles.Donor);
        Assert.Contains("Invalid topic", await client.RefusalAsync("everything:*"), StringComparison.Ordinal);
        await Assert.ThrowsAsync<InvalidOperationException>(() => client.InvokeAsync("Subscribe", 7));
        await Assert.ThrowsAsync<InvalidOperationException>(() => client.InvokeAsync("Subscribe"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => client.InvokeAsync("DropAllTables", "x"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => client.InvokeAsync("Subscribe", [null]));
        await client.InvokeAsync("Unsubscribe", "never:subscribed");
        await client.SubscribeAsync("user:user-donor1");

        await client.SendRawAsync("{" + new string(' ', 10_000) + "}");
        await Eventually.TrueAsync(() => client.IsClosed);
    }

    [Fact]
    public async Task Topics_of_a_connection_are_bounded()
    {
        await using var node = await RealtimeNode.StartAsync(
            (await RedisServer.SharedAsync()).ConnectionString, null, ("Realtime:MaxTopics", "2"));
        await using var client = await node.ConnectAsync("user-dispatcher", Roles.Dispatcher);
        await client.SubscribeAsync("region:a");
        await client.SubscribeAsync("region:b");
        await client.SubscribeAsync("region:b");

        Assert.Contains("may listen to 2", await client.RefusalAsync("region:c"), StringComparison.Ordinal);
        await client.InvokeAsync("Unsubscribe", "region:a");
        await client.SubscribeAsync("region:c");
    }

    [Fact]
    public async Task When_the_owning_service_is_away_the_answer_is_to_try_again()
    {
        await using var node = await RealtimeNode.StartAsync(
            (await RedisServer.SharedAsync()).ConnectionString, null, ("services:orders:grpc:0", "http://127.0.0.1:9"));
        await using var client = await node.ConnectAsync("user-donor1", Roles.Donor);

        Assert.Contains("try again", await client.RefusalAsync(Happening.NewOrderTopic()), StringComparison.Ordinal);
        Assert.Empty(node.Log.Errors);
    }
}
