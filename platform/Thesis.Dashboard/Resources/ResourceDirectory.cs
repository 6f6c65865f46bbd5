using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Thesis.Dashboard.Storage;

namespace Thesis.Dashboard.Resources;

/// <summary>The resources as they now are, each with the number of its last change.</summary>
internal sealed partial class ResourceDirectory : IAsyncDisposable
{
    private const int MaxTombstones = 1_000;
    private static readonly TimeSpan _retryAfter = TimeSpan.FromSeconds(1);
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (long Version, ResourceView? View)> _resources = [];
    private readonly ConcurrentDictionary<string, Task> _consoles = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly IResourceSource _source;
    private readonly ConsoleStore _console;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Task _watching;
    private long _version;

    public ResourceDirectory(IResourceSource source, ConsoleStore console, DashboardOptions options)
    {
        _source = source;
        _console = console;
        _time = options.Time;
        _logger = options.Logging.CreateLogger("Thesis.Dashboard.Resources");
        _watching = Task.Run(() => KeepOnAsync("resources", WatchAsync));
    }

    public ChangeSignal Changed { get; } = new();

    /// <summary>By name.</summary>
    public IReadOnlyList<ResourceView> All()
    {
        lock (_lock)
        {
            return [.. _resources.Values.Select(r => r.View).OfType<ResourceView>().OrderBy(r => r.Name, StringComparer.Ordinal)];
        }
    }

    public ResourceView? Find(string name)
    {
        lock (_lock)
        {
            return _resources.GetValueOrDefault(name).View;
        }
    }

    /// <summary>What changed after a version, oldest change first: a view, or null for a resource that is gone.</summary>
    public (long Version, IReadOnlyList<(string Name, ResourceView? View)> Changes) Since(long version)
    {
        lock (_lock)
        {
            return (_version, [.. _resources.Where(r => r.Value.Version > version).OrderBy(r => r.Value.Version).Select(r => (r.Key, r.Value.View))]);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll([_watching, .. _consoles.Values]);
        _stop.Dispose();
    }

    private async Task WatchAsync()
    {
        await foreach (var change in _source.WatchAsync(_stop.Token))
        {
            lock (_lock)
            {
                _resources[change.Name] = (++_version, change.Kind == ResourceChangeKind.Upsert ? change.Resource : null);
                Forget();
            }

            Changed.Raise();
            if (change.Resource is { Type: not "Parameter" })
            {
                _ = _consoles.GetOrAdd(change.Name, name => Task.Run(() => KeepOnAsync(name, () => ReadConsoleAsync(name))));
            }
        }
    }

    private async Task ReadConsoleAsync(string name)
    {
        await foreach (var lines in _source.WatchConsoleAsync(name, _stop.Token))
        {
            _console.Add(name, lines);
        }

        // Ended of itself: the resource prints nothing any more.
        await Task.Delay(Timeout.InfiniteTimeSpan, _stop.Token);
    }

    /// <summary>A source that fails is asked again, so that one fault does not leave the page stale for the rest of the run.</summary>
    private async Task KeepOnAsync(string what, Func<Task> watch)
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await watch();
                await Task.Delay(_retryAfter, _time, _stop.Token);
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) // The source is another's code: whatever it throws must not end the dashboard.
            {
                LogFailed(_logger, e, what);
                await Task.Delay(_retryAfter, _time, CancellationToken.None);
            }
        }
    }

    private void Forget()
    {
        var gone = _resources.Where(r => r.Value.View is null).ToList();
        if (gone.Count > MaxTombstones)
        {
            _resources.Remove(gone.MinBy(r => r.Value.Version).Key);
        }
    }

    [LoggerMessage(1, LogLevel.Error, "The dashboard lost sight of {What} and tries again")]
    private static partial void LogFailed(ILogger logger, Exception exception, string what);
}
