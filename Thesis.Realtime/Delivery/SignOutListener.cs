using StackExchange.Redis;
using Thesis.ServiceDefaults;

namespace Thesis.Realtime.Delivery;

/// <summary>Closes the connections of users who sign out. While Redis is away at the start it goes on trying.</summary>
internal sealed class SignOutListener(IConnectionMultiplexer redis, LiveConnections connections, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await SignOuts.ListenAsync(redis, connections.Drop);
                return;
            }
            catch (Exception e) when (e is RedisException or RedisTimeoutException)
            {
                await Task.Delay(Pause, time, stoppingToken);
            }
        }
    }
}
