using System.Collections;
using System.Collections.Concurrent;
using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Thesis.Realtime.Publishing;

/// <summary>
/// Writes a contract message as JSON of the same form as the REST answers: camelCase, ids in their edge form, times as
/// <c>pickupFrom</c> in UTC, and beside grams the same in kg. An id or time of 0 is null. Users' subjects are left out: who may see
/// an order need not know who manages its donor.
/// </summary>
internal static class EventData
{
    private static readonly ConcurrentDictionary<MessageDescriptor, Field[]> Fields = new();

    private enum Form
    {
        Plain,
        Id,
        Time,
        Grams,
    }

    public static void Write(Utf8JsonWriter writer, IMessage message)
    {
        writer.WriteStartObject();
        foreach (var field in Fields.GetOrAdd(message.Descriptor, Describe))
        {
            WriteField(writer, field, field.Descriptor.Accessor.GetValue(message));
        }

        writer.WriteEndObject();
    }

    private static Field[] Describe(MessageDescriptor message) =>
        [.. message.Fields.InDeclarationOrder().Where(f => !IsPersonal(f.Name)).Select(f => Describe(message.Name, f))];

    private static bool IsPersonal(string name) => name is "user_id" or "driver_user" or "managers" or "ngo_managers" or "staff" or "invited_by";

    private static Field Describe(string message, FieldDescriptor field)
    {
        var camel = field.JsonName;
        if (EdgeIds.PrefixOf(message, field.Name) is { } prefix)
        {
            return new Field(field, camel, Form.Id, prefix);
        }

        if (field.Name.EndsWith("_epoch_ms", StringComparison.Ordinal))
        {
            var name = camel[..^"EpochMs".Length];
            return new Field(field, name == "expires" ? "expiresAt" : name, Form.Time, "");
        }

        return field.Name.EndsWith("grams", StringComparison.Ordinal)
            ? new Field(field, camel, Form.Grams, camel == "grams" ? "kg" : camel[..^"Grams".Length] + "Kg")
            : new Field(field, camel, Form.Plain, "");
    }

    private static void WriteField(Utf8JsonWriter writer, Field field, object? value)
    {
        writer.WritePropertyName(field.Name);
        switch (field.Form, value)
        {
            case (Form.Id or Form.Time, 0L):
                writer.WriteNullValue();
                break;
            case (Form.Id, long id):
                writer.WriteStringValue(EdgeIds.Format(field.Argument, id));
                break;
            case (Form.Time, long milliseconds):
                writer.WriteStringValue(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).UtcDateTime);
                break;
            case (Form.Grams, long grams):
                writer.WriteNumberValue(grams);
                writer.WriteNumber(field.Argument, grams / 1000m);
                break;
            default:
                WriteValue(writer, value);
                break;
        }
    }

    private static void WriteValue(Utf8JsonWriter writer, object? value)
    {
        switch (value)
        {
            case null:
                writer.WriteNullValue();
                break;
            case string text:
                writer.WriteStringValue(text);
                break;
            case bool flag:
                writer.WriteBooleanValue(flag);
                break;
            case long number:
                writer.WriteNumberValue(number);
                break;
            case int number:
                writer.WriteNumberValue(number);
                break;
            case double number when double.IsFinite(number):
                writer.WriteNumberValue(number);
                break;
            case double:
                writer.WriteNullValue();
                break;
            case IMessage message:
                Write(writer, message);
                break;
            case IList list:
                WriteList(writer, list);
                break;
            default:
                throw new NotSupportedException($"Contract messages have no field of type {value.GetType().Name} yet.");
        }
    }

    private static void WriteList(Utf8JsonWriter writer, IList list)
    {
        writer.WriteStartArray();
        foreach (var item in list)
        {
            WriteValue(writer, item);
        }

        writer.WriteEndArray();
    }

    private sealed record Field(FieldDescriptor Descriptor, string Name, Form Form, string Argument);
}
