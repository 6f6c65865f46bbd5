using System.Collections.Concurrent;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.StackExchangeRedis;
using Microsoft.Extensions.Options;
using StackExchange.Redis;
using Thesis.Realtime.Subscriptions;

namespace Thesis.Realtime.Delivery;

/// <summary>
/// SignalR's Redis backplane, which reaches users, connections and groups on every node, and beside it a
/// <see cref="LiveConnection"/> for each client of this node, by which the topics reach it.
/// </summary>
internal sealed partial class LiveConnections(
    TopicFanOut fanOut,
    IOptions<RealtimeOptions> options,
    RealtimeTelemetry telemetry,
    ILogger<LiveConnection> clientLogger,
    ILogger<RedisHubLifetimeManager<LiveHub>> logger,
    IOptions<RedisOptions> redis,
    IHubProtocolResolver protocols,
    IOptions<HubOptions> globalHub,
    IOptions<HubOptions<LiveHub>> hub) : RedisHubLifetimeManager<LiveHub>(logger, redis, protocols, globalHub, hub)
{
    private readonly ConcurrentDictionary<string, LiveConnection> _live = new(StringComparer.Ordinal);
    private int _count;

    public override async Task OnConnectedAsync(HubConnectionContext connection)
    {
        if (Interlocked.Increment(ref _count) > options.Value.MaxConnections)
        {
            Interlocked.Decrement(ref _count);
            Full(clientLogger, options.Value.MaxConnections);
            throw new HubException("This node is full; connect again.");
        }

        telemetry.Connected(1);
        _live[connection.ConnectionId] = new LiveConnection(connection, options.Value, telemetry, clientLogger);
        await base.OnConnectedAsync(connection);
    }

    public override async Task OnDisconnectedAsync(HubConnectionContext connection)
    {
        if (!_live.TryRemove(connection.ConnectionId, out var live))
        {
            return;
        }

        Interlocked.Decrement(ref _count);
        telemetry.Connected(-1);
        foreach (var topic in live.Close())
        {
            fanOut.Remove(live, topic);
        }

        try
        {
            await base.OnDisconnectedAsync(connection);
        }
        catch (Exception e) when (e is RedisException or RedisTimeoutException)
        {
            // The server cannot be told while it is away; it will not be asked for the client's channels again.
            NotTold(clientLogger, connection.ConnectionId, e);
        }
    }

    /// <summary>Ends this node's connections of a user; who may still come back does.</summary>
    public void Drop(string user)
    {
        foreach (var live in _live.Values.Where(live => live.User == user))
        {
            live.Drop();
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "A client was refused: this node already has {MaxConnections} connections")]
    private static partial void Full(ILogger logger, int maxConnections);

    [LoggerMessage(2, LogLevel.Debug, "Redis was not told that client {ConnectionId} left")]
    private static partial void NotTold(ILogger logger, string connectionId, Exception exception);
}
