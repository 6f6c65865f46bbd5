using System.Security.Cryptography;

namespace Thesis.Redis.Tests;

[Collection(nameof(SharedRedis))]
public sealed class CommandTests(SharedRedis shared)
{
    private readonly RedisConnection _redis = shared.Connection;
    private readonly string _key = SharedRedis.Unique("k");

    [Fact]
    public async Task A_key_is_set_read_and_deleted()
    {
        Assert.True((await _redis.GetAsync(_key)).IsNull);
        Assert.True(await _redis.SetAsync(_key, "grüezi"));
        Assert.Equal("grüezi", (await _redis.GetAsync(_key)).AsString());
        Assert.True(await _redis.ExistsAsync(_key));
        Assert.True(await _redis.DeleteAsync(_key));
        Assert.False(await _redis.DeleteAsync(_key));
    }

    [Fact]
    public async Task A_condition_that_does_not_hold_leaves_the_key_as_it_is()
    {
        Assert.False(await _redis.SetAsync(_key, "a", when: RedisWhen.Exists));
        Assert.True(await _redis.SetAsync(_key, "b", when: RedisWhen.NotExists));
        Assert.False(await _redis.SetAsync(_key, "c", when: RedisWhen.NotExists));
        Assert.Equal("b", (await _redis.GetAsync(_key)).AsString());
    }

    [Fact]
    public async Task An_expiry_is_set_with_the_key_and_afterwards()
    {
        await _redis.SetAsync(_key, 1, TimeSpan.FromMinutes(10));
        Assert.InRange((await _redis.ExecuteAsync("PTTL", [_key])).AsInt64(), 1, 600_000);

        Assert.True(await _redis.ExpireAsync(_key, TimeSpan.FromHours(1)));
        Assert.InRange((await _redis.ExecuteAsync("PTTL", [_key])).AsInt64(), 600_001, 3_600_000);

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await _redis.ExpireAsync(_key, TimeSpan.Zero));
    }

    [Fact]
    public async Task Bytes_of_any_kind_and_size_come_back_as_they_went()
    {
        var bytes = RandomNumberGenerator.GetBytes(12 << 20);

        await _redis.SetAsync(_key, bytes);

        Assert.True((await _redis.GetAsync(_key)).AsBytes().Span.SequenceEqual(bytes));
    }

    [Fact]
    public async Task Hashes_and_counters_have_their_kinds()
    {
        Assert.True(await _redis.HashSetAsync(_key, "a", 1));
        Assert.False(await _redis.HashSetAsync(_key, "a", 2.5));
        await _redis.HashSetAsync(_key, "b", "x");

        var all = await _redis.HashGetAllAsync(_key);

        Assert.Equal(2, all.Count);
        Assert.Equal(2.5, all["a"].AsDouble());
        Assert.Equal("x", (await _redis.HashGetAsync(_key, "b")).AsString());
        Assert.True(await _redis.HashDeleteAsync(_key, "b"));
        Assert.Equal(7, await _redis.IncrAsync(_key + "n", 7));
        Assert.Equal(6, await _redis.IncrAsync(_key + "n", -1));
    }

    [Fact]
    public async Task An_error_of_the_server_is_thrown_with_its_code_and_harms_nobody_else()
    {
        await _redis.SetAsync(_key, "text");

        var wrong = _redis.IncrAsync(_key).AsTask();
        var right = _redis.GetAsync(_key).AsTask();

        var error = await Assert.ThrowsAsync<RedisServerException>(() => wrong);
        Assert.Equal(("ERR", RedisFailure.Server, false), (error.Code, error.Failure, error.MayHaveRun));
        Assert.Equal("text", (await right).AsString());
    }

    [Fact]
    public async Task A_script_runs_by_its_digest_and_in_full_when_the_server_forgot_it()
    {
        var script = new RedisScript("return {redis.call('INCRBY', KEYS[1], ARGV[1]), ARGV[2]}");

        Assert.Equal(5, (await _redis.EvalAsync(script, [_key], [5, "a"])).Items[0].AsInt64());
        await _redis.ExecuteAsync("SCRIPT", ["FLUSH"]);
        var reply = await _redis.EvalAsync(script, [_key], [5, "b"]);

        Assert.Equal(10, reply.Items[0].AsInt64());
        Assert.Equal("b", reply.Items[1].AsString());
    }

    [Fact]
    public async Task The_error_of_a_script_is_thrown()
    {
        var error = await Assert.ThrowsAsync<RedisServerException>(
            async () => await _redis.EvalAsync(new RedisScript("return redis.error_reply('MINE own')"), [], []));

        Assert.Equal("MINE", error.Code);
    }

    [Theory]
    [InlineData("SUBSCRIBE")]
    [InlineData("multi")]
    [InlineData("Select")]
    [InlineData("BLPOP")]
    [InlineData("HELLO")]
    [InlineData("CLIENT REPLY")]
    public void Commands_that_would_spoil_a_shared_connection_are_refused(string name) =>
        Assert.Contains(name, Assert.Throws<ArgumentException>(() => RedisCommand.Of(name, "x")).Message, StringComparison.Ordinal);

    [Fact]
    public void Subcommands_that_would_spoil_a_shared_connection_are_refused()
    {
        Assert.Throws<ArgumentException>(() => RedisCommand.Of("CLIENT", "reply", "OFF"));
        Assert.Throws<ArgumentException>(() => RedisCommand.Of("XREAD", "COUNT", 1, "BLOCK", 0, "STREAMS", "s", "0"));
        RedisCommand.Of("XREAD", "STREAMS", "block", "0");
        RedisCommand.Of("CLIENT LIST");
    }

    [Fact]
    public async Task Sixteen_callers_share_the_connection_and_each_gets_its_own_replies()
    {
        const int Callers = 16;
        const int Calls = 3_000;

        async Task CallAsync(int caller)
        {
            for (var i = 0; i < Calls; i++)
            {
                var text = $"{caller}/{i}";
                Assert.Equal(text, (await _redis.ExecuteAsync("ECHO", [text])).AsString());
                Assert.Equal(i + 1, await _redis.IncrAsync($"{_key}:{caller}"));
            }
        }

        await Task.WhenAll(Enumerable.Range(0, Callers).Select(CallAsync));
    }

    [Fact]
    public async Task Calls_made_without_waiting_are_pipelined_and_run_in_order()
    {
        var calls = Enumerable.Range(1, 10_000).Select(_ => _redis.IncrAsync(_key).AsTask()).ToArray();

        Assert.True((await Task.WhenAll(calls)).Index().All(reply => reply.Item == reply.Index + 1));
    }

    [Fact]
    public async Task The_database_and_the_client_name_are_set_on_connecting()
    {
        await using var other = RedisConnection.Create(shared.Options with { Database = 3, ClientName = "tests" });
        await other.SetAsync(_key, "three");

        Assert.True((await _redis.GetAsync(_key)).IsNull);
        Assert.Equal("tests", (await other.ExecuteAsync("CLIENT GETNAME", [])).AsString());
        Assert.True(await other.PingAsync() > TimeSpan.Zero);
    }
}
