using Thesis.ServiceDefaults;
using Thesis.Tests.Support;

namespace Thesis.Realtime.Tests;

/// <summary>Who sees that somebody types in a conversation, on whichever node they are.</summary>
public sealed class TypingTests
{
    private readonly string _conversation = new Id<Kinds.Conversation>(Random.Shared.NextInt64(1, long.MaxValue)).ToString();

    [Fact]
    public async Task The_others_in_a_conversation_see_that_somebody_types_and_not_each_letter()
    {
        var redis = (await RedisServer.SharedAsync()).ConnectionString;
        await using var first = await RealtimeNode.StartAsync(redis);
        await using var second = await RealtimeNode.StartAsync(redis);
        await using var writer = await first.ConnectAsync(Owners.OwnerOf($"conversation:{_conversation}"), Roles.Ngo);
        await using var reader = await second.ConnectAsync(Owners.Listener, Roles.Driver);

        await writer.InvokeAsync("Type", _conversation);
        await Eventually.TrueAsync(() => reader.Log.Count > 0);
        await writer.InvokeAsync("Type", _conversation);
        await writer.InvokeAsync("Type", _conversation);

        Assert.Equal([$"typing {_conversation} prs_1"], reader.Log);
        Assert.Empty(writer.Log);
    }

    [Fact]
    public async Task Who_may_not_write_there_and_nonsense_are_shown_to_nobody()
    {
        await using var node = await RealtimeNode.StartAsync((await RedisServer.SharedAsync()).ConnectionString);
        await using var stranger = await node.ConnectAsync("user-stranger", Roles.Driver);
        await using var writer = await node.ConnectAsync(Owners.OwnerOf($"conversation:{_conversation}"), Roles.Ngo);
        await using var reader = await node.ConnectAsync(Owners.Listener, Roles.Driver);

        await stranger.InvokeAsync("Type", _conversation);
        await stranger.InvokeAsync("Type", "region:los-angeles");
        await stranger.InvokeAsync("Type", [null]);
        await writer.InvokeAsync("Type", _conversation);

        await Eventually.TrueAsync(() => reader.Log.Count > 0);
        Assert.Single(reader.Log);
        Assert.Empty(node.Log.Errors);
    }
}
