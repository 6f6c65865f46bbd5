using Thesis.Dashboard.Storage;

namespace Thesis.Dashboard.Otlp;

/// <summary>Reads Metric messages.</summary>
internal sealed class MetricDecoder(NameTable names, SeriesState state, TimeProvider time) : SignalDecoder(names, time, "Metrics")
{
    private const int MaxBuckets = 512;
    private readonly DataPoint _point = new();
    private readonly List<Range> _points = [];
    private readonly byte[] _head = new byte[PointRecord.HistogramSize];
    private byte[] _name = new byte[1024];

    /// <summary>Points that were worth storing or equal to the one before.</summary>
    public int Accepted { get; private set; }

    public override void Clear()
    {
        base.Clear();
        Accepted = 0;
    }

    protected override void DecodeItem(int resource, int scope, ReadOnlySpan<byte> message)
    {
        ReadOnlySpan<byte> name = default, description = default, unit = default, data = default;
        var dataField = 0;
        var reader = new ProtoReader(message, "Metric");
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: name = reader.Bytes(); break;
                case 2: description = reader.Bytes(); break;
                case 3: unit = reader.Bytes(); break;
                case 5 or 7 or 9 or 10 or 11:
                    dataField = reader.Field;
                    data = reader.Bytes();
                    break;
                default: reader.Skip(); break;
            }
        }

        var (kind, isDelta) = ReadData(dataField, data);
        foreach (var range in _points)
        {
            var point = data[range];
            _point.Read(point, kind, NowNanoseconds());
            MetricSeries.Write(Fields, (resource, scope), (kind, isDelta), name, description, unit, _point.Bounds);
            AnyValue.WriteAttributes(Fields, _point.Attributes, point);
            Store(resource, kind, isDelta, point);
        }
    }

    private (MetricKind Kind, bool IsDelta) ReadData(int field, ReadOnlySpan<byte> data)
    {
        _points.Clear();
        long temporality = 0, monotonic = 0;
        var reader = new ProtoReader(data, "Metric.data");
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: _points.Add(reader.Range()); break;
                case 2: temporality = reader.Int64(); break;
                case 3: monotonic = reader.Int64(); break;
                default: reader.Skip(); break;
            }
        }

        var kind = field switch
        {
            7 => monotonic != 0 ? MetricKind.Counter : MetricKind.Sum,
            9 => MetricKind.Histogram,
            10 => MetricKind.ExponentialHistogram,
            11 => MetricKind.Summary,
            _ => MetricKind.Gauge,
        };
        return (kind, temporality == 1);
    }

    private void Store(int resource, MetricKind kind, bool isDelta, ReadOnlySpan<byte> message)
    {
        var series = SeriesNumber();
        if (series == NameTable.Others)
        {
            Reject("There are more series than the dashboard keeps; give metrics fewer attributes or attributes fewer values.");
            return;
        }

        Accepted++;
        StoreExemplars(resource, series, message);
        if (_point.HasNoValue || (isDelta && kind >= MetricKind.Histogram && _point.Count == 0)
            || (!state.Accept(series, _point.Value, _point.Count, _point.Time, out var unchangedUntil) && !isDelta))
        {
            return;
        }

        Fields.Clear();
        if (unchangedUntil > 0)
        {
            PointRecord.WriteHead(_head, unchangedUntil, (resource, series), PointKind.Unchanged, 0);
            Add(_head.AsSpan(0, PointRecord.NumberSize), "A point");
        }

        PointRecord.WriteHead(_head, _point.Time, (resource, series), PointKindOf(kind), _point.Value, _point.Start);
        if (kind < MetricKind.Histogram)
        {
            Add(_head.AsSpan(0, PointRecord.NumberSize), "A point");
            return;
        }

        PointRecord.WriteRange(_head, _point.Count, _point.Min, _point.Max);
        WriteBuckets(kind);
        Add(_head, "A point");
    }

    private static PointKind PointKindOf(MetricKind kind) => kind switch
    {
        MetricKind.Histogram or MetricKind.Summary => PointKind.Histogram,
        MetricKind.ExponentialHistogram => PointKind.ExponentialHistogram,
        _ => PointKind.Number,
    };

    private int SeriesNumber()
    {
        var size = sizeof(int) + Fields.Shape.Length + Fields.TextBytes.Length;
        if (_name.Length < size)
        {
            _name = new byte[size * 2];
        }

        BitConverter.TryWriteBytes(_name, Fields.Shape.Length);
        Fields.Shape.CopyTo(_name.AsSpan(sizeof(int)));
        Fields.TextBytes.CopyTo(_name.AsSpan(sizeof(int) + Fields.Shape.Length));
        return Names.NumberOf(NameKind.Series, _name.AsSpan(0, size));
    }

    private void WriteBuckets(MetricKind kind)
    {
        if (kind == MetricKind.ExponentialHistogram)
        {
            Fields.Number(_point.Scale);
            Fields.Number(_point.ZeroCount);
            WriteCounts(_point.Negative, _point.NegativeOffset);
            WriteCounts(_point.Positive, _point.PositiveOffset);
            return;
        }

        WriteCounts(_point.Positive, 0);
    }

    private void WriteCounts(List<long> counts, int offset)
    {
        var kept = Math.Min(counts.Count, MaxBuckets);
        Fields.Number(offset);
        Fields.Number(kept);
        for (var i = 0; i < kept; i++)
        {
            Fields.Number(counts[i]);
        }
    }

    private void StoreExemplars(int resource, int series, ReadOnlySpan<byte> message)
    {
        foreach (var range in _point.Exemplars)
        {
            long when = 0;
            double value = 0;
            ReadOnlySpan<byte> traceId = default, spanId = default;
            var reader = new ProtoReader(message[range], "Exemplar");
            while (reader.Next())
            {
                switch (reader.Field)
                {
                    case 2: when = Nanoseconds(reader.UInt64Fixed()); break;
                    case 3: value = reader.Double(); break;
                    case 4: spanId = reader.Bytes(); break;
                    case 5: traceId = reader.Bytes(); break;
                    case 6: value = (long)reader.UInt64Fixed(); break;
                    default: reader.Skip(); break;
                }
            }

            if (traceId.Length == 16 && spanId.Length == 8 && state.AcceptExemplar(series, when))
            {
                Fields.Clear();
                PointRecord.WriteHead(_head, when, (resource, series), PointKind.Exemplar, value);
                PointRecord.WriteIds(_head, traceId, spanId);
                Add(_head.AsSpan(0, PointRecord.ExemplarSize), "An exemplar");
            }
        }
    }
}
