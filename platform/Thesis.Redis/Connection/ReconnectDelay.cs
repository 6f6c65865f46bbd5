namespace Thesis.Redis.Connection;

/// <summary>Exponential backoff with jitter: many clients of a server that comes back must not come back at once.</summary>
internal sealed class ReconnectDelay(RedisOptions options)
{
    private const int MaxDoublings = 20;
    private int _failures;

    public void Reset() => _failures = 0;

    public TimeSpan Next()
    {
        var doublings = Math.Min(_failures++, MaxDoublings);
        var longest = Math.Min(options.ReconnectDelay.TotalMilliseconds * (1L << doublings), options.MaxReconnectDelay.TotalMilliseconds);
        return TimeSpan.FromMilliseconds(longest * (0.5 + Random.Shared.NextDouble() / 2));
    }
}
