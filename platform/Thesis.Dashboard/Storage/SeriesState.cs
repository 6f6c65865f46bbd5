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
    private readonly ConcurrentDictionary<int, (double Value, long Count, long Time)> _last = new();
    private readonly ConcurrentDictionary<int, long> _exemplars = new();

    /// <summary>Whether a point is worth storing; if so it is the last from now on.</summary>
    public bool Accept(int series, double value, long count, long time)
    {
        if (_last.TryGetValue(series, out var last) && last.Count == count && last.Value.Equals(value)
            && time - last.Time is >= 0 and < Heartbeat)
        {
            return false;
        }

        _last[series] = (value, count, time);
        return true;
    }

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
