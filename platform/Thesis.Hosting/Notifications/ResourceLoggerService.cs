using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Thesis.Hosting.Notifications;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>A line of a resource's log.</summary>
/// <param name="LineNumber">Its number, from 1.</param>
/// <param name="Content">Its text.</param>
/// <param name="IsErrorMessage">Whether it was written to standard error.</param>
public readonly record struct LogLine(int LineNumber, string Content, bool IsErrorMessage);

/// <summary>Keeps the last lines that each resource wrote, and hands them to those who watch.</summary>
public class ResourceLoggerService : IDisposable
{
    private readonly ConcurrentDictionary<string, ResourceLog> _logs = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Raised for each line; the application's files and forwarders subscribe.</summary>
    internal event Action<string, LogLine>? LineWritten;

    /// <summary>A logger that writes to a resource's log.</summary>
    public ILogger GetLogger(IResource resource) => GetLogger(resource.Name);

    /// <summary>A logger that writes to a resource's log.</summary>
    public ILogger GetLogger(string resourceName) => new ResourceLogger((content, isError) => Append(resourceName, content, isError));

    /// <summary>The lines kept, then each new one in batches, until the log is complete.</summary>
    public IAsyncEnumerable<IReadOnlyList<LogLine>> WatchAsync(IResource resource) => WatchAsync(resource.Name);

    /// <summary>The lines kept, then each new one in batches, until the log is complete.</summary>
    public async IAsyncEnumerable<IReadOnlyList<LogLine>> WatchAsync(string resourceName)
    {
        await foreach (var batch in Log(resourceName).WatchAsync().ConfigureAwait(false))
        {
            yield return [.. batch.Select(l => l.Line)];
        }
    }

    /// <summary>The lines kept.</summary>
    public IAsyncEnumerable<IReadOnlyList<LogLine>> GetAllAsync(IResource resource) => GetAllAsync(resource.Name);

    /// <summary>The lines kept.</summary>
    public IAsyncEnumerable<IReadOnlyList<LogLine>> GetAllAsync(string resourceName) =>
        new[] { Last(resourceName, int.MaxValue) }.ToAsyncEnumerable();

    /// <summary>Ends the streams of those who watch a resource.</summary>
    public void Complete(IResource resource) => Complete(resource.Name);

    /// <summary>Ends the streams of those who watch a resource.</summary>
    public void Complete(string name) => Log(name).Complete();

    /// <summary>Forgets the lines kept of a resource.</summary>
    public void ClearBacklog(string resourceName) => Log(resourceName).Clear();

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var log in _logs.Values)
        {
            log.Complete();
        }

        GC.SuppressFinalize(this);
    }

    internal void Append(string resourceName, string content, bool isError) =>
        LineWritten?.Invoke(resourceName, Log(resourceName).Append(content, isError, TimeProvider.System.GetUtcNow()));

    /// <summary>As <see cref="WatchAsync(string)"/>, with the time of each line.</summary>
    internal IAsyncEnumerable<IReadOnlyList<TimedLogLine>> WatchTimedAsync(string resourceName, CancellationToken cancellationToken) =>
        Log(resourceName).WatchAsync(cancellationToken);

    internal IReadOnlyList<LogLine> Last(string resourceName, int count) => Log(resourceName).Last(count);

    private ResourceLog Log(string resourceName) => _logs.GetOrAdd(resourceName, _ => new ResourceLog());
}
