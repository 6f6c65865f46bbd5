using Thesis.Dashboard.Storage;

namespace Thesis.Dashboard.Metrics;

/// <summary>
/// Counts of a histogram: by the bounds of its series, or exponential, where bucket i holds values in (b^i, b^(i+1)] for
/// b = 2^(2^-scale), and halving the resolution joins buckets 2i and 2i+1.
/// </summary>
internal sealed class HistogramValue
{
    private const int MaxIndexBits = 31;
    private readonly Dictionary<int, long> _positive = [];
    private readonly Dictionary<int, long> _negative = [];
    private long _zero;
    private int _scale;

    public long Count { get; private set; }

    public double Sum { get; private set; }

    public double Min { get; private set; } = double.NaN;

    public double Max { get; private set; } = double.NaN;

    public static HistogramValue Read(PointRecord point)
    {
        var value = new HistogramValue { Count = point.Count, Sum = point.Value, Min = point.Min, Max = point.Max };
        var fields = point.Buckets;
        if (point.Kind == PointKind.ExponentialHistogram)
        {
            value._scale = (int)fields.Number();
            value._zero = fields.Number();
            ReadCounts(ref fields, value._negative);
        }

        ReadCounts(ref fields, value._positive);
        return value;
    }

    /// <summary>What came since an earlier value of the same series; all of it when the series began anew in between.</summary>
    public HistogramValue Since(HistogramValue earlier)
    {
        if (Count < earlier.Count)
        {
            return this;
        }

        var scale = Math.Min(_scale, earlier._scale);
        var difference = new HistogramValue { Count = Count - earlier.Count, Sum = Sum - earlier.Sum, Min = Min, Max = Max, _scale = scale, _zero = _zero - earlier._zero };
        AddTo(difference._positive, _positive, _scale - scale, 1);
        AddTo(difference._positive, earlier._positive, earlier._scale - scale, -1);
        AddTo(difference._negative, _negative, _scale - scale, 1);
        AddTo(difference._negative, earlier._negative, earlier._scale - scale, -1);
        return difference;
    }

    /// <summary>Both together.</summary>
    public HistogramValue With(HistogramValue other)
    {
        var scale = Math.Min(_scale, other._scale);
        var sum = new HistogramValue
        {
            Count = Count + other.Count,
            Sum = Sum + other.Sum,
            Min = double.IsNaN(Min) ? other.Min : Math.Min(Min, double.IsNaN(other.Min) ? Min : other.Min),
            Max = double.IsNaN(Max) ? other.Max : Math.Max(Max, double.IsNaN(other.Max) ? Max : other.Max),
            _scale = scale,
            _zero = _zero + other._zero,
        };
        foreach (var each in new[] { this, other })
        {
            AddTo(sum._positive, each._positive, each._scale - scale, 1);
            AddTo(sum._negative, each._negative, each._scale - scale, 1);
        }

        return sum;
    }

    /// <summary>The value below which a share of the observations lies, read off the buckets as a straight line within each.</summary>
    /// <param name="share">From 0 to 1.</param>
    /// <param name="bounds">Of the series; none when it is exponential.</param>
    /// <returns>Null without observations or buckets.</returns>
    public double? Percentile(double share, double[] bounds)
    {
        var buckets = bounds.Length > 0 ? Explicit(bounds) : Exponential();
        var total = buckets.Sum(b => b.Count);
        if (total <= 0)
        {
            return null;
        }

        var rank = share * total;
        foreach (var (low, high, count) in buckets)
        {
            if (rank <= count)
            {
                return Clamp(low + ((high - low) * (rank / count)));
            }

            rank -= count;
        }

        return Clamp(buckets[^1].High);
    }

    private static void ReadCounts(ref FieldReader fields, Dictionary<int, long> into)
    {
        var offset = (int)fields.Number();
        var count = (int)fields.Number();
        for (var i = 0; i < count; i++)
        {
            var value = fields.Number();
            if (value != 0)
            {
                into[offset + i] = value;
            }
        }
    }

    private static void AddTo(Dictionary<int, long> into, Dictionary<int, long> counts, int shift, int sign)
    {
        foreach (var (index, count) in counts)
        {
            var joined = index >> Math.Min(shift, MaxIndexBits);
            into[joined] = into.GetValueOrDefault(joined) + (sign * count);
        }
    }

    private List<(double Low, double High, long Count)> Explicit(double[] bounds) =>
    [
        .. _positive.Where(b => b.Value > 0 && b.Key >= 0 && b.Key <= bounds.Length).OrderBy(b => b.Key).Select(b => (
            Low: b.Key == 0 ? double.IsNaN(Min) ? Math.Min(0, bounds[0]) : Min : bounds[b.Key - 1],
            High: b.Key == bounds.Length ? double.IsNaN(Max) ? bounds[^1] : Max : bounds[b.Key],
            b.Value)),
    ];

    private List<(double Low, double High, long Count)> Exponential()
    {
        var factor = Math.Pow(2, -_scale);
        double Bound(int index) => Math.Pow(2, index * factor);
        return
        [
            .. _negative.Where(b => b.Value > 0).OrderByDescending(b => b.Key).Select(b => (-Bound(b.Key + 1), -Bound(b.Key), b.Value)),
            .. _zero > 0 ? new[] { (0.0, 0.0, _zero) } : [],
            .. _positive.Where(b => b.Value > 0).OrderBy(b => b.Key).Select(b => (Bound(b.Key), Bound(b.Key + 1), b.Value)),
        ];
    }

    private double Clamp(double value)
    {
        value = double.IsNaN(Max) ? value : Math.Min(value, Max);
        return double.IsNaN(Min) ? value : Math.Max(value, Min);
    }
}
