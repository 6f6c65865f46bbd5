using System.Net;
using System.Text.Json.Nodes;
using Google.Protobuf;
using Thesis.Contracts;
using Thesis.Contracts.Common.V1;
using Thesis.Contracts.Donors.V1;
using Thesis.Contracts.Drivers.V1;
using Thesis.Contracts.Ngos.V1;
using Thesis.Contracts.Orders.V1;
using Thesis.Contracts.Regions.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Tests.Orders;
using Thesis.Services.Tests.Support;

namespace Thesis.Services.Tests.Chat;

/// <summary>Chat and Notifications as a process runs them; their peers are played by publishing their events. Each test has an order and a region of its own.</summary>
public sealed class ChatHost : ServicesHost
{
    private static readonly Lazy<Task<ChatHost>> SharedHost = new(StartAsync);
    private static long lastId = 5000;

    public ChatHost()
    {
        Time = Clock;
        Settings = new()
        {
            ["Chat:RefusedWords:0"] = "scoundrel",
            ["Chat:UpkeepEvery"] = "1.00:00:00",
            // Most tests write faster than people do.
            ["Chat:MessagesAMinute"] = "1000",
            ["Chat:MessagesAnHour"] = "1000",
            ["Notifications:MessageDelay"] = "00:00:30",
        };
    }

    public MovableTime Clock { get; } = new();

    protected override string Selection => "chat,notifications";

    /// <summary>The test assembly's host, started by the first who asks; it ends with the process.</summary>
    public static Task<ChatHost> SharedAsync() => SharedHost.Value;

    public static long NextId() => Interlocked.Increment(ref lastId);

    public Task PublishAsync<T>(string topic, T message)
        where T : IMessage<T> => this.PublishAsync("chat", topic, NextId(), message);

    private static async Task<ChatHost> StartAsync()
    {
        var host = new ChatHost();
        await host.InitializeAsync();
        return host;
    }

    public Task EventuallyAsync(string condition) => Eventually.HoldsAsync(condition, async () => await this.ScalarAsync<bool>(condition));

    /// <summary>A region with its board, a donor and an NGO with a manager each, a driver, and an order that the driver has.</summary>
    public async Task<ChatScene> SceneAsync()
    {
        var id = NextId();
        var scene = new ChatScene(this, $"region-{id}", id);
        await PublishAsync(Topics.RegionCreated, new RegionCreated { Region = new RegionSnapshot { Region = scene.Region, Version = 1, TimeZone = "UTC" } });
        await PublishAsync(Topics.DonorCreated, new DonorCreated { Donor = scene.DonorOf(1, scene.Donor) });
        await PublishAsync(Topics.NgoCreated, new NgoCreated { Ngo = scene.NgoOf(1, scene.Ngo) });
        await PublishAsync(Topics.DriverUpdated, new DriverUpdated { Driver = new DriverSnapshot { Id = id, Version = 1, UserId = scene.Driver, Region = scene.Region } });
        await PublishAsync(Topics.OrderCreated, new OrderCreated { Order = scene.OrderAt(1, "assigned", scene.Driver) });
        await EventuallyAsync($"select count(*) = 3 from chat.member m join chat.order_state o using (conversation_id) where o.order_id = {id}");
        await EventuallyAsync($"select count(*) = 3 from chat.member m join chat.conversation c on c.id = m.conversation_id where c.kind = 'board' and c.subject = '{scene.Region}'");
        scene.Conversation = new Id<Kinds.Conversation>(await this.ScalarAsync<long>($"select conversation_id from chat.order_state where order_id = {id}")).ToString();
        scene.Board = new Id<Kinds.Conversation>(await this.ScalarAsync<long>($"select id from chat.conversation where kind = 'board' and subject = '{scene.Region}'")).ToString();
        return scene;
    }
}

/// <summary>Tests that share the assembly's chat host.</summary>
public abstract class SharedChatTests : IAsyncLifetime
{
    private ChatHost? _host;

    protected ChatHost Host => _host ?? throw new InvalidOperationException("Not started.");

    public async Task InitializeAsync() => _host = await ChatHost.SharedAsync();

    public Task DisposeAsync() => Task.CompletedTask;
}

/// <summary>Who takes part in an order, and what they do.</summary>
public sealed class ChatScene(ChatHost host, string region, long id)
{
    public string Region => region;

    public long Id => id;

    public string Donor => $"user-donor-{id}";

    public string Ngo => $"user-ngo-{id}";

    public string Driver => $"user-driver-{id}";

    public string Order => new Id<Kinds.Order>(id).ToString();

    /// <summary>The order's conversation.</summary>
    public string Conversation { get; set; } = "";

    /// <summary>The region's board.</summary>
    public string Board { get; set; } = "";

    public DonorSnapshot DonorOf(long version, params string[] managers) =>
        new() { Id = id, Version = version, Verified = true, Place = new Place { Region = region }, Managers = { managers } };

    public NgoSnapshot NgoOf(long version, params string[] managers) =>
        new() { Id = id, Version = version, Verified = true, Place = new Place { Region = region }, Managers = { managers } };

    public OrderSnapshot OrderAt(long version, string status, string driver = "", DateTimeOffset? endedAt = null) => new()
    {
        Id = id, Version = version, Region = region, DonorId = id, NgoId = id, Status = status, DriverUser = driver, Title = "Bread", DonorName = "Market", NgoName = "Pantry",
        EndedEpochMs = endedAt?.ToUnixTimeMilliseconds() ?? 0,
    };

    /// <summary>Has the order change, and waits until the conversation follows.</summary>
    public async Task ChangeAsync(long version, string status, string driver = "", DateTimeOffset? endedAt = null)
    {
        await host.PublishAsync(Topics.OrderStatusChanged, new OrderStatusChanged { Order = OrderAt(version, status, driver, endedAt), PreviousStatus = "" });
        await host.EventuallyAsync($"select version >= {version} from chat.order_state where order_id = {id}");
    }

    public Task<HttpResponseMessage> PostAsync(string user, string text, string? conversation = null, string? command = null, string role = Roles.Donor) =>
        PostAsync(user, new { commandId = command ?? Guid.NewGuid().ToString(), text }, conversation, role);

    public async Task<HttpResponseMessage> PostAsync(string user, object body, string? conversation = null, string role = Roles.Donor)
    {
        using var client = host.As(user, role);
        return await client.PostCommandAsync($"/api/v1/chat/conversations/{conversation ?? Conversation}/messages", body);
    }

    /// <summary>Posts and expects it to be taken.</summary>
    public async Task<JsonNode> SayAsync(string user, string text, string? conversation = null) =>
        await PostAsync(user, text, conversation).ReadAsync<JsonNode>(HttpStatusCode.Created);

    /// <summary>What somebody reads there, oldest first.</summary>
    public async Task<IReadOnlyList<JsonNode>> ReadAsync(string user, string? conversation = null, string role = Roles.Donor)
    {
        using var client = host.As(user, role);
        var page = await client.GetNodeAsync($"/api/v1/chat/conversations/{conversation ?? Conversation}/messages?pageSize=200");
        return [.. (page["items"]?.AsArray() ?? []).OfType<JsonNode>().Reverse()];
    }

    /// <summary>The texts that somebody reads there, oldest first.</summary>
    public async Task<string[]> TextsAsync(string user, string? conversation = null, string role = Roles.Donor) =>
        [.. (await ReadAsync(user, conversation, role)).Select(message => (string?)message["text"] ?? "")];

    /// <summary>Somebody's conversation in their list.</summary>
    public async Task<JsonNode> InInboxAsync(string user, string? conversation = null, string role = Roles.Donor)
    {
        using var client = host.As(user, role);
        var page = await client.GetNodeAsync("/api/v1/chat/conversations?pageSize=200");
        return (page["items"]?.AsArray() ?? []).OfType<JsonNode>().Single(one => (string?)one["id"] == (conversation ?? Conversation));
    }
}
