using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Thesis.Dashboard.Otlp;
using Thesis.Dashboard.Storage;

namespace Thesis.Dashboard.Api;

/// <summary>Writes records as the API's JSON, straight from their bytes.</summary>
internal static class RecordJson
{
    private static readonly SearchValues<byte> _numberCharacters = SearchValues.Create("0123456789+-.eE"u8);
    private static readonly string[] _kinds = ["unspecified", "internal", "server", "client", "producer", "consumer"];
    private static readonly string[] _statuses = ["unset", "ok", "error"];

    public static void WriteLog(Utf8JsonWriter json, RunStore run, long id, ReadOnlySpan<byte> payload)
    {
        var log = new LogRecord(payload);
        var fields = log.Fields;
        json.WriteStartObject();
        json.WriteString("id", id.ToString(CultureInfo.InvariantCulture));
        WriteTime(json, "time", log.Time);
        json.WriteString("resource", run.SenderOf(log.Resource).Name);
        json.WriteString("level", LogLevels.Name(log.Severity));
        json.WriteNumber("severity", log.Severity);
        json.WriteString("message", fields.Value(out _));
        var eventName = fields.Text();
        if (eventName.Length > 0)
        {
            json.WriteString("eventName", eventName);
        }

        json.WriteString("category", Senders.ScopeName(run.Names.NameOf(NameKind.Scope, log.Scope)));
        WriteId(json, "traceId", log.TraceId);
        WriteId(json, "spanId", log.SpanId);
        WriteAttributes(json, ref fields, out var exception);
        if (exception is not null)
        {
            json.WriteString("exception", exception);
        }

        json.WriteEndObject();
    }

    public static void WriteSpan(Utf8JsonWriter json, RunStore run, ReadOnlySpan<byte> payload, long traceStart)
    {
        var span = new SpanRecord(payload);
        var fields = span.Fields;
        json.WriteStartObject();
        WriteId(json, "spanId", span.SpanId);
        WriteId(json, "parentSpanId", span.ParentId);
        json.WriteString("name", fields.Text());
        json.WriteString("kind", _kinds[span.Kind]);
        var sender = run.SenderOf(span.Resource);
        json.WriteString("resource", sender.Name);
        json.WriteString("instanceId", sender.InstanceId);
        json.WriteString("scope", Senders.ScopeName(run.Names.NameOf(NameKind.Scope, span.Scope)));
        WriteTime(json, "startTime", span.Start);
        json.WriteNumber("offsetMs", Milliseconds(span.Start - traceStart));
        json.WriteNumber("durationMs", Milliseconds(span.Duration));
        json.WriteString("status", _statuses[span.Status]);
        var message = fields.Text();
        json.WriteString("statusMessage", message);
        _ = fields.Text(); // The trace state.
        WriteAttributes(json, ref fields, out _);
        WriteEvents(json, ref fields, span.Start);
        WriteLinks(json, ref fields);
        json.WriteEndObject();
    }

    public static void WriteTime(Utf8JsonWriter json, string name, long nanoseconds) =>
        json.WriteString(name, RequestQuery.FromNanoseconds(nanoseconds));

    public static double Milliseconds(long nanoseconds) => nanoseconds / 1_000_000.0;

    /// <summary>A value as JSON has it; whole numbers that JavaScript would round become strings.</summary>
    public static void WriteValue(Utf8JsonWriter json, ValueKind kind, ReadOnlySpan<byte> text)
    {
        switch (kind)
        {
            case ValueKind.Empty:
                json.WriteNullValue();
                break;
            case ValueKind.Bool or ValueKind.Json:
            case ValueKind.Integer when text.Length <= 15:
            case ValueKind.Double when IsJsonNumber(text):
                json.WriteRawValue(text);
                break;
            default:
                json.WriteStringValue(text);
                break;
        }
    }

    private static void WriteAttributes(Utf8JsonWriter json, ref FieldReader fields, out string? exception)
    {
        string? type = null, message = null, stack = null;
        json.WriteStartObject("attributes");
        for (var left = fields.Number(); left > 0; left--)
        {
            var key = fields.Text();
            var value = fields.Value(out var kind);
            json.WritePropertyName(key);
            WriteValue(json, kind, value);
            if (key.StartsWith("exception."u8))
            {
                type = key.SequenceEqual("exception.type"u8) ? Encoding.UTF8.GetString(value) : type;
                message = key.SequenceEqual("exception.message"u8) ? Encoding.UTF8.GetString(value) : message;
                stack = key.SequenceEqual("exception.stacktrace"u8) ? Encoding.UTF8.GetString(value) : stack;
            }
        }

        json.WriteEndObject();
        exception = stack ?? (type is null && message is null ? null : $"{type}: {message}");
    }

    private static void WriteEvents(Utf8JsonWriter json, ref FieldReader fields, long start)
    {
        json.WriteStartArray("events");
        for (var left = fields.Number(); left > 0; left--)
        {
            json.WriteStartObject();
            WriteTime(json, "time", start + fields.Number());
            json.WriteString("name", fields.Text());
            WriteAttributes(json, ref fields, out _);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteLinks(Utf8JsonWriter json, ref FieldReader fields)
    {
        json.WriteStartArray("links");
        for (var left = fields.Number(); left > 0; left--)
        {
            json.WriteStartObject();
            json.WriteString("traceId", fields.Text());
            json.WriteString("spanId", fields.Text());
            WriteAttributes(json, ref fields, out _);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteId(Utf8JsonWriter json, string name, ReadOnlySpan<byte> id)
    {
        if (id.IndexOfAnyExcept((byte)0) < 0)
        {
            json.WriteNull(name);
        }
        else
        {
            json.WriteString(name, Convert.ToHexStringLower(id));
        }
    }

    private static bool IsJsonNumber(ReadOnlySpan<byte> text) => !text.ContainsAnyExcept(_numberCharacters);
}
