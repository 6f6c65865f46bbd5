using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Thesis.Dashboard.Otlp;

/// <summary>
/// Turns OTLP's JSON into the same message in protobuf, so that there is one decoder. Names are OTLP's lowerCamelCase, ids are
/// in hexadecimal, 64-bit numbers may be strings, unknown fields are passed over.
/// </summary>
internal static class OtlpJson
{
    private const int MaxDepth = 64;

    private delegate void Write(ArrayBufferWriter<byte> into, int field, JsonElement value, string path);

    private static readonly Dictionary<string, Dictionary<string, (int Field, Write Write)>> _messages = Describe();

    /// <exception cref="OtlpException">It is no JSON, or a value is of the wrong kind; the message says which.</exception>
    public static byte[] ToProto(Signal signal, ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = MaxDepth });
            var buffer = new ArrayBufferWriter<byte>();
            WriteMessage(buffer, $"Export{signal}", document.RootElement, "$");
            return buffer.WrittenSpan.ToArray();
        }
        catch (JsonException e)
        {
            throw new OtlpException($"The body is not JSON: {e.Message}");
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException)
        {
            throw new OtlpException($"The body is not OTLP's JSON: {e.Message}");
        }
    }

    private static Dictionary<string, Dictionary<string, (int, Write)>> Describe()
    {
        var text = """
            ExportTraces: resourceSpans=1 *ResourceSpans
            ExportLogs: resourceLogs=1 *ResourceLogs
            ExportMetrics: resourceMetrics=1 *ResourceMetrics
            ResourceSpans: resource=1 Resource, scopeSpans=2 *ScopeSpans
            ResourceLogs: resource=1 Resource, scopeLogs=2 *ScopeLogs
            ResourceMetrics: resource=1 Resource, scopeMetrics=2 *ScopeMetrics
            ScopeSpans: scope=1 Scope, spans=2 *Span
            ScopeLogs: scope=1 Scope, logRecords=2 *LogRecord
            ScopeMetrics: scope=1 Scope, metrics=2 *Metric
            Resource: attributes=1 *KeyValue
            Scope: name=1 string, version=2 string, attributes=3 *KeyValue
            KeyValue: key=1 string, value=2 AnyValue
            AnyValue: stringValue=1 string, boolValue=2 bool, intValue=3 varint, doubleValue=4 double, arrayValue=5 Array, kvlistValue=6 KeyValueList, bytesValue=7 base64
            Array: values=1 *AnyValue
            KeyValueList: values=1 *KeyValue
            LogRecord: timeUnixNano=1 fixed, severityNumber=2 varint, severityText=3 string, body=5 AnyValue, attributes=6 *KeyValue, traceId=9 hex, spanId=10 hex, observedTimeUnixNano=11 fixed, eventName=12 string
            Span: traceId=1 hex, spanId=2 hex, traceState=3 string, parentSpanId=4 hex, name=5 string, kind=6 varint, startTimeUnixNano=7 fixed, endTimeUnixNano=8 fixed, attributes=9 *KeyValue, events=11 *Event, links=13 *Link, status=15 Status
            Event: timeUnixNano=1 fixed, name=2 string, attributes=3 *KeyValue
            Link: traceId=1 hex, spanId=2 hex, traceState=3 string, attributes=4 *KeyValue
            Status: message=2 string, code=3 varint
            Metric: name=1 string, description=2 string, unit=3 string, gauge=5 Gauge, sum=7 Sum, histogram=9 Histogram, exponentialHistogram=10 ExponentialHistogram, summary=11 Summary
            Gauge: dataPoints=1 *NumberDataPoint
            Sum: dataPoints=1 *NumberDataPoint, aggregationTemporality=2 varint, isMonotonic=3 bool
            Histogram: dataPoints=1 *HistogramDataPoint, aggregationTemporality=2 varint
            ExponentialHistogram: dataPoints=1 *ExponentialHistogramDataPoint, aggregationTemporality=2 varint
            Summary: dataPoints=1 *SummaryDataPoint
            NumberDataPoint: startTimeUnixNano=2 fixed, timeUnixNano=3 fixed, asDouble=4 double, exemplars=5 *Exemplar, asInt=6 fixed, attributes=7 *KeyValue, flags=8 varint
            HistogramDataPoint: startTimeUnixNano=2 fixed, timeUnixNano=3 fixed, count=4 fixed, sum=5 double, bucketCounts=6 *fixed, explicitBounds=7 *double, exemplars=8 *Exemplar, attributes=9 *KeyValue, flags=10 varint, min=11 double, max=12 double
            ExponentialHistogramDataPoint: attributes=1 *KeyValue, startTimeUnixNano=2 fixed, timeUnixNano=3 fixed, count=4 fixed, sum=5 double, scale=6 zigzag, zeroCount=7 fixed, positive=8 Buckets, negative=9 Buckets, flags=10 varint, exemplars=11 *Exemplar, min=12 double, max=13 double
            Buckets: offset=1 zigzag, bucketCounts=2 *varint
            SummaryDataPoint: startTimeUnixNano=2 fixed, timeUnixNano=3 fixed, count=4 fixed, sum=5 double, attributes=7 *KeyValue
            Exemplar: timeUnixNano=2 fixed, asDouble=3 double, spanId=4 hex, traceId=5 hex, asInt=6 fixed
            """;
        return text.Split('\n').Select(line => line.Split(": ")).ToDictionary(
            parts => parts[0],
            parts => parts[1].Split(", ").Select(f => f.Split('=', ' ')).ToDictionary(f => f[0], f => (int.Parse(f[1], CultureInfo.InvariantCulture), WriterOf(f[2]))));
    }

    private static Write WriterOf(string type)
    {
        if (type.StartsWith('*'))
        {
            var one = WriterOf(type[1..]);
            return (into, field, value, path) =>
            {
                var index = 0;
                foreach (var item in value.EnumerateArray())
                {
                    one(into, field, item, $"{path}[{index++}]");
                }
            };
        }

        return type switch
        {
            "string" => (into, field, value, _) => WriteBytes(into, field, Encoding.UTF8.GetBytes(value.GetString() ?? "")),
            "hex" => (into, field, value, path) => WriteBytes(into, field, Hex(value, path)),
            "base64" => (into, field, value, _) => WriteBytes(into, field, value.GetBytesFromBase64()),
            "bool" => (into, field, value, _) => WriteNumber(into, field, value.GetBoolean() ? 1UL : 0UL),
            "varint" => (into, field, value, path) => WriteNumber(into, field, Whole(value, path)),
            "zigzag" => (into, field, value, path) => WriteNumber(into, field, ZigZag((long)Whole(value, path))),
            "fixed" => (into, field, value, path) => WriteFixed(into, field, Whole(value, path)),
            "double" => (into, field, value, path) => WriteFixed(into, field, BitConverter.DoubleToUInt64Bits(Real(value, path))),
            _ => (into, field, value, path) =>
            {
                var inner = new ArrayBufferWriter<byte>();
                WriteMessage(inner, type, value, path);
                WriteBytes(into, field, inner.WrittenSpan);
            }
            ,
        };
    }

    private static void WriteMessage(ArrayBufferWriter<byte> into, string type, JsonElement message, string path)
    {
        if (message.ValueKind != JsonValueKind.Object)
        {
            throw new OtlpException($"{path} is {message.ValueKind}; an object belongs there.");
        }

        var fields = _messages[type];
        foreach (var property in message.EnumerateObject())
        {
            if (property.Value.ValueKind != JsonValueKind.Null && fields.TryGetValue(property.Name, out var known))
            {
                var at = $"{path}.{property.Name}";
                try
                {
                    known.Write(into, known.Field, property.Value, at);
                }
                catch (Exception e) when (e is InvalidOperationException or FormatException)
                {
                    throw new OtlpException($"{at} cannot be read: {e.Message}");
                }
            }
        }
    }

    private static byte[] Hex(JsonElement value, string path)
    {
        try
        {
            return Convert.FromHexString(value.GetString() ?? "");
        }
        catch (FormatException)
        {
            throw new OtlpException($"{path} is '{value}'; ids are in hexadecimal.");
        }
    }

    private static ulong Whole(JsonElement value, string path)
    {
        var text = value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText();
        return ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var positive) ? positive
            : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var negative) ? (ulong)negative
            : throw new OtlpException($"{path} is '{value}'; a whole number belongs there.");
    }

    private static double Real(JsonElement value, string path) => value.ValueKind == JsonValueKind.Number
        ? value.GetDouble()
        : double.TryParse(value.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number
        : throw new OtlpException($"{path} is '{value}'; a number belongs there.");

    private static ulong ZigZag(long value) => (ulong)((value << 1) ^ (value >> 63));

    private static void WriteNumber(ArrayBufferWriter<byte> into, int field, ulong value)
    {
        WriteVarint(into, (ulong)field << 3);
        WriteVarint(into, value);
    }

    private static void WriteFixed(ArrayBufferWriter<byte> into, int field, ulong value)
    {
        WriteVarint(into, ((ulong)field << 3) | 1);
        into.Write(BitConverter.GetBytes(value));
    }

    private static void WriteBytes(ArrayBufferWriter<byte> into, int field, ReadOnlySpan<byte> bytes)
    {
        WriteVarint(into, ((ulong)field << 3) | 2);
        WriteVarint(into, (ulong)bytes.Length);
        into.Write(bytes);
    }

    private static void WriteVarint(ArrayBufferWriter<byte> into, ulong value)
    {
        var span = into.GetSpan(10);
        var length = 0;
        while (value >= 0x80)
        {
            span[length++] = (byte)(value | 0x80);
            value >>= 7;
        }

        span[length++] = (byte)value;
        into.Advance(length);
    }
}
