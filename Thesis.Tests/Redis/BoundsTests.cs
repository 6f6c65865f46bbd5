namespace Thesis.Redis.Tests;

public sealed class BoundsTests
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(300);

    [Fact]
    public async Task A_full_queue_refuses_at_once_and_the_command_is_not_sent()
    {
        await using var server = await RedisServer.StartAsync();
        await using var redis = RedisConnection.Create(RedisOptions.Parse(server.ConnectionString) with { MaxPendingCommands = 100 });
        await redis.WaitForConnectionAsync();

        server.Pause();
        var accepted = Enumerable.Range(0, 100).Select(_ => redis.IncrAsync("n").AsTask()).ToArray();
        var refused = await Assert.ThrowsAsync<RedisException>(async () => await redis.IncrAsync("n"));
        server.Resume();
        await Task.WhenAll(accepted);

        Assert.Equal((RedisFailure.QueueFull, false), (refused.Failure, refused.MayHaveRun));
        Assert.Equal(101, await redis.IncrAsync("n"));
    }

    [Fact]
    public async Task Bytes_are_bounded_as_well_as_commands()
    {
        await using var server = await RedisServer.StartAsync();
        await using var redis = RedisConnection.Create(RedisOptions.Parse(server.ConnectionString) with { MaxPendingBytes = 1000 });

        var refused = await Assert.ThrowsAsync<RedisException>(async () => await redis.SetAsync("k", new byte[2000]));

        Assert.Equal(RedisFailure.QueueFull, refused.Failure);
        await redis.SetAsync("k", new byte[500]);
    }

    [Fact]
    public async Task A_reply_over_the_limit_fails_its_caller_and_the_connection_recovers()
    {
        await using var server = await RedisServer.StartAsync();
        await using var writer = RedisConnection.Create(RedisOptions.Parse(server.ConnectionString));
        await using var redis = RedisConnection.Create(RedisOptions.Parse(server.ConnectionString) with { MaxReplyBytes = 10_000 });
        await writer.SetAsync("big", new byte[20_000]);

        var failed = await Assert.ThrowsAsync<RedisException>(async () => await redis.GetAsync("big"));

        Assert.Equal(RedisFailure.ConnectionLost, failed.Failure);
        Assert.Contains("MaxReplyBytes", failed.Message, StringComparison.Ordinal);
        Assert.True((await redis.GetAsync("small")).IsNull);
    }

    [Fact]
    public async Task A_silent_server_times_out_its_callers_and_is_given_up_for_a_new_connection()
    {
        await using var server = await RedisServer.StartAsync();
        await using var redis = RedisConnection.Create(
            RedisOptions.Parse(server.ConnectionString) with { CommandTimeout = Short, ConnectTimeout = Short });
        await redis.WaitForConnectionAsync();

        server.Pause();
        var failed = await Assert.ThrowsAsync<RedisException>(async () => await redis.GetAsync("k"));
        await Eventually.TrueAsync(() => !redis.IsConnected);
        server.Resume();

        Assert.True(failed.Failure is RedisFailure.Timeout or RedisFailure.ConnectionLost);
        Assert.True(failed.MayHaveRun);
        await redis.WaitForConnectionAsync().WaitAsync(Eventually.Patience);
        Assert.True((await redis.GetAsync("k")).IsNull);
    }

    [Fact]
    public async Task An_idle_connection_notices_that_the_server_is_gone_silent()
    {
        await using var server = await RedisServer.StartAsync();
        await using var redis = RedisConnection.Create(
            RedisOptions.Parse(server.ConnectionString) with { KeepAlive = Short, CommandTimeout = Short });
        await redis.WaitForConnectionAsync();

        server.Pause();

        await Eventually.TrueAsync(() => !redis.IsConnected);
        server.Resume();
        await redis.WaitForConnectionAsync().WaitAsync(Eventually.Patience);
    }

    [Fact]
    public async Task Without_a_server_calls_fail_soon_and_say_that_they_were_not_sent()
    {
        await using var server = await RedisServer.StartAsync();
        server.Kill();
        await using var redis = RedisConnection.Create(RedisOptions.Parse(server.ConnectionString) with { ConnectionWait = Short });

        var failed = await Assert.ThrowsAsync<RedisException>(async () => await redis.GetAsync("k"));

        Assert.Equal((RedisFailure.NotConnected, false), (failed.Failure, failed.MayHaveRun));
        Assert.Equal(0, redis.PendingCommands);
    }

    [Fact]
    public async Task A_call_made_before_the_server_is_up_runs_when_it_is()
    {
        await using var server = await RedisServer.StartAsync();
        server.Kill();
        await using var redis = RedisConnection.Create(
            RedisOptions.Parse(server.ConnectionString) with { ConnectionWait = Eventually.Patience, CommandTimeout = Eventually.Patience });

        var call = redis.IncrAsync("n").AsTask();
        await server.StartAgainAsync();

        Assert.Equal(1, await call);
    }

    [Fact]
    public async Task A_call_cancelled_before_it_was_sent_is_never_sent()
    {
        await using var server = await RedisServer.StartAsync();
        server.Kill();
        await using var redis = RedisConnection.Create(
            RedisOptions.Parse(server.ConnectionString) with { ConnectionWait = Eventually.Patience, CommandTimeout = Eventually.Patience });
        using var leave = new CancellationTokenSource();

        var cancelled = redis.IncrAsync("n", 100, leave.Token).AsTask();
        var kept = redis.IncrAsync("n").AsTask();
        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        await server.StartAgainAsync();

        Assert.Equal(1, await kept);
    }

    [Fact]
    public async Task A_caller_who_leaves_does_not_shift_the_replies_of_the_others()
    {
        await using var server = await RedisServer.StartAsync();
        await using var redis = RedisConnection.Create(RedisOptions.Parse(server.ConnectionString));
        await redis.WaitForConnectionAsync();
        using var leave = new CancellationTokenSource();

        server.Pause();
        var calls = Enumerable.Range(0, 200)
            .Select(i => redis.ExecuteAsync("ECHO", [$"{i}"], i % 2 == 0 ? leave.Token : default).AsTask()).ToArray();
        await leave.CancelAsync();
        server.Resume();

        for (var i = 0; i < calls.Length; i++)
        {
            if (i % 2 == 0)
            {
                await Assert.ThrowsAnyAsync<OperationCanceledException>(() => calls[i]);
            }
            else
            {
                Assert.Equal($"{i}", (await calls[i]).AsString());
            }
        }
    }

    [Fact]
    public async Task Disposing_ends_what_is_pending_and_refuses_what_comes()
    {
        await using var server = await RedisServer.StartAsync();
        var redis = RedisConnection.Create(RedisOptions.Parse(server.ConnectionString));
        await redis.WaitForConnectionAsync();

        server.Pause();
        var pending = redis.GetAsync("k").AsTask();
        await redis.DisposeAsync();

        Assert.Equal(RedisFailure.Disposed, (await Assert.ThrowsAsync<RedisException>(() => pending)).Failure);
        Assert.Equal(RedisFailure.Disposed, (await Assert.ThrowsAsync<RedisException>(async () => await redis.GetAsync("k"))).Failure);
        await Assert.ThrowsAsync<RedisException>(() => redis.SubscribeAsync("c", _ => ValueTask.CompletedTask));
    }
}
