using System.Globalization;
using System.Text.Json;
using Thesis.Dashboard.Storage;

namespace Thesis.Dashboard.Exchange;

/// <summary>A stored point as a metric of one point in OTLP's JSON.</summary>
internal static class OtlpJsonMetric
{
    private const int NoRecordedValue = 1; // Of a point that stands there for its exemplar alone.
    private const int Delta = 1;
    private const int Cumulative = 2;

    public static void Write(Utf8JsonWriter json, MetricSeries series, PointRecord point)
    {
        json.WriteString("name", series.Name);
        json.WriteString("description", series.Description);
        json.WriteString("unit", series.Unit);
        json.WriteStartObject(series.Kind switch
        {
            MetricKind.Gauge => "gauge",
            MetricKind.Sum or MetricKind.Counter => "sum",
            MetricKind.ExponentialHistogram => "exponentialHistogram",
            MetricKind.Summary => "summary",
            _ => "histogram",
        });
        json.WriteStartArray("dataPoints");
        json.WriteStartObject();
        WritePoint(json, series, point);
        json.WriteEndObject();
        json.WriteEndArray();
        if (series.Kind is not (MetricKind.Gauge or MetricKind.Summary))
        {
            json.WriteNumber("aggregationTemporality", series.IsDelta ? Delta : Cumulative);
        }

        if (series.Kind == MetricKind.Counter)
        {
            json.WriteBoolean("isMonotonic", true);
        }

        json.WriteEndObject();
    }

    private static void WritePoint(Utf8JsonWriter json, MetricSeries series, PointRecord point)
    {
        OtlpJsonValue.WriteTime(json, "timeUnixNano", point.Time);
        WriteAttributes(json, series);
        switch (point.Kind)
        {
            case PointKind.Number:
                OtlpJsonValue.WriteTime(json, "startTimeUnixNano", point.Start);
                OtlpJsonValue.WriteDouble(json, "asDouble", point.Value);
                break;
            case PointKind.Histogram or PointKind.ExponentialHistogram:
                WriteHistogram(json, series, point);
                break;
            case PointKind.Exemplar:
                json.WriteNumber("flags", NoRecordedValue);
                WriteExemplar(json, point);
                break;
            default:
                json.WriteNumber("flags", NoRecordedValue);
                break;
        }

        WriteNumbers(json, "explicitBounds", series.Bounds);
    }

    private static void WriteHistogram(Utf8JsonWriter json, MetricSeries series, PointRecord point)
    {
        OtlpJsonValue.WriteTime(json, "startTimeUnixNano", point.Start);
        OtlpJsonValue.WriteTime(json, "count", point.Count);
        OtlpJsonValue.WriteDouble(json, "sum", point.Value);
        if (!double.IsNaN(point.Min))
        {
            OtlpJsonValue.WriteDouble(json, "min", point.Min);
        }

        if (!double.IsNaN(point.Max))
        {
            OtlpJsonValue.WriteDouble(json, "max", point.Max);
        }

        var fields = point.Buckets;
        if (series.Kind == MetricKind.ExponentialHistogram)
        {
            json.WriteNumber("scale", fields.Number());
            OtlpJsonValue.WriteTime(json, "zeroCount", fields.Number());
            WriteBuckets(json, "negative", ref fields);
            WriteBuckets(json, "positive", ref fields);
            return;
        }

        _ = fields.Number(); // The offset, 0.
        WriteCounts(json, ref fields);
    }

    private static void WriteBuckets(Utf8JsonWriter json, string name, ref FieldReader fields)
    {
        json.WriteStartObject(name);
        json.WriteNumber("offset", fields.Number());
        WriteCounts(json, ref fields);
        json.WriteEndObject();
    }

    private static void WriteCounts(Utf8JsonWriter json, ref FieldReader fields)
    {
        json.WriteStartArray("bucketCounts");
        for (var left = fields.Number(); left > 0; left--)
        {
            json.WriteStringValue(fields.Number().ToString(CultureInfo.InvariantCulture));
        }

        json.WriteEndArray();
    }

    private static void WriteExemplar(Utf8JsonWriter json, PointRecord point)
    {
        json.WriteStartArray("exemplars");
        json.WriteStartObject();
        OtlpJsonValue.WriteTime(json, "timeUnixNano", point.Time);
        OtlpJsonValue.WriteDouble(json, "asDouble", point.Value);
        OtlpJsonValue.WriteId(json, "traceId", point.TraceId);
        OtlpJsonValue.WriteId(json, "spanId", point.SpanId);
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void WriteAttributes(Utf8JsonWriter json, MetricSeries series)
    {
        json.WriteStartArray("attributes");
        foreach (var (key, value) in series.Attributes)
        {
            json.WriteStartObject();
            json.WriteString("key", key);
            json.WriteStartObject("value");
            json.WriteString("stringValue", value);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteNumbers(Utf8JsonWriter json, string name, double[] numbers)
    {
        if (numbers.Length == 0)
        {
            return;
        }

        json.WriteStartArray(name);
        foreach (var number in numbers)
        {
            json.WriteNumberValue(number);
        }

        json.WriteEndArray();
    }
}
