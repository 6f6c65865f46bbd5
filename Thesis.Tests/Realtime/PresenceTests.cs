using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;
using Thesis.Realtime.Presence;
using Thesis.Realtime.Topics;
using Thesis.ServiceDefaults;
using Thesis.Tests.Support;

namespace Thesis.Realtime.Tests;

/// <summary>Who else looks at a region, on whichever node they are.</summary>
public sealed class PresenceTests
{
    private readonly string _region = $"region:{Guid.NewGuid():n}";

    [Fact]
    public async Task Dispatchers_on_two_nodes_see_each_other_come_and_go()
    {
        var redis = (await RedisServer.SharedAsync()).ConnectionString;
        await using var first = await RealtimeNode.StartAsync(redis);
        await using var second = await RealtimeNode.StartAsync(redis);
        await using var ada = await AttendAsync(first, "ada");
        await using (var grace = await AttendAsync(second, "grace"))
        {
            await Eventually.TrueAsync(() => ada.Log.Contains("present ada, grace"));
            Assert.Contains("present ada, grace", grace.Log);
        }

        await Eventually.TrueAsync(() => Last(ada) == "present ada");
    }

    [Fact]
    public async Task Two_windows_of_one_person_are_one_person()
    {
        await using var node = await RealtimeNode.StartAsync((await RedisServer.SharedAsync()).ConnectionString);
        await using var first = await AttendAsync(node, "ada");
        await using var second = await AttendAsync(node, "ada");

        await Eventually.TrueAsync(() => Last(second) is not null);
        Assert.Equal("present ada", Last(second));
    }

    [Fact]
    public async Task Who_stops_listening_is_no_longer_there()
    {
        await using var node = await RealtimeNode.StartAsync((await RedisServer.SharedAsync()).ConnectionString);
        await using var ada = await AttendAsync(node, "ada");
        await using var grace = await AttendAsync(node, "grace");

        await grace.InvokeAsync("Unsubscribe", _region);

        await Eventually.TrueAsync(() => Last(ada) == "present ada");
    }

    [Fact]
    public async Task The_attendance_of_a_node_that_died_lapses()
    {
        await using var node = await RealtimeNode.StartAsync((await RedisServer.SharedAsync()).ConnectionString);
        await using var ada = await AttendAsync(node, "ada");
        await AddAsync(node, DateTimeOffset.UtcNow.AddHours(1));
        var register = node.Services.GetRequiredService<PresenceRegister>();
        await register.RunOnceAsync(CancellationToken.None);
        await Eventually.TrueAsync(() => Last(ada) == "present ada, grace");

        await AddAsync(node, DateTimeOffset.UtcNow.AddSeconds(-1));
        await register.RunOnceAsync(CancellationToken.None);

        await Eventually.TrueAsync(() => Last(ada) == "present ada");
        Assert.Equal(1, await node.Redis.GetDatabase().SortedSetLengthAsync(TopicKeys.Presence(_region)));
    }

    [Fact]
    public async Task Who_may_not_read_a_topic_cannot_be_there()
    {
        await using var node = await RealtimeNode.StartAsync((await RedisServer.SharedAsync()).ConnectionString);
        await using var stranger = await node.ConnectAsync("user-driver1", Roles.Driver);

        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => stranger.InvokeAsync("Attend", _region));

        Assert.Contains("Subscribe to the topic first", refusal.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<InvalidOperationException>(() => stranger.InvokeAsync("Attend", [null]));
    }

    private static string? Last(LiveClient client) => client.Log is [.., var last] ? last : null;

    // As a node that is gone has left it.
    private async Task AddAsync(RealtimeNode node, DateTimeOffset until) =>
        await node.Redis.GetDatabase().SortedSetAddAsync(TopicKeys.Presence(_region), "gone\ngrace\ngrace", until.ToUnixTimeSeconds());

    private async Task<LiveClient> AttendAsync(RealtimeNode node, string name)
    {
        var client = await node.ConnectAsync(name, Roles.Dispatcher);
        await client.SubscribeAsync(_region);
        await client.InvokeAsync("Attend", _region);
        return client;
    }
}
