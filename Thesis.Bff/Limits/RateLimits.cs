using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using Thesis.ServiceDefaults;

namespace Thesis.Bff.Limits;

/// <summary>Each person, and each address that is not signed in, has a share; over it the answer is 429 with a time to wait.</summary>
internal static class RateLimits
{
    public const string Logins = "logins";

    public static void AddRateLimits(this WebApplicationBuilder builder)
    {
        builder.Services.AddRateLimiter(_ => { });
        builder.Services.AddOptions<Microsoft.AspNetCore.RateLimiting.RateLimiterOptions>().Configure<IOptions<BffOptions>>((limiter, bff) =>
        {
            limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context => IsCounted(context)
                ? RateLimitPartition.GetTokenBucketLimiter(Caller(context), _ => Share(bff.Value))
                : RateLimitPartition.GetNoLimiter(""));
            limiter.AddPolicy(Logins, context => RateLimitPartition.GetFixedWindowLimiter(Address(context), _ => new()
            {
                PermitLimit = bff.Value.LoginsPerTenSeconds,
                Window = TimeSpan.FromSeconds(10),
            }));
            limiter.OnRejected = async (rejected, cancel) =>
            {
                var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromSeconds(1);
                rejected.HttpContext.Response.Headers.RetryAfter =
                    Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
                await Refusals.TooMany("Too many requests from you at once. Wait as long as Retry-After says, then go on.")
                    .ExecuteAsync(rejected.HttpContext);
            };
        });
    }

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
