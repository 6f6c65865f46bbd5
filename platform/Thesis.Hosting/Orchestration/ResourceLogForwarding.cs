using System.Collections.Concurrent;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Thesis.Hosting.Orchestration;

/// <summary>Writes the resources' logs to the host's logger as well, under <c>AppHost.Resources.name</c>.</summary>
internal sealed partial class ResourceLogForwarding : IDisposable
{
    private readonly ConcurrentDictionary<string, ILogger> _loggers = new(StringComparer.OrdinalIgnoreCase);
    private readonly ResourceLoggerService _logs;
    private readonly ILoggerFactory _factory;
    private readonly string _prefix;

    public ResourceLogForwarding(ResourceLoggerService logs, ILoggerFactory factory, IHostEnvironment environment)
    {
        _logs = logs;
        _factory = factory;
        _prefix = $"{environment.ApplicationName}.Resources.";
        _logs.LineWritten += Forward;
    }

    public void Dispose() => _logs.LineWritten -= Forward;

    private void Forward(string resourceName, LogLine line)
    {
        var logger = _loggers.GetOrAdd(resourceName, name => _factory.CreateLogger(_prefix + name));
        LogLine(logger, line.IsErrorMessage ? LogLevel.Error : LogLevel.Information, line.LineNumber, line.Content);
    }

    [LoggerMessage(EventId = 1, Message = "{LineNumber}: {Content}")]
    private static partial void LogLine(ILogger logger, LogLevel level, int lineNumber, string content);
}
