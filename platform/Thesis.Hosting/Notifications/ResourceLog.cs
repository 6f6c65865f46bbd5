using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Aspire.Hosting.ApplicationModel;

namespace Thesis.Hosting.Notifications;

/// <summary>A line and when it was read.</summary>
internal readonly record struct TimedLogLine(LogLine Line, DateTimeOffset Time);

/// <summary>The last lines of one resource's log.</summary>
internal sealed class ResourceLog
{
    private const int Capacity = 10_000;
    public const int MaxCharacters = 8 * 1024 * 1024;
    private const int BatchSize = 256;

    private readonly Lock _lock = new();
    private readonly Queue<TimedLogLine> _lines = new();
    private readonly List<Channel<TimedLogLine>> _watchers = [];
    private int _lineNumber;
    private int _characters;

    public LogLine Append(string content, bool isError, DateTimeOffset time)
    {
        lock (_lock)
        {
            var line = new TimedLogLine(new LogLine(++_lineNumber, content, isError), time);
            _lines.Enqueue(line);
            _characters += content.Length;
            while (_lines.Count > Capacity || (_characters > MaxCharacters && _lines.Count > 1))
            {
                _characters -= _lines.Dequeue().Line.Content.Length;
            }

            foreach (var watcher in _watchers)
            {
                watcher.Writer.TryWrite(line);
            }

            return line.Line;
        }
    }

    public IReadOnlyList<LogLine> Last(int count)
    {
        lock (_lock)
        {
            return [.. _lines.Skip(Math.Max(0, _lines.Count - count)).Select(l => l.Line)];
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            _lines.Clear();
            _characters = 0;
        }
    }

    public void Complete()
    {
        lock (_lock)
        {
            foreach (var watcher in _watchers)
            {
                watcher.Writer.TryComplete();
            }

            _watchers.Clear();
        }
    }

    public async IAsyncEnumerable<IReadOnlyList<TimedLogLine>> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        // A watcher this far behind loses the oldest lines.
        var channel = Channel.CreateBounded<TimedLogLine>(new BoundedChannelOptions(Capacity) { FullMode = BoundedChannelFullMode.DropOldest });
        lock (_lock)
        {
            foreach (var line in _lines)
            {
                channel.Writer.TryWrite(line);
            }

            _watchers.Add(channel);
        }

        try
        {
            while (await channel.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
            {
                var batch = new List<TimedLogLine>();
                while (batch.Count < BatchSize && channel.Reader.TryRead(out var line))
                {
                    batch.Add(line);
                }

                yield return batch;
            }
        }
        finally
        {
            lock (_lock)
            {
                _watchers.Remove(channel);
            }
        }
    }
}
