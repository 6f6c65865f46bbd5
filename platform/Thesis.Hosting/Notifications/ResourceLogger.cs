using Microsoft.Extensions.Logging;

namespace Thesis.Hosting.Notifications;

/// <summary>Turns log messages of the application itself into lines of a resource's log.</summary>
internal sealed class ResourceLogger(Action<string, bool> append) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        var message = formatter(state, exception);
        append(exception is null ? message : $"{message}{Environment.NewLine}{exception}", logLevel >= LogLevel.Error);
    }
}
