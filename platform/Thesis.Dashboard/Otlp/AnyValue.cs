using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Thesis.Dashboard.Storage;

namespace Thesis.Dashboard.Otlp;

/// <summary>OpenTelemetry's AnyValue and KeyValue, from the wire into a record's fields.</summary>
internal static class AnyValue
{
    public const int MaxAttributes = 128;
    public const int MaxKeyBytes = 512;
    public const int MaxValueBytes = 32 * 1024;

    /// <summary>What was said to a model and what it answered is one attribute, and of use only whole.</summary>
    public const int MaxConversationBytes = 512 * 1024;
    private const int MaxDepth = 16;

    /// <summary>Writes a value; long text is cut with a mark.</summary>
    public static void Write(FieldWriter fields, ReadOnlySpan<byte> message, int maxBytes)
    {
        var reader = new ProtoReader(message, "AnyValue");
        var written = false;
        while (reader.Next())
        {
            if (written || reader.Field is < 1 or > 7)
            {
                reader.Skip();
                continue;
            }

            WriteOne(fields, ref reader, maxBytes);
            written = true;
        }

        if (!written)
        {
            fields.Value(ValueKind.Empty, default);
        }
    }

    /// <summary>Writes how many there are, then each key with its value. Those beyond the limit are left out and counted.</summary>
    public static void WriteAttributes(FieldWriter fields, List<Range> attributes, ReadOnlySpan<byte> message)
    {
        var kept = Math.Min(attributes.Count, MaxAttributes);
        fields.Number(kept + (attributes.Count > kept ? 1 : 0));
        for (var i = 0; i < kept; i++)
        {
            var pair = Pair(message[attributes[i]], out var key);
            fields.Text(key, MaxKeyBytes);
            Write(fields, pair, key.StartsWith("gen_ai."u8) ? MaxConversationBytes : MaxValueBytes);
        }

        if (attributes.Count > kept)
        {
            fields.Text("dashboard.dropped_attributes"u8);
            fields.Value(ValueKind.Integer, System.Text.Encoding.ASCII.GetBytes($"{attributes.Count - kept}"));
        }
    }

    /// <summary>The key and the value's message of a KeyValue.</summary>
    public static ReadOnlySpan<byte> Pair(ReadOnlySpan<byte> message, out ReadOnlySpan<byte> key)
    {
        key = default;
        ReadOnlySpan<byte> value = default;
        var reader = new ProtoReader(message, "KeyValue");
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    key = reader.Bytes();
                    break;
                case 2:
                    value = reader.Bytes();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return value;
    }

    private static void WriteOne(FieldWriter fields, ref ProtoReader reader, int maxBytes)
    {
        Span<byte> text = stackalloc byte[40];
        int length;
        switch (reader.Field)
        {
            case 1:
                fields.Value(ValueKind.Text, reader.Bytes(), maxBytes);
                break;
            case 2:
                fields.Value(ValueKind.Bool, reader.Int64() != 0 ? "true"u8 : "false"u8);
                break;
            case 3:
                reader.Int64().TryFormat(text, out length, default, CultureInfo.InvariantCulture);
                fields.Value(ValueKind.Integer, text[..length]);
                break;
            case 4:
                reader.Double().TryFormat(text, out length, default, CultureInfo.InvariantCulture);
                fields.Value(ValueKind.Double, text[..length]);
                break;
            case 7:
                fields.Value(ValueKind.Bytes, System.Text.Encoding.ASCII.GetBytes(Convert.ToBase64String(reader.Bytes())), maxBytes);
                break;
            default:
                fields.Value(ValueKind.Json, Json(reader.Field, reader.Bytes()), maxBytes);
                break;
        }
    }

    private static ReadOnlySpan<byte> Json(int field, ReadOnlySpan<byte> message)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            WriteMany(json, field == 6, message, 1);
        }

        return buffer.WrittenSpan;
    }

    private static void WriteMany(Utf8JsonWriter json, bool isMap, ReadOnlySpan<byte> message, int depth)
    {
        if (depth > MaxDepth)
        {
            throw new OtlpException($"AnyValue is nested deeper than {MaxDepth} levels.");
        }

        if (isMap)
        {
            json.WriteStartObject();
        }
        else
        {
            json.WriteStartArray();
        }

        var reader = new ProtoReader(message, isMap ? "KeyValueList" : "ArrayValue");
        while (reader.Next())
        {
            if (reader.Field != 1)
            {
                reader.Skip();
                continue;
            }

            var value = reader.Bytes();
            if (isMap)
            {
                value = Pair(value, out var key);
                json.WritePropertyName(System.Text.Encoding.UTF8.GetString(key));
            }

            WriteJson(json, value, depth);
        }

        if (isMap)
        {
            json.WriteEndObject();
        }
        else
        {
            json.WriteEndArray();
        }
    }

    private static void WriteJson(Utf8JsonWriter json, ReadOnlySpan<byte> message, int depth)
    {
        var reader = new ProtoReader(message, "AnyValue");
        if (!reader.Next())
        {
            json.WriteNullValue();
            return;
        }

        switch (reader.Field)
        {
            case 1:
                json.WriteStringValue(System.Text.Encoding.UTF8.GetString(reader.Bytes()));
                break;
            case 2:
                json.WriteBooleanValue(reader.Int64() != 0);
                break;
            case 3:
                json.WriteNumberValue(reader.Int64());
                break;
            case 4 when reader.Double() is var number && double.IsFinite(number):
                json.WriteNumberValue(number);
                break;
            case 5 or 6:
                WriteMany(json, reader.Field == 6, reader.Bytes(), depth + 1);
                break;
            case 7:
                json.WriteBase64StringValue(reader.Bytes());
                break;
            default:
                json.WriteNullValue();
                break;
        }
    }
}
