using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.ApplicationModel;

public partial class ResourceNotificationService
{
    [LoggerMessage(1, LogLevel.Information, "{ResourceId} is {State}")]
    private partial void LogState(string resourceId, string? state);

    [LoggerMessage(2, LogLevel.Information, "{ResourceId} is {State} with exit code {ExitCode}")]
    private partial void LogEnd(string resourceId, string? state, int exitCode);
}
