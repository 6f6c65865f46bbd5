using System.Threading.RateLimiting;
using RedisRateLimiting;
using StackExchange.Redis;

namespace Thesis.Bff.Limits;

/// <summary>
/// A fixed window that all nodes of the BFF count together, in Redis. While Redis is away this node counts by itself: it neither
/// lets everybody in nor locks everybody out.
/// </summary>
internal sealed class SharedWindowLimiter : RateLimiter
{
    private readonly RedisFixedWindowRateLimiter<string> _shared;
    private readonly FixedWindowRateLimiter _own;

    public SharedWindowLimiter(IConnectionMultiplexer redis, string key, int permits, TimeSpan window)
    {
        _shared = new(key, new() { ConnectionMultiplexerFactory = () => redis, PermitLimit = permits, Window = window });
        _own = new(new() { PermitLimit = permits, Window = window });
    }

    public override TimeSpan? IdleDuration => _own.IdleDuration;

    public override RateLimiterStatistics? GetStatistics() => null;

    /// <summary>Never at once: the caller goes on to ask Redis.</summary>
    protected override RateLimitLease AttemptAcquireCore(int permitCount) => _shared.AttemptAcquire(permitCount);

    protected override async ValueTask<RateLimitLease> AcquireAsyncCore(int permitCount, CancellationToken cancellationToken)
    {
        try
        {
            return await _shared.AcquireAsync(permitCount, cancellationToken);
        }
        catch (Exception e) when (e is RedisException or RedisTimeoutException)
        {
            return await _own.AcquireAsync(permitCount, cancellationToken);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _shared.Dispose();
            _own.Dispose();
        }

        base.Dispose(disposing);
    }
}
