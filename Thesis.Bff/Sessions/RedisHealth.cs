using Microsoft.Extensions.Diagnostics.HealthChecks;
using Thesis.Redis;

namespace Thesis.Bff.Sessions;

/// <summary>Ready only while sessions can be read.</summary>
internal sealed class RedisHealth(RedisConnection redis) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await redis.PingAsync(cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (RedisException away)
        {
            return HealthCheckResult.Unhealthy("Redis does not answer.", away);
        }
    }
}
