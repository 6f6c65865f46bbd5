using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;

namespace Thesis.Redis.Tests;

public sealed class RestartUnderLoadTests
{
    private const int Callers = 16;
    private const int Kills = 12;

    [Fact]
    public async Task A_server_killed_again_and_again_under_load_hangs_no_call_and_swaps_no_reply()
    {
        await using var server = await RedisServer.StartAsync();
        await using var redis = RedisConnection.Create(RedisOptions.Parse(server.ConnectionString) with { MaxReconnectDelay = TimeSpan.FromMilliseconds(100) });
        var tally = new Tally();
        using var stop = new CancellationTokenSource();
        var gaps = 0;
        var heard = new ConcurrentQueue<string>();
        await using var subscription = await redis.SubscribeAsync(
            "news",
            m =>
            {
                heard.Enqueue(Encoding.UTF8.GetString(m.Payload.Span));
                return ValueTask.CompletedTask;
            },
            _ =>
            {
                Interlocked.Increment(ref gaps);
                return ValueTask.CompletedTask;
            });

        var callers = Enumerable.Range(0, Callers).Select(i => Task.Run(() => CallAsync(redis, i, tally, stop.Token))).ToArray();
        for (var kill = 0; kill < Kills; kill++)
        {
            var goal = tally.Succeeded + 1_000;
            await Eventually.TrueAsync(() => tally.Succeeded >= goal);
            server.Kill();
            await Eventually.TrueAsync(() => !redis.IsConnected);
            await server.StartAgainAsync();
            await redis.WaitForConnectionAsync().WaitAsync(Eventually.Patience);
            Assert.Equal(1, await PublishUntilSentAsync(redis, $"life {kill}"));
        }

        await stop.CancelAsync();
        await Task.WhenAll(callers).WaitAsync(Eventually.Patience);

        Assert.Equal(0, tally.Swapped);
        Assert.True(tally.Unknown > 0, "The kills met no command in flight, so this proved nothing.");
        Assert.True(tally.Longest < TimeSpan.FromSeconds(6), $"A call took {tally.Longest}.");
        await Eventually.TrueAsync(() => Volatile.Read(ref gaps) == Kills);
        await Eventually.TrueAsync(() => heard.Count == Kills);
        Assert.Equal(Enumerable.Range(0, Kills).Select(i => $"life {i}"), heard);
        Assert.Equal(0, redis.PendingCommands);
    }

    [Fact]
    public async Task A_command_whose_effect_is_unknown_is_not_sent_again()
    {
        await using var server = await RedisServer.StartAsync();
        await using var redis = RedisConnection.Create(RedisOptions.Parse(server.ConnectionString));
        await redis.WaitForConnectionAsync();

        server.Pause();
        var sent = redis.IncrAsync("n").AsTask();
        server.Kill();
        var failure = await Assert.ThrowsAsync<RedisException>(() => sent);
        await server.StartAgainAsync();

        Assert.Equal((RedisFailure.ConnectionLost, true), (failure.Failure, failure.MayHaveRun));
        await redis.WaitForConnectionAsync().WaitAsync(Eventually.Patience);
        Assert.Equal(1, await redis.IncrAsync("n"));
    }

    private static async Task CallAsync(RedisConnection redis, int caller, Tally tally, CancellationToken stop)
    {
        for (var i = 0; !stop.IsCancellationRequested; i++)
        {
            var text = $"{caller}/{i}";
            var clock = Stopwatch.StartNew();
            try
            {
                var reply = (await redis.ExecuteAsync("ECHO", [text], CancellationToken.None)).AsString();
                tally.Replied(isOwn: reply == text);
            }
            catch (RedisException e)
            {
                tally.Failed(e);
            }

            tally.Took(clock.Elapsed);
        }
    }

    private static async Task<long> PublishUntilSentAsync(RedisConnection redis, string text)
    {
        while (true)
        {
            try
            {
                return await redis.PublishAsync("news", text);
            }
            catch (RedisException e) when (!e.MayHaveRun)
            {
                // Not sent; harmless to try again.
            }
        }
    }

    private sealed class Tally
    {
        private readonly Lock _gate = new();
        private int _succeeded;

        public int Succeeded => Volatile.Read(ref _succeeded);

        public int Swapped { get; private set; }

        public int Unknown { get; private set; }

        public TimeSpan Longest { get; private set; }

        public void Replied(bool isOwn)
        {
            Interlocked.Increment(ref _succeeded);
            if (!isOwn)
            {
                lock (_gate)
                {
                    Swapped++;
                }
            }
        }

        public void Failed(RedisException failure)
        {
            lock (_gate)
            {
                Unknown += failure.MayHaveRun ? 1 : 0;
            }
        }

        public void Took(TimeSpan elapsed)
        {
            lock (_gate)
            {
                Longest = elapsed > Longest ? elapsed : Longest;
            }
        }
    }
}
