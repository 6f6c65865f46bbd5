using System.Globalization;
using System.Text.Json;
using Thesis.Dashboard.Storage;

namespace Thesis.Dashboard.Exchange;

/// <summary>Values in OTLP's JSON, where each says of what kind it is and 64-bit numbers are strings.</summary>
internal static class OtlpJsonValue
{
    public static void WriteAttributes(Utf8JsonWriter json, ref FieldReader fields)
    {
        json.WriteStartArray("attributes");
        for (var left = fields.Number(); left > 0; left--)
        {
            json.WriteStartObject();
            json.WriteString("key", fields.Text());
            var value = fields.Value(out var kind);
            json.WritePropertyName("value");
            Write(json, kind, value);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    public static void Write(Utf8JsonWriter json, ValueKind kind, ReadOnlySpan<byte> text)
    {
        if (kind == ValueKind.Json)
        {
            var reader = new Utf8JsonReader(text);
            WriteElement(json, JsonElement.ParseValue(ref reader));
            return;
        }

        json.WriteStartObject();
        switch (kind)
        {
            case ValueKind.Text:
                json.WriteString("stringValue", text);
                break;
            case ValueKind.Integer:
                json.WriteString("intValue", text);
                break;
            case ValueKind.Double:
                WriteDouble(json, "doubleValue", double.Parse(text, CultureInfo.InvariantCulture));
                break;
            case ValueKind.Bool:
                json.WriteBoolean("boolValue", text.SequenceEqual("true"u8));
                break;
            case ValueKind.Bytes:
                json.WriteString("bytesValue", text);
                break;
            default:
                break;
        }

        json.WriteEndObject();
    }

    public static void WriteTime(Utf8JsonWriter json, string name, long nanoseconds) =>
        json.WriteString(name, nanoseconds.ToString(CultureInfo.InvariantCulture));

    public static void WriteDouble(Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value))
        {
            json.WriteNumber(name, value);
        }
        else
        {
            json.WriteString(name, value.ToString(CultureInfo.InvariantCulture));
        }
    }

    public static void WriteId(Utf8JsonWriter json, string name, ReadOnlySpan<byte> id) =>
        json.WriteString(name, id.IndexOfAnyExcept((byte)0) < 0 ? "" : Convert.ToHexStringLower(id));

    private static void WriteElement(Utf8JsonWriter json, JsonElement element)
    {
        json.WriteStartObject();
        switch (element.ValueKind)
        {
            case JsonValueKind.Array:
                json.WriteStartObject("arrayValue");
                json.WriteStartArray("values");
                foreach (var item in element.EnumerateArray())
                {
                    WriteElement(json, item);
                }

                json.WriteEndArray();
                json.WriteEndObject();
                break;
            case JsonValueKind.Object:
                json.WriteStartObject("kvlistValue");
                json.WriteStartArray("values");
                foreach (var property in element.EnumerateObject())
                {
                    json.WriteStartObject();
                    json.WriteString("key", property.Name);
                    json.WritePropertyName("value");
                    WriteElement(json, property.Value);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
                json.WriteEndObject();
                break;
            case JsonValueKind.String:
                json.WriteString("stringValue", element.GetString());
                break;
            case JsonValueKind.True or JsonValueKind.False:
                json.WriteBoolean("boolValue", element.GetBoolean());
                break;
            case JsonValueKind.Number when element.TryGetInt64(out var whole):
                json.WriteString("intValue", whole.ToString(CultureInfo.InvariantCulture));
                break;
            case JsonValueKind.Number:
                json.WriteNumber("doubleValue", element.GetDouble());
                break;
            default:
                break;
        }

        json.WriteEndObject();
    }
}
