using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;

namespace Thesis.Bff.Limits;

/// <summary>Each person's share of this node and, of those who are not signed in, each address's.</summary>
internal sealed class CallerShares : IAsyncDisposable
{
    private static readonly TimeSpan Refill = TimeSpan.FromMilliseconds(100);

    private readonly int _burst;
    private readonly int _perSecond;

    public CallerShares(IOptions<BffOptions> options)
    {
        _burst = options.Value.RequestBurst;
        _perSecond = options.Value.RequestsPerSecond;
        Limiter = PartitionedRateLimiter.Create<HttpContext, string>(context => IsCounted(context)
            ? RateLimitPartition.GetTokenBucketLimiter(Caller(context), _ => Share())
            : RateLimitPartition.GetNoLimiter(""));
    }

    public PartitionedRateLimiter<HttpContext> Limiter { get; }

    /// <summary>Requests that may come at once.</summary>
    public int Burst => _burst;

    /// <summary>Seconds in which a share that was used up is whole again.</summary>
    public int Window => SecondsFor(_burst);

    public static bool IsCounted(HttpContext context) =>
        context.Request.Path.StartsWithSegments("/api") || context.Request.Path.StartsWithSegments("/hubs") || context.Request.Path.StartsWithSegments("/bff");

    public static string Address(HttpContext context) => context.Connection.RemoteIpAddress?.ToString() ?? "unknown";

    /// <summary>Requests that this caller may make now.</summary>
    public long Left(HttpContext context) => Limiter.GetStatistics(context)?.CurrentAvailablePermits ?? _burst;

    /// <summary>Seconds until so many requests more may be made.</summary>
    public int SecondsFor(long requests) => (int)Math.Ceiling(requests / (double)_perSecond);

    public ValueTask DisposeAsync() => Limiter.DisposeAsync();

    private static string Caller(HttpContext context) => context.User.FindFirst("sub")?.Value ?? Address(context);

    private TokenBucketRateLimiterOptions Share() => new()
    {
        TokenLimit = _burst,
        TokensPerPeriod = Math.Max(1, _perSecond / 10),
        ReplenishmentPeriod = Refill,
    };
}
