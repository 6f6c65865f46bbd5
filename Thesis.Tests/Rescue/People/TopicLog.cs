namespace Thesis.Rescue.People;

/// <summary>What one client saw of one topic.</summary>
internal sealed class TopicLog
{
    private readonly Lock _lock = new();
    private readonly List<(long Sequence, DateTimeOffset CommittedAt, double LatencyMs)> _seen = [];
    private long? _startAfter;

    /// <summary>The topic's number when the client joined: the first message it must see is the next.</summary>
    public void StartAfter(long sequence)
    {
        lock (_lock)
        {
            _startAfter = sequence;
        }
    }

    public void Saw(LiveMessage message)
    {
        lock (_lock)
        {
            _seen.Add((message.Sequence, message.CommittedAt, (message.ArrivedAt - message.CommittedAt).TotalMilliseconds));
        }
    }

    public long? JoinedAfter => _startAfter;

    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _seen.Count;
            }
        }
    }

    /// <summary>How long after its commit each update was here, for those committed since <paramref name="begin"/>.</summary>
    public IReadOnlyList<double> LatenciesMsSince(DateTimeOffset begin)
    {
        lock (_lock)
        {
            return [.. _seen.Where(seen => seen.CommittedAt >= begin).Select(seen => seen.LatencyMs)];
        }
    }

    /// <summary>Null when the messages came without a gap and in order; else where it went wrong.</summary>
    public string? Fault()
    {
        lock (_lock)
        {
            if (_startAfter is not { } expected)
            {
                return "never joined";
            }

            foreach (var (sequence, _, _) in _seen.SkipWhile(seen => seen.Sequence <= _startAfter))
            {
                if (sequence != ++expected)
                {
                    return $"message {sequence} came where {expected} was due";
                }
            }

            return null;
        }
    }
}
