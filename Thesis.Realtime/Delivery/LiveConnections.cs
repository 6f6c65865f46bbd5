using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;
using Thesis.Realtime.Subscriptions;

namespace Thesis.Realtime.Delivery;

/// <summary>Makes a <see cref="LiveConnection"/> of each client that connects, and takes it out of its topics when it leaves.</summary>
internal sealed partial class LiveConnections(
    TopicFanOut fanOut,
    IOptions<RealtimeOptions> options,
    RealtimeTelemetry telemetry,
    ILogger<LiveConnection> clientLogger,
    ILogger<DefaultHubLifetimeManager<LiveHub>> logger) : DefaultHubLifetimeManager<LiveHub>(logger)
{
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
        _ = new LiveConnection(connection, options.Value, telemetry, clientLogger);
        await base.OnConnectedAsync(connection);
    }

    public override async Task OnDisconnectedAsync(HubConnectionContext connection)
    {
        if (connection.Items.TryGetValue(typeof(LiveConnection), out var item) && item is LiveConnection live)
        {
            Interlocked.Decrement(ref _count);
            telemetry.Connected(-1);
            foreach (var topic in live.Close())
            {
                fanOut.Remove(live, topic);
            }
        }

        await base.OnDisconnectedAsync(connection);
    }

    [LoggerMessage(1, LogLevel.Warning, "A client was refused: this node already has {MaxConnections} connections")]
    private static partial void Full(ILogger logger, int maxConnections);
}
