using System.Net;
using System.Security.Cryptography;
using Thesis.ServiceDefaults;
using Thesis.Tests.Support;

namespace Thesis.Realtime.Tests;

public sealed class RightsTests : IAsyncLifetime
{
    private static readonly string[] s_staff = [Roles.Dispatcher, Roles.Admin];
    private static readonly string[] s_roles = ["", Roles.Donor, Roles.Ngo, Roles.Driver, Roles.Dispatcher, Roles.Admin, Roles.Service];

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

    /// <summary>Topic × role × owner or stranger: who may listen. What is not listed is refused.</summary>
    [Fact]
    public async Task Each_kind_of_topic_is_open_to_each_role_as_the_table_says()
    {
        (string Topic, string[] All)[] table =
        [
            ($"order:{new Id<Kinds.Order>(1)}", s_staff),
            ($"donation:{new Id<Kinds.Donation>(2)}", s_staff),
            ($"ngo:{new Id<Kinds.Ngo>(3)}", s_staff),
            ($"donor:{new Id<Kinds.Donor>(4)}", s_staff),
            ($"driver:{new Id<Kinds.Driver>(5)}", s_staff),
            ("user:user-somebody", []),
            ("region:los-angeles", s_staff),
            ("announcements:los-angeles", s_roles),
        ];
        var faults = new List<string>();
        foreach (var role in s_roles)
        {
            string[] roles = role.Length == 0 ? [] : [role];
            await using var stranger = await Node.ConnectAsync("user-stranger", roles);
            foreach (var (topic, all) in table)
            {
                Compare($"a stranger as '{role}' at {topic}", all.Contains(role), await HearsAsync(stranger, topic));
                await using var owner = await Node.ConnectAsync(topic.StartsWith("user:", StringComparison.Ordinal) ? topic[5..] : Owners.OwnerOf(topic), roles);
                var ownable = !topic.StartsWith("region:", StringComparison.Ordinal);
                Compare($"the owner as '{role}' at {topic}", ownable || all.Contains(role), await HearsAsync(owner, topic));
            }
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));

        void Compare(string who, bool may, bool does)
        {
            if (may != does)
            {
                faults.Add($"{who} {(does ? "listens" : "is refused")}");
            }
        }
    }

    [Fact]
    public async Task A_caller_without_a_good_token_does_not_connect()
    {
        using var http = new HttpClient();
        Assert.Equal(HttpStatusCode.Unauthorized, (await http.PostAsync(new Uri(Node.Address, "/hubs/live/negotiate"), null)).StatusCode);
        var identity = await TestIdentityProvider.SharedAsync();
        using var otherKey = RSA.Create(2048);
        var (hour, good) = (TimeSpan.FromHours(1), identity.Token("user-admin", Roles.Admin));
        string[] tokens =
        [
            "no.such.token",
            Node.Token("user-admin", TimeSpan.FromHours(-2), Roles.Admin),
            identity.Token("user-admin", [Roles.Admin], hour, audience: "elsewhere"),
            identity.Token("user-admin", [Roles.Admin], hour, issuer: "http://elsewhere"),
            identity.Token("user-admin", [Roles.Admin], hour, key: otherKey),
            // {"alg":"none","typ":"at+jwt"}
            $"eyJhbGciOiJub25lIiwidHlwIjoiYXQrand0In0.{good.Split('.')[1]}.",
        ];
        foreach (var token in tokens)
        {
            await Assert.ThrowsAsync<System.Net.WebSockets.WebSocketException>(() => Node.ConnectAsync(token));
        }
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

    private static async Task<bool> HearsAsync(LiveClient client, string topic)
    {
        try
        {
            await client.SubscribeAsync(topic);
            return true;
        }
        catch (InvalidOperationException refusal)
        {
            Assert.Contains("Not allowed", refusal.Message, StringComparison.Ordinal);
            return false;
        }
    }
}
