using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using MessagePack;
using MessagePack.Formatters;

namespace Thesis.Realtime.Delivery;

/// <summary>JSON made by a publishing node: passed on as it is to clients that speak JSON, as the same maps and lists to those of MessagePack.</summary>
[JsonConverter(typeof(Converter))]
[MessagePackFormatter(typeof(Formatter))]
public sealed record RawJson(ReadOnlyMemory<byte> Utf8)
{
    private const string WrittenOnly = "Messages are written to clients only.";

    private sealed class Converter : JsonConverter<RawJson>
    {
        public override RawJson Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException(WrittenOnly);

        public override void Write(Utf8JsonWriter writer, RawJson value, JsonSerializerOptions options) =>
            writer.WriteRawValue(value.Utf8.Span, skipInputValidation: true);
    }

    private sealed class Formatter : IMessagePackFormatter<RawJson>
    {
        public RawJson Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options) =>
            throw new NotSupportedException(WrittenOnly);

        public void Serialize(ref MessagePackWriter writer, RawJson value, MessagePackSerializerOptions options)
        {
            using var text = new StringReader(Encoding.UTF8.GetString(value.Utf8.Span));
            MessagePackSerializer.ConvertFromJson(text, ref writer, options);
        }
    }
}
