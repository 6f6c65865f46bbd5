using StackExchange.Redis;
using Thesis.ServiceDefaults;

namespace Thesis.Realtime.Delivery;

/// <summary>Closes the connections of users who sign out.</summary>
internal sealed class SignOutListener(IConnectionMultiplexer redis, LiveConnections connections, TimeProvider time) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        SignOuts.ListenPersistentlyAsync(redis, connections.Drop, time, stoppingToken);
}
