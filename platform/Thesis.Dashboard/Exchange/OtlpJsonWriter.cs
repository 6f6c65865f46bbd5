using System.Text.Json;
using Thesis.Dashboard.Otlp;
using Thesis.Dashboard.Storage;

namespace Thesis.Dashboard.Exchange;

/// <summary>Writes stored records as OTLP's JSON, as they would be sent again.</summary>
internal sealed class OtlpJsonWriter(RunStore run)
{
    private readonly FieldWriter _fields = new();

    /// <summary>A whole request: records that follow each other and have sender and scope in common share them.</summary>
    public void WriteRequest(Utf8JsonWriter json, Signal signal, IEnumerable<byte[]> records)
    {
        var (outer, middle, inner) = signal switch
        {
            Signal.Traces => ("resourceSpans", "scopeSpans", "spans"),
            Signal.Logs => ("resourceLogs", "scopeLogs", "logRecords"),
            _ => ("resourceMetrics", "scopeMetrics", "metrics"),
        };
        json.WriteStartObject();
        json.WriteStartArray(outer);
        (int, int)? open = null;
        foreach (var record in records)
        {
            var origin = (RecordFrame.ResourceOf(record), ScopeOf(signal, record));
            if (origin != open)
            {
                Close(json, open);
                Open(json, origin, middle, inner);
                open = origin;
            }

            WriteItem(json, signal, record);
        }

        Close(json, open);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private int ScopeOf(Signal signal, byte[] record) => signal switch
    {
        Signal.Traces => new SpanRecord(record).Scope,
        Signal.Logs => new LogRecord(record).Scope,
        _ => SeriesOf(new PointRecord(record)).Scope,
    };

    private MetricSeries SeriesOf(PointRecord point) => MetricSeries.Read(run.Names.NameOf(NameKind.Series, point.Series));

    private void Open(Utf8JsonWriter json, (int Resource, int Scope) origin, string middle, string inner)
    {
        json.WriteStartObject();
        json.WriteStartObject("resource");
        WriteRawAttributes(json, run.Names.NameOf(NameKind.Resource, origin.Resource), Senders.ResourceAttributes);
        json.WriteEndObject();
        json.WriteStartArray(middle);
        json.WriteStartObject();
        json.WriteStartObject("scope");
        json.WriteString("name", Senders.ScopeName(run.Names.NameOf(NameKind.Scope, origin.Scope)));
        WriteRawAttributes(json, run.Names.NameOf(NameKind.Scope, origin.Scope), Senders.ScopeAttributes);
        json.WriteEndObject();
        json.WriteStartArray(inner);
    }

    private static void Close(Utf8JsonWriter json, (int, int)? open)
    {
        if (open is not null)
        {
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        }
    }

    private void WriteRawAttributes(Utf8JsonWriter json, ReadOnlySpan<byte> message, int field)
    {
        Senders.WriteAttributes(message, field, _fields);
        var fields = new FieldReader(_fields.Shape, _fields.TextBytes);
        OtlpJsonValue.WriteAttributes(json, ref fields);
    }

    private void WriteItem(Utf8JsonWriter json, Signal signal, byte[] record)
    {
        json.WriteStartObject();
        switch (signal)
        {
            case Signal.Traces:
                WriteSpan(json, new SpanRecord(record));
                break;
            case Signal.Logs:
                WriteLog(json, new LogRecord(record));
                break;
            default:
                OtlpJsonMetric.Write(json, SeriesOf(new PointRecord(record)), new PointRecord(record));
                break;
        }

        json.WriteEndObject();
    }

    private static void WriteLog(Utf8JsonWriter json, LogRecord log)
    {
        var fields = log.Fields;
        OtlpJsonValue.WriteTime(json, "timeUnixNano", log.Time);
        json.WriteNumber("severityNumber", log.Severity);
        json.WriteString("severityText", LogLevels.Name(log.Severity));
        var body = fields.Value(out var kind);
        json.WritePropertyName("body");
        OtlpJsonValue.Write(json, kind, body);
        json.WriteString("eventName", fields.Text());
        OtlpJsonValue.WriteAttributes(json, ref fields);
        OtlpJsonValue.WriteId(json, "traceId", log.TraceId);
        OtlpJsonValue.WriteId(json, "spanId", log.SpanId);
    }

    private static void WriteSpan(Utf8JsonWriter json, SpanRecord span)
    {
        var fields = span.Fields;
        OtlpJsonValue.WriteId(json, "traceId", span.TraceId);
        OtlpJsonValue.WriteId(json, "spanId", span.SpanId);
        OtlpJsonValue.WriteId(json, "parentSpanId", span.ParentId);
        json.WriteString("name", fields.Text());
        json.WriteNumber("kind", span.Kind);
        OtlpJsonValue.WriteTime(json, "startTimeUnixNano", span.Start);
        OtlpJsonValue.WriteTime(json, "endTimeUnixNano", span.Start + span.Duration);
        json.WriteStartObject("status");
        json.WriteNumber("code", span.Status);
        json.WriteString("message", fields.Text());
        json.WriteEndObject();
        json.WriteString("traceState", fields.Text());
        OtlpJsonValue.WriteAttributes(json, ref fields);
        json.WriteStartArray("events");
        for (var left = fields.Number(); left > 0; left--)
        {
            json.WriteStartObject();
            OtlpJsonValue.WriteTime(json, "timeUnixNano", span.Start + fields.Number());
            json.WriteString("name", fields.Text());
            OtlpJsonValue.WriteAttributes(json, ref fields);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("links");
        for (var left = fields.Number(); left > 0; left--)
        {
            json.WriteStartObject();
            json.WriteString("traceId", fields.Text());
            json.WriteString("spanId", fields.Text());
            OtlpJsonValue.WriteAttributes(json, ref fields);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
