using System.Threading.RateLimiting;
using Thesis.ServiceDefaults;

namespace Thesis.Bff.Limits;

/// <summary>
/// How many requests may be under way at once. Over it the answer is 503 at once instead of a wait for all. Drivers in the field have
/// places of their own: somebody who stands at a door is answered when everybody else has to come again.
/// </summary>
internal static class Priority
{
    public static PartitionedRateLimiter<HttpContext> Limiter(BffOptions options) => PartitionedRateLimiter.Create<HttpContext, string>(context =>
        !context.Request.Path.StartsWithSegments("/api") ? RateLimitPartition.GetNoLimiter("")
        : context.User.IsInRole(Roles.Driver) ? Places(Roles.Driver, options.DriverRequestsAtOnce)
        : Places("others", options.RequestsAtOnce));

    private static RateLimitPartition<string> Places(string key, int permits) =>
        RateLimitPartition.GetConcurrencyLimiter(key, _ => new() { PermitLimit = permits, QueueLimit = 0 });
}
