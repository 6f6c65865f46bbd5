using Microsoft.Extensions.Logging;

namespace Thesis.Grpc.Server;

internal sealed partial class ServerCallHandler<TRequest, TResponse>
{
    [LoggerMessage(1, LogLevel.Error, "The handler of {Method} failed")]
    private static partial void LogUnhandled(ILogger logger, Exception exception, string method);

    [LoggerMessage(2, LogLevel.Debug, "{Method} ended with {Status}: {Detail}")]
    private static partial void LogFailed(ILogger logger, string method, StatusCode status, string detail);

    [LoggerMessage(3, LogLevel.Debug, "The client cancelled {Method}")]
    private static partial void LogCancelled(ILogger logger, string method);
}
