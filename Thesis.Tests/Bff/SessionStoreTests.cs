using System.Security.Claims;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;
using StackExchange.Redis;
using Thesis.Bff.Limits;
using Thesis.Bff.Sessions;
using Thesis.ServiceDefaults;
using Thesis.Tests.Support;

namespace Thesis.Bff.Tests;

/// <summary>What the BFF keeps in Redis.</summary>
public sealed class SessionStoreTests
{
    private static readonly BffOptions Options = new() { SessionIdle = TimeSpan.FromHours(8), SessionLongest = TimeSpan.FromDays(2) };

    [Fact]
    public async Task A_session_lives_on_with_use_and_ends_at_the_latest_so_long_after_the_sign_in()
    {
        await using var redis = await ConnectAsync();
        var time = new SettableTime();
        var store = new SessionStore(redis, new EphemeralDataProtectionProvider(), new SessionIndex(redis, time), new SessionMemory(redis, time), Microsoft.Extensions.Options.Options.Create(Options), time);
        var key = await store.StoreAsync(Ticket("user-donor1", time.GetUtcNow() + Options.SessionIdle));
        Assert.InRange(await LifeAsync(redis, key), TimeSpan.FromHours(7.9), TimeSpan.FromHours(8));

        time.Now += TimeSpan.FromHours(43);
        var ticket = await store.RetrieveAsync(key);
        Assert.NotNull(ticket);
        ticket.Properties.ExpiresUtc = time.GetUtcNow() + Options.SessionIdle;
        await store.RenewAsync(key, ticket);
        Assert.InRange(await LifeAsync(redis, key), TimeSpan.FromHours(4.9), TimeSpan.FromHours(5));

        time.Now += TimeSpan.FromHours(5);
        await store.RenewAsync(key, ticket);
        Assert.Null(await store.RetrieveAsync(key));
    }

    [Fact]
    public async Task Ending_a_session_tells_the_live_hub_whose_it_was()
    {
        await using var redis = await ConnectAsync();
        var store = new SessionStore(redis, new EphemeralDataProtectionProvider(), new SessionIndex(redis, TimeProvider.System), new SessionMemory(redis, TimeProvider.System), Microsoft.Extensions.Options.Options.Create(Options), TimeProvider.System);
        var subject = $"user-{Guid.NewGuid():n}";
        var told = new TaskCompletionSource();
        await SignOuts.ListenAsync(redis, who =>
        {
            if (who == subject)
            {
                told.TrySetResult();
            }
        });
        var key = await store.StoreAsync(Ticket(subject, DateTimeOffset.UtcNow.AddHours(1)));

        await store.RemoveAsync(key);

        await told.Task.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Null(await store.RetrieveAsync(key));
    }

    [Fact]
    public async Task A_session_that_was_just_read_is_remembered_until_it_ends_on_any_node()
    {
        await using var redis = await ConnectAsync();
        var protection = new EphemeralDataProtectionProvider();
        using var hereMemory = await ListeningAsync(redis);
        using var thereMemory = await ListeningAsync(redis);
        var (here, there) = (Store(redis, protection, hereMemory), Store(redis, protection, thereMemory));
        var key = await here.StoreAsync(Ticket($"user-{Guid.NewGuid():n}", DateTimeOffset.UtcNow.AddHours(1)));
        var first = await there.RetrieveAsync(key);
        Assert.NotNull(thereMemory.Find(key));

        // One request's change of its own properties is not another's.
        first?.Properties.Items.Add("mine", "");
        Assert.DoesNotContain("mine", (await there.RetrieveAsync(key))?.Properties.Items.Keys ?? []);

        await here.RemoveAsync(key);

        Assert.Null(await here.RetrieveAsync(key));
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (thereMemory.Find(key) is not null)
        {
            await Task.Delay(10, limit.Token);
        }
    }

    [Fact]
    public async Task A_remembered_session_is_read_anew_after_some_seconds()
    {
        await using var redis = await ConnectAsync();
        var time = new SettableTime();
        using var memory = await ListeningAsync(redis, time);
        memory.Keep("key", Ticket("user-donor1", time.GetUtcNow().AddHours(1)));
        Assert.NotNull(memory.Find("key"));

        time.Now += SessionMemory.Life;

        Assert.Null(memory.Find("key"));
    }

    [Fact]
    public async Task Sign_ins_are_counted_by_all_nodes_together()
    {
        await using var first = await ConnectAsync();
        await using var second = await ConnectAsync();
        var key = $"bff:logins:{Guid.NewGuid():n}";
        await using var here = new SharedWindowLimiter(first, key, 5, TimeSpan.FromMinutes(1));
        await using var there = new SharedWindowLimiter(second, key, 5, TimeSpan.FromMinutes(1));

        Assert.Equal(5, await AdmittedAsync([here, there], 8));
    }

    [Fact]
    public async Task While_Redis_is_away_a_node_counts_sign_ins_by_itself()
    {
        await using var server = await RedisServer.StartAsync();
        var options = ConfigurationOptions.Parse(server.ConnectionString);
        options.BacklogPolicy = BacklogPolicy.FailFast;
        await using var redis = await ConnectionMultiplexer.ConnectAsync(options);
        await using var limiter = new SharedWindowLimiter(redis, "bff:logins:192.0.2.1", 5, TimeSpan.FromMinutes(1));
        await server.StopAsync();

        Assert.Equal(5, await AdmittedAsync([limiter], 8));
    }

    private static SessionStore Store(IConnectionMultiplexer redis, IDataProtectionProvider protection, SessionMemory memory) => new(
        redis, protection, new SessionIndex(redis, TimeProvider.System), memory, Microsoft.Extensions.Options.Options.Create(Options), TimeProvider.System);

    private static async Task<SessionMemory> ListeningAsync(IConnectionMultiplexer redis, TimeProvider? time = null)
    {
        var memory = new SessionMemory(redis, time ?? TimeProvider.System);
        await memory.StartAsync(CancellationToken.None);
        await (memory.ExecuteTask ?? Task.CompletedTask);
        return memory;
    }

    private static async Task<int> AdmittedAsync(RateLimiter[] nodes, int count)
    {
        var admitted = 0;
        for (var i = 0; i < count; i++)
        {
            using var lease = await nodes[i % nodes.Length].AcquireAsync();
            admitted += lease.IsAcquired ? 1 : 0;
        }

        return admitted;
    }

    private static async Task<ConnectionMultiplexer> ConnectAsync() =>
        await ConnectionMultiplexer.ConnectAsync((await RedisServer.SharedAsync()).ConnectionString);

    private static async Task<TimeSpan> LifeAsync(ConnectionMultiplexer redis, string key) =>
        await redis.GetDatabase().KeyTimeToLiveAsync(key) ?? TimeSpan.Zero;

    private static AuthenticationTicket Ticket(string subject, DateTimeOffset expires) => new(
        new ClaimsPrincipal(new ClaimsIdentity([new Claim("sub", subject)], "test")),
        new AuthenticationProperties { ExpiresUtc = expires },
        "Cookies");

    private sealed class SettableTime : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = DateTimeOffset.UtcNow;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
