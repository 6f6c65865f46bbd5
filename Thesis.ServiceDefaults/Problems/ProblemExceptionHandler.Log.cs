using Microsoft.Extensions.Logging;

namespace Thesis.ServiceDefaults;

internal sealed partial class ProblemExceptionHandler
{
    [LoggerMessage(1, LogLevel.Error, "{Method} {Route} failed")]
    private partial void Failed(Exception exception, string method, string route);

    [LoggerMessage(2, LogLevel.Warning, "{Method} {Route} could not reach what it needs")]
    private partial void UpstreamUnavailable(Exception exception, string method, string route);

    [LoggerMessage(3, LogLevel.Debug, "{Method} {Route} was refused with {Status} because of {Reason}")]
    private partial void Refused(string method, string route, int status, string reason);
}
