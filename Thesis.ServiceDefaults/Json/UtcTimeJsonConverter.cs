using System.Text.Json;
using System.Text.Json.Serialization;

namespace Thesis.ServiceDefaults;

/// <summary>Times as ISO 8601 in UTC with a Z. Read with any offset; a time without one is refused, for it names no instant.</summary>
internal sealed class UtcTimeJsonConverter : JsonConverter<DateTimeOffset>
{
    private const string Expected = "must be an ISO 8601 time with an offset, such as 2026-05-01T12:30:00Z";
    private const int DateLength = 10; // yyyy-MM-dd

    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String || !reader.TryGetDateTimeOffset(out var time) || !HasOffset(reader.GetString()))
        {
            throw new FieldFormatException(Expected);
        }

        return time.ToUniversalTime();
    }

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.UtcDateTime);

    private static bool HasOffset(string? text) =>
        text is { Length: > DateLength } && text.AsSpan(DateLength).IndexOfAny('Z', '+', '-') > 0;
}
