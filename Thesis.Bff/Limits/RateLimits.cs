using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using RedisRateLimiting;
using StackExchange.Redis;
using Thesis.ServiceDefaults;

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
        builder.Services.AddRateLimiter(_ => { });
        builder.Services.AddOptions<Microsoft.AspNetCore.RateLimiting.RateLimiterOptions>().Configure<IOptions<BffOptions>, IConnectionMultiplexer>((limiter, bff, redis) =>
        {
            limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context => IsCounted(context)
                ? RateLimitPartition.GetTokenBucketLimiter(Caller(context), _ => Share(bff.Value))
                : RateLimitPartition.GetNoLimiter(""));
            limiter.AddPolicy(Logins, context => RateLimitPartition.Get(
                "bff:logins:" + Address(context),
                key => new SharedWindowLimiter(redis, key, bff.Value.LoginsPerTenSeconds, LoginWindow)));
            limiter.OnRejected = async (rejected, cancel) =>
            {
                rejected.HttpContext.Response.Headers.RetryAfter = SecondsToWait(rejected.Lease).ToString(CultureInfo.InvariantCulture);
                await Refusals.TooMany("Too many requests from you at once. Wait as long as Retry-After says, then go on.")
                    .ExecuteAsync(rejected.HttpContext);
            };
        });
    }

    private static int SecondsToWait(RateLimitLease lease) => Math.Max(
        1,
        lease.TryGetMetadata(RateLimitMetadataName.RetryAfter, out var seconds) ? seconds
        : lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? (int)Math.Ceiling(wait.TotalSeconds)
        : 1);

    private static TokenBucketRateLimiterOptions Share(BffOptions options) => new()
    {
        TokenLimit = options.RequestBurst,
        TokensPerPeriod = Math.Max(1, options.RequestsPerSecond / 10),
        ReplenishmentPeriod = TimeSpan.FromMilliseconds(100),
    };

    private static bool IsCounted(HttpContext context) =>
        context.Request.Path.StartsWithSegments("/api") || context.Request.Path.StartsWithSegments("/hubs") || context.Request.Path.StartsWithSegments("/bff");

    private static string Caller(HttpContext context) => context.User.FindFirst("sub")?.Value ?? Address(context);

    private static string Address(HttpContext context) => context.Connection.RemoteIpAddress?.ToString() ?? "unknown";
}
