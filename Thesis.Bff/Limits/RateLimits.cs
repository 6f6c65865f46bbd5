using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;
using RedisRateLimiting;
using StackExchange.Redis;

namespace Thesis.Bff.Limits;

/// <summary>
/// Each person, and each address that is not signed in, has a share; over it the answer is 429 with a time to wait. Requests are
/// counted by each node in its memory: the share is for a node's protection, and no request waits for a count. Sign-ins, which
/// somebody may guess with, are counted by all nodes together in Redis, and by each node alone while Redis is away.
/// </summary>
internal static class RateLimits
{
    public const string Logins = "logins";

    private static readonly TimeSpan LoginWindow = TimeSpan.FromSeconds(10);

    public static void AddRateLimits(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<CallerShares>();
        builder.Services.AddRateLimiter(_ => { });
        builder.Services.AddOptions<RateLimiterOptions>().Configure<IOptions<BffOptions>, CallerShares, IConnectionMultiplexer>((limiter, bff, shares, redis) =>
        {
            limiter.GlobalLimiter = PartitionedRateLimiter.CreateChained(shares.Limiter, Priority.Limiter(bff.Value));
            limiter.AddPolicy(Logins, context => RateLimitPartition.Get(
                "bff:logins:" + CallerShares.Address(context),
                key => new SharedWindowLimiter(redis, key, bff.Value.LoginsPerTenSeconds, LoginWindow)));
            limiter.OnRejected = async (rejected, cancel) =>
            {
                var seconds = SecondsToWait(rejected.Lease);
                rejected.HttpContext.Response.Headers.RetryAfter = (seconds ?? 1).ToString(CultureInfo.InvariantCulture);
                await (seconds is null ? Refusals.Busy() : Refusals.TooMany()).ExecuteAsync(rejected.HttpContext);
            };
        });
    }

    public static void UseRateLimits(this WebApplication app)
    {
        app.UseMiddleware<RateLimitHeaders>();
        app.UseRateLimiter();
    }

    /// <summary>How long who asks too often has to wait; null when it is not them: everybody together asks too much.</summary>
    private static int? SecondsToWait(RateLimitLease lease) =>
        lease.TryGetMetadata(RateLimitMetadataName.RetryAfter, out var seconds) ? Math.Max(1, seconds)
        : lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds))
        : null;
}
