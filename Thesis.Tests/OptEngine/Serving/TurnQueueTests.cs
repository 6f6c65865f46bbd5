using Microsoft.Extensions.Options;
using Thesis.OptEngine.Serving;

namespace Thesis.OptEngine.Tests.Serving;

public sealed class TurnQueueTests
{
    [Fact]
    public async Task Turns_go_by_priority_then_by_rank_and_then_by_arrival()
    {
        var queue = new TurnQueue(turns: 1);
        Assert.True(await queue.EnterAsync(0, null, default));
        var order = new List<string>();
        var waiting = new[] { ("low", 1, 0.0), ("first", 5, 2), ("second", 5, 2), ("small", 5, 1), ("high", 9, 5) }
            .Select(async caller =>
            {
                Assert.True(await queue.EnterAsync(caller.Item2, null, default, caller.Item3));
                order.Add(caller.Item1);
                queue.Release();
            })
            .ToArray();
        queue.Release();
        await Task.WhenAll(waiting);
        Assert.Equal(["high", "small", "first", "second", "low"], order);
    }

    [Fact]
    public async Task Whoever_finds_no_place_to_wait_is_told_so_and_whoever_gives_up_is_passed_over()
    {
        var queue = new TurnQueue(turns: 1);
        Assert.True(await queue.EnterAsync(0, 0, default));
        Assert.False(await queue.EnterAsync(9, 0, default));
        using var gaveUp = new CancellationTokenSource();
        var first = queue.EnterAsync(9, 2, gaveUp.Token);
        var second = queue.EnterAsync(0, 2, default);
        await gaveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        queue.Release();
        Assert.True(await second);
        queue.Release();
        Assert.True(await queue.EnterAsync(0, 0, default));
    }

    [Fact]
    public void The_breaker_opens_after_overloads_in_a_row_lets_one_through_and_closes_when_it_is_served()
    {
        var time = new SteppedTime();
        var breaker = new OverloadBreaker(Options.Create(new EngineOptions { OverloadsBeforeBreak = 2, BreakTime = TimeSpan.FromSeconds(5) }), time);
        breaker.Overloaded();
        breaker.Served();
        breaker.Overloaded();
        Assert.True(breaker.Allows());
        breaker.Overloaded();
        Assert.False(breaker.Allows());
        time.Now += TimeSpan.FromSeconds(5);
        Assert.True(breaker.Allows());
        Assert.False(breaker.Allows()); // One at a time, to see.
        breaker.Served();
        Assert.True(breaker.Allows());
    }

    private sealed class SteppedTime : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = DateTimeOffset.UnixEpoch;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
