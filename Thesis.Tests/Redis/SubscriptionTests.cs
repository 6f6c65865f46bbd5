using System.Collections.Concurrent;
using System.Text;

namespace Thesis.Redis.Tests;

[Collection(nameof(SharedRedis))]
public sealed class SubscriptionTests(SharedRedis shared)
{
    private readonly RedisConnection _redis = shared.Connection;
    private readonly string _channel = SharedRedis.Unique("c");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Messages_arrive_in_the_order_published(bool sharded)
    {
        var seen = new ConcurrentQueue<int>();
        await using var subscription = await _redis.SubscribeAsync(_channel, m => Add(seen, m), sharded: sharded);

        for (var i = 0; i < 2_000; i++)
        {
            Assert.Equal(1, await _redis.PublishAsync(_channel, i, sharded));
        }

        await Eventually.TrueAsync(() => seen.Count == 2_000);
        Assert.Equal(Enumerable.Range(0, 2_000), seen);
    }

    [Fact]
    public async Task A_sharded_and_an_ordinary_channel_of_one_name_are_two()
    {
        var ordinary = new ConcurrentQueue<int>();
        var sharded = new ConcurrentQueue<int>();
        await using var one = await _redis.SubscribeAsync(_channel, m => Add(ordinary, m));
        await using var two = await _redis.SubscribeAsync(_channel, m => Add(sharded, m), sharded: true);

        await _redis.PublishAsync(_channel, 1);
        await _redis.PublishAsync(_channel, 2, sharded: true);

        await Eventually.TrueAsync(() => !ordinary.IsEmpty && !sharded.IsEmpty);
        Assert.Equal([1], ordinary);
        Assert.Equal([2], sharded);
    }

    [Fact]
    public async Task Handlers_of_one_channel_share_a_subscription_that_ends_with_the_last()
    {
        var first = new ConcurrentQueue<int>();
        var second = new ConcurrentQueue<int>();
        var one = await _redis.SubscribeAsync(_channel, m => Add(first, m));
        var two = await _redis.SubscribeAsync(_channel, m => Add(second, m));

        Assert.Equal(1, await _redis.PublishAsync(_channel, 1));
        await Eventually.TrueAsync(() => first.Count == 1 && second.Count == 1);
        await one.DisposeAsync();
        Assert.Equal(1, await _redis.PublishAsync(_channel, 2));
        await Eventually.TrueAsync(() => second.Count == 2);
        await two.DisposeAsync();

        Assert.Equal(0, await _redis.PublishAsync(_channel, 3));
        Assert.Equal([1], first);
    }

    [Fact]
    public async Task Subscribing_and_leaving_at_once_from_many_sides_ends_as_the_last_wish_says()
    {
        async Task ComeAndGoAsync()
        {
            for (var i = 0; i < 100; i++)
            {
                var subscription = await _redis.SubscribeAsync(_channel, _ => ValueTask.CompletedTask);
                await subscription.DisposeAsync();
            }
        }

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(ComeAndGoAsync)));
        Assert.Equal(0, await _redis.PublishAsync(_channel, 1));

        await using var last = await _redis.SubscribeAsync(_channel, _ => ValueTask.CompletedTask);
        Assert.Equal(1, await _redis.PublishAsync(_channel, 1));
    }

    [Fact]
    public async Task A_handler_that_throws_gets_the_next_message_all_the_same()
    {
        var seen = new ConcurrentQueue<int>();
        await using var subscription = await _redis.SubscribeAsync(_channel, async m =>
        {
            await Add(seen, m);
            throw new InvalidOperationException("A bug in a handler.");
        });

        await _redis.PublishAsync(_channel, 1);
        await _redis.PublishAsync(_channel, 2);

        await Eventually.TrueAsync(() => seen.Count == 2);
    }

    [Fact]
    public async Task A_slow_handler_loses_messages_is_told_how_many_and_holds_up_nobody()
    {
        await using var redis = RedisConnection.Create(shared.Options with { SubscriptionBuffer = 10 });
        using var go = new SemaphoreSlim(0);
        var seen = new ConcurrentQueue<int>();
        var gaps = new ConcurrentQueue<(int After, RedisGap Gap)>();
        await using var slow = await redis.SubscribeAsync(
            _channel,
            async m =>
            {
                await go.WaitAsync();
                await Add(seen, m);
            },
            gap =>
            {
                gaps.Enqueue((seen.Count, gap));
                return ValueTask.CompletedTask;
            });

        for (var i = 0; i < 100; i++)
        {
            await redis.PublishAsync(_channel, i);
        }

        go.Release(100);
        await Eventually.TrueAsync(() => gaps.Sum(g => g.Gap.Missed) + seen.Count == 100);
        var (after, gap) = Assert.Single(gaps);
        Assert.Equal((seen.Count, RedisGapReason.BufferFull), (after, gap.Reason));
        Assert.Equal(Enumerable.Range(0, seen.Count), seen);
    }

    [Fact]
    public async Task Channels_are_bounded()
    {
        await using var redis = RedisConnection.Create(shared.Options with { MaxSubscriptions = 1 });
        await using var one = await redis.SubscribeAsync(_channel, _ => ValueTask.CompletedTask);

        var refused = await Assert.ThrowsAsync<RedisException>(() => redis.SubscribeAsync(_channel + "2", _ => ValueTask.CompletedTask));

        Assert.Equal(RedisFailure.QueueFull, refused.Failure);
    }

    [Fact]
    public async Task A_break_is_told_in_its_place_and_the_channels_go_on()
    {
        await using var server = await RedisServer.StartAsync();
        await using var redis = RedisConnection.Create(RedisOptions.Parse(server.ConnectionString));
        var events = new ConcurrentQueue<string>();
        await using var subscription = await redis.SubscribeAsync(
            "c", m => Note(events, Encoding.UTF8.GetString(m.Payload.Span)), gap => Note(events, gap.Reason.ToString()));
        await redis.PublishAsync("c", "before");
        await Eventually.TrueAsync(() => events.Count == 1);

        server.Kill();
        await Eventually.TrueAsync(() => !redis.IsConnected);
        await server.StartAgainAsync();
        await redis.WaitForConnectionAsync().WaitAsync(Eventually.Patience);
        Assert.Equal(1, await redis.PublishAsync("c", "after"));

        await Eventually.TrueAsync(() => events.Count == 3);
        Assert.Equal(["before", "Reconnected", "after"], events);
    }

    [Fact]
    public async Task A_subscription_given_up_while_the_server_is_away_is_not_restored()
    {
        await using var server = await RedisServer.StartAsync();
        await using var redis = RedisConnection.Create(RedisOptions.Parse(server.ConnectionString));
        var gone = await redis.SubscribeAsync("gone", _ => ValueTask.CompletedTask);
        server.Kill();
        await Eventually.TrueAsync(() => !redis.IsConnected);

        await gone.DisposeAsync();
        var coming = redis.SubscribeAsync("new", _ => ValueTask.CompletedTask);
        await server.StartAgainAsync();

        await using var subscription = await coming;
        Assert.Equal(0, await redis.PublishAsync("gone", 1));
        Assert.Equal(1, await redis.PublishAsync("new", 1));
    }

    private static ValueTask Add(ConcurrentQueue<int> seen, RedisMessage message) =>
        Note(seen, int.Parse(Encoding.UTF8.GetString(message.Payload.Span)));

    private static ValueTask Note<T>(ConcurrentQueue<T> queue, T item)
    {
        queue.Enqueue(item);
        return ValueTask.CompletedTask;
    }
}
