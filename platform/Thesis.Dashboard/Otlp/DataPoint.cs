using Thesis.Dashboard.Storage;

namespace Thesis.Dashboard.Otlp;

/// <summary>
/// A point as it came, whatever its kind. NumberDataPoint, HistogramDataPoint, ExponentialHistogramDataPoint and
/// SummaryDataPoint use the same field numbers for different things.
/// </summary>
internal sealed class DataPoint
{
    private const long NoRecordedValue = 1;
    private readonly List<long> _positive = [];
    private readonly List<long> _negative = [];
    private readonly List<double> _bounds = [];

    public List<Range> Attributes { get; } = [];

    public List<Range> Exemplars { get; } = [];

    public long Time { get; private set; }

    /// <summary>Since when a cumulative value counts; 0 when the sender does not say.</summary>
    public long Start { get; private set; }

    /// <summary>The value; the sum of a histogram.</summary>
    public double Value { get; private set; }

    public long Count { get; private set; }

    public double Min { get; private set; }

    public double Max { get; private set; }

    public int Scale { get; private set; }

    public long ZeroCount { get; private set; }

    public int PositiveOffset { get; private set; }

    public int NegativeOffset { get; private set; }

    public bool HasNoValue { get; private set; }

    /// <summary>Counts of the buckets, from the lowest on.</summary>
    public List<long> Positive => _positive;

    /// <summary>Of an exponential histogram, from the bucket nearest to zero on.</summary>
    public List<long> Negative => _negative;

    /// <summary>Upper bounds of a histogram's buckets but the last.</summary>
    public List<double> Bounds => _bounds;

    public void Read(ReadOnlySpan<byte> message, MetricKind kind, long now)
    {
        Clear();
        var reader = new ProtoReader(message, "DataPoint");
        while (reader.Next())
        {
            var read = kind switch
            {
                MetricKind.Histogram or MetricKind.Summary => ReadHistogram(ref reader, kind),
                MetricKind.ExponentialHistogram => ReadExponential(ref reader),
                _ => ReadNumber(ref reader),
            };
            if (!read)
            {
                reader.Skip();
            }
        }

        Time = Time > 0 ? Time : now;
    }

    private void Clear()
    {
        Attributes.Clear();
        Exemplars.Clear();
        _positive.Clear();
        _negative.Clear();
        _bounds.Clear();
        Time = Start = Count = ZeroCount = 0;
        Scale = PositiveOffset = NegativeOffset = 0;
        Value = 0;
        Min = Max = double.NaN;
        HasNoValue = false;
    }

    private bool ReadNumber(ref ProtoReader reader)
    {
        switch (reader.Field)
        {
            case 2: Start = (long)reader.UInt64Fixed(); return true;
            case 3: Time = (long)reader.UInt64Fixed(); return true;
            case 4: Value = reader.Double(); return true;
            case 5: Exemplars.Add(reader.Range()); return true;
            case 6: Value = (long)reader.UInt64Fixed(); return true;
            case 7: Attributes.Add(reader.Range()); return true;
            case 8: HasNoValue = (reader.Int64() & NoRecordedValue) != 0; return true;
            default: return false;
        }
    }

    private bool ReadHistogram(ref ProtoReader reader, MetricKind kind)
    {
        var isSummary = kind == MetricKind.Summary;
        switch (reader.Field)
        {
            case 2: Start = (long)reader.UInt64Fixed(); return true;
            case 3: Time = (long)reader.UInt64Fixed(); return true;
            case 4: Count = (long)reader.UInt64Fixed(); return true;
            case 5: Value = reader.Double(); return true;
            case 6 when !isSummary: reader.Repeated(v => _positive.Add((long)v), isFixed: true); return true;
            case 7 when !isSummary: reader.Repeated(v => _bounds.Add(BitConverter.UInt64BitsToDouble(v)), isFixed: true); return true;
            case 7: Attributes.Add(reader.Range()); return true;
            case 8 when !isSummary: Exemplars.Add(reader.Range()); return true;
            case 9 when !isSummary: Attributes.Add(reader.Range()); return true;
            case 10 when !isSummary: HasNoValue = (reader.Int64() & NoRecordedValue) != 0; return true;
            case 11: Min = reader.Double(); return true;
            case 12: Max = reader.Double(); return true;
            default: return false;
        }
    }

    private bool ReadExponential(ref ProtoReader reader)
    {
        switch (reader.Field)
        {
            case 1: Attributes.Add(reader.Range()); return true;
            case 2: Start = (long)reader.UInt64Fixed(); return true;
            case 3: Time = (long)reader.UInt64Fixed(); return true;
            case 4: Count = (long)reader.UInt64Fixed(); return true;
            case 5: Value = reader.Double(); return true;
            case 6: Scale = reader.SignedInt32(); return true;
            case 7: ZeroCount = (long)reader.UInt64Fixed(); return true;
            case 8: PositiveOffset = ReadBuckets(reader.Bytes(), _positive); return true;
            case 9: NegativeOffset = ReadBuckets(reader.Bytes(), _negative); return true;
            case 10: HasNoValue = (reader.Int64() & NoRecordedValue) != 0; return true;
            case 11: Exemplars.Add(reader.Range()); return true;
            case 12: Min = reader.Double(); return true;
            case 13: Max = reader.Double(); return true;
            default: return false;
        }
    }

    private static int ReadBuckets(ReadOnlySpan<byte> message, List<long> counts)
    {
        var offset = 0;
        var reader = new ProtoReader(message, "Buckets");
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: offset = reader.SignedInt32(); break;
                case 2: reader.Repeated(v => counts.Add((long)v), isFixed: false); break;
                default: reader.Skip(); break;
            }
        }

        return offset;
    }
}
