using Microsoft.Extensions.Logging;

namespace Thesis.Redis.Connection;

internal sealed partial class ConnectionLoop
{
    [LoggerMessage(10, LogLevel.Information, "Connected to Redis at {Host}:{Port}; subscribing {Channels} channels")]
    private partial void LinkBegan(string host, int port, int channels);

    [LoggerMessage(11, LogLevel.Warning, "No connection to Redis at {Host}:{Port}: {Reason}")]
    private partial void LinkFailed(string host, int port, string reason);
}
