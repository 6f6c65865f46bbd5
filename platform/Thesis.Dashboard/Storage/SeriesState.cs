using System.Collections.Concurrent;

namespace Thesis.Dashboard.Storage;

/// <summary>
/// Knows the last point stored of each series. A process sends all its series every second, most of them unchanged: a point
/// equal to the one before is stored only once in a while, to show that the series still lives.
/// </summary>
internal sealed class SeriesState
{
    /// <summary>Nanoseconds between two stored points of a series that does not change. Readers carry a value this far.</summary>
    public const long Heartbeat = 15_000_000_000;
    private readonly ConcurrentDictionary<int, (double Value, long Count, long Stored, long Seen)> _last = new();
    private readonly ConcurrentDictionary<int, long> _exemplars = new();

    /// <summary>Whether a point is worth storing; if so it is the last from now on.</summary>
    /// <param name="unchangedUntil">When the value before was last sent, where that is later than it was stored; otherwise 0.</param>
    public bool Accept(int series, double value, long count, long time, out long unchangedUntil)
    {
        unchangedUntil = 0;
        if (_last.TryGetValue(series, out var last))
        {
            var isEqual = last.Count == count && last.Value.Equals(value);
            if (isEqual && time - last.Stored is >= 0 and < Heartbeat)
            {
                _last[series] = last with { Seen = Math.Max(last.Seen, time) };
                return false;
            }

            unchangedUntil = !isEqual && last.Seen > last.Stored && last.Seen < time ? last.Seen : 0;
        }

        _last[series] = (value, count, time, time);
        return true;
    }

    /// <summary>When a series was last sent, though it may not have been stored; 0 when it has not been since the start.</summary>
    public long LastSeen(int series) => _last.TryGetValue(series, out var last) ? last.Seen : 0;

    /// <summary>Whether an exemplar is later than the last; senders repeat the old until there is a new one.</summary>
    public bool AcceptExemplar(int series, long time)
    {
        if (_exemplars.TryGetValue(series, out var last) && time <= last)
        {
            return false;
        }

        _exemplars[series] = time;
        return true;
    }

    public void Clear()
    {
        _last.Clear();
        _exemplars.Clear();
    }
}
