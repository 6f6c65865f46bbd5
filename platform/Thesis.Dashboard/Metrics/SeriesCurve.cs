using System.Text.Json.Serialization;
using Thesis.Dashboard.Storage;

namespace Thesis.Dashboard.Metrics;

/// <summary>A point of a curve. Which values it has depends on the kind of metric.</summary>
/// <param name="Time">Where its interval begins.</param>
/// <param name="Value">The last value; of a counter the increase per second; of a histogram the mean.</param>
/// <param name="Total">What a counter stands at.</param>
internal sealed record CurvePoint(
    DateTime Time,
    double? Value,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? Total = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Count = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? Sum = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? P50 = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? P90 = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? P99 = null);

/// <summary>Draws one series over equal intervals from its records, which must come in order of time.</summary>
internal sealed class SeriesCurve(MetricSeries series, long from, long width, int intervals)
{
    /// <summary>Nanoseconds for which a value stands when nothing newer comes: twice the longest usual export interval.</summary>
    public const long Carry = 130_000_000_000;
    private const double NanosecondsPerSecond = 1e9;
    private readonly double?[] _values = new double?[intervals];
    private readonly double[] _amounts = new double[intervals];
    private readonly double[] _covered = new double[intervals]; // Nanoseconds.
    private readonly HistogramValue?[] _histograms = new HistogramValue?[intervals];
    private long _lastTime;
    private double _lastValue;
    private double _deltaTotal;
    private HistogramValue? _lastHistogram;

    public MetricSeries Series => series;

    public void Add(PointRecord point)
    {
        if (point.Kind == PointKind.Unchanged)
        {
            AddUnchanged(point.Time);
        }
        else if (series.Kind >= MetricKind.Histogram)
        {
            AddHistogram(point);
        }
        else if (series.Kind == MetricKind.Counter)
        {
            AddCounter(point.Time, point.Value, point.Start);
        }
        else
        {
            AddValue(point.Time, series.IsDelta && series.Kind == MetricKind.Sum ? _lastValue + point.Value : point.Value);
        }
    }

    /// <summary>The intervals of which something is known.</summary>
    public IReadOnlyList<CurvePoint> Points()
    {
        var points = new List<CurvePoint>();
        for (var i = 0; i < intervals; i++)
        {
            var time = DateTime.UnixEpoch.AddTicks((from + (i * width)) / 100);
            if (_histograms[i] is { Count: > 0 } histogram)
            {
                points.Add(new CurvePoint(
                    time,
                    histogram.Sum / histogram.Count,
                    Count: histogram.Count,
                    Sum: histogram.Sum,
                    P50: histogram.Percentile(0.5, series.Bounds),
                    P90: histogram.Percentile(0.9, series.Bounds),
                    P99: histogram.Percentile(0.99, series.Bounds)));
            }
            else if (series.Kind == MetricKind.Counter && _covered[i] > 0)
            {
                points.Add(new CurvePoint(time, _amounts[i] / (_covered[i] / NanosecondsPerSecond), _values[i]));
            }
            else if (series.Kind < MetricKind.Counter && _values[i] is { } value)
            {
                points.Add(new CurvePoint(time, value));
            }
        }

        return points;
    }

    /// <summary>The series was sent unchanged up to a time.</summary>
    public void AddUnchanged(long time)
    {
        if (_lastTime == 0 || time <= _lastTime)
        {
            return;
        }

        if (series.Kind == MetricKind.Counter)
        {
            Spread(_lastTime, time, 0);
            Stand(time, _lastValue);
        }
        else if (series.Kind < MetricKind.Counter)
        {
            AddValue(time, _lastValue);
        }

        _lastTime = time;
    }

    private void AddValue(long time, double value)
    {
        if (_lastTime != 0 && time - _lastTime <= Carry)
        {
            for (var i = IntervalOf(_lastTime) + 1; i < IntervalOf(time); i++)
            {
                if (i >= 0 && i < intervals)
                {
                    _values[i] = _lastValue;
                }
            }
        }

        Stand(time, value);
        (_lastTime, _lastValue) = (time, value);
    }

    private void AddCounter(long time, double value, long start)
    {
        var isFirst = _lastTime == 0;
        if (series.IsDelta)
        {
            _deltaTotal += value;
            Spread(isFirst ? Math.Max(start, time - width) : _lastTime, time, value);
            Stand(time, _deltaTotal);
        }
        else
        {
            // What a counter stands at when it is first seen has come since it began, whenever that was.
            var began = isFirst || value < _lastValue;
            var since = !began ? _lastTime : start > _lastTime ? start : isFirst ? time : _lastTime;
            Spread(since, time, began ? value : value - _lastValue);
            Stand(time, value);
        }

        (_lastTime, _lastValue) = (time, value);
    }

    private void AddHistogram(PointRecord point)
    {
        var value = HistogramValue.Read(point);
        var isKnown = series.IsDelta || _lastHistogram is not null || point.Start >= from - Carry;
        var difference = series.IsDelta || _lastHistogram is null ? value : value.Since(_lastHistogram);
        var at = IntervalOf(point.Time);
        if (isKnown && at >= 0 && at < intervals)
        {
            _histograms[at] = _histograms[at] is { } before ? before.With(difference) : difference;
        }

        _lastHistogram = value;
        _lastTime = point.Time;
    }

    private void Stand(long time, double value)
    {
        var at = IntervalOf(time);
        if (at >= 0 && at < intervals)
        {
            _values[at] = value;
        }
    }

    /// <summary>Deals out an increase evenly over the time in which it came about.</summary>
    private void Spread(long since, long until, double amount)
    {
        if (until <= since)
        {
            return;
        }

        for (var i = Math.Max(0, IntervalOf(since)); i < intervals && from + (i * width) < until; i++)
        {
            var low = Math.Max(since, from + (i * width));
            var high = Math.Min(until, from + ((i + 1) * width));
            if (high > low)
            {
                _amounts[i] += amount * (high - low) / (until - since);
                _covered[i] += high - low;
            }
        }
    }

    private int IntervalOf(long time) => (int)Math.Clamp(Math.Floor((time - from) / (double)width), -1, intervals);
}
