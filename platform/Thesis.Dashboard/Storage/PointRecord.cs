using System.Buffers.Binary;

namespace Thesis.Dashboard.Storage;

/// <summary>What a record of the metrics' log holds.</summary>
internal enum PointKind : byte
{
    Number = 1,
    Histogram = 2,
    ExponentialHistogram = 3,
    Exemplar = 4,

    /// <summary>The series was sent unchanged up to this time.</summary>
    Unchanged = 5,
}

/// <summary>
/// A point of a metric: time, resource, series (4), kind (1), value or sum (8), start of what is counted (8), then for
/// histograms count (8), min (8), max (8) and the buckets as variable-length numbers; for exemplars trace id (16), span id (8).
/// </summary>
internal readonly ref struct PointRecord(ReadOnlySpan<byte> payload)
{
    public const int NumberSize = 33;
    public const int HistogramSize = 57;
    public const int ExemplarSize = 57;
    private readonly ReadOnlySpan<byte> _payload = payload;

    public long Time => RecordFrame.TimeOf(_payload);

    public int Series => BinaryPrimitives.ReadInt32LittleEndian(_payload[12..]);

    public PointKind Kind => (PointKind)_payload[16];

    /// <summary>Of a number or an exemplar; the sum of a histogram.</summary>
    public double Value => BinaryPrimitives.ReadDoubleLittleEndian(_payload[17..]);

    /// <summary>Since when a cumulative value counts; 0 when the sender does not say.</summary>
    public long Start => BinaryPrimitives.ReadInt64LittleEndian(_payload[25..]);

    public long Count => BinaryPrimitives.ReadInt64LittleEndian(_payload[33..]);

    /// <summary>NaN when it was not sent.</summary>
    public double Min => BinaryPrimitives.ReadDoubleLittleEndian(_payload[41..]);

    /// <summary>NaN when it was not sent.</summary>
    public double Max => BinaryPrimitives.ReadDoubleLittleEndian(_payload[49..]);

    public FieldReader Buckets => new(_payload[HistogramSize..], default);

    public ReadOnlySpan<byte> TraceId => _payload.Slice(33, 16);

    public ReadOnlySpan<byte> SpanId => _payload.Slice(49, 8);

    public static void WriteHead(Span<byte> head, long time, (int Resource, int Series) origin, PointKind kind, double value, long start = 0)
    {
        BinaryPrimitives.WriteInt64LittleEndian(head, time);
        BinaryPrimitives.WriteInt32LittleEndian(head[RecordFrame.ResourceOffset..], origin.Resource);
        BinaryPrimitives.WriteInt32LittleEndian(head[12..], origin.Series);
        head[16] = (byte)kind;
        BinaryPrimitives.WriteDoubleLittleEndian(head[17..], value);
        BinaryPrimitives.WriteInt64LittleEndian(head[25..], start);
    }

    public static void WriteRange(Span<byte> head, long count, double min, double max)
    {
        BinaryPrimitives.WriteInt64LittleEndian(head[33..], count);
        BinaryPrimitives.WriteDoubleLittleEndian(head[41..], min);
        BinaryPrimitives.WriteDoubleLittleEndian(head[49..], max);
    }

    public static void WriteIds(Span<byte> head, ReadOnlySpan<byte> traceId, ReadOnlySpan<byte> spanId)
    {
        traceId.CopyTo(head[33..]);
        spanId.CopyTo(head[49..]);
    }
}
