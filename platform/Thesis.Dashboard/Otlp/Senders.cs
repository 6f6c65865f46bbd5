using System.Text;
using Thesis.Dashboard.Storage;

namespace Thesis.Dashboard.Otlp;

/// <summary>Who sent telemetry.</summary>
/// <param name="Name"><c>service.name</c>.</param>
/// <param name="InstanceId"><c>service.instance.id</c>; null when it does not say.</param>
internal sealed record Sender(string Name, string? InstanceId)
{
    public static readonly Sender Others = new("others", null);
}

/// <summary>Reads OpenTelemetry's Resource and InstrumentationScope messages.</summary>
internal static class Senders
{
    public const int ResourceAttributes = 1;
    public const int ScopeAttributes = 3;
    private const string Unnamed = "unknown_service";

    /// <summary>Reads a Resource or InstrumentationScope message to its last value: what cannot be read must not be stored.</summary>
    /// <param name="message">The message.</param>
    /// <param name="attributes">The number of its field for attributes.</param>
    /// <param name="scratch">Is written over.</param>
    /// <exception cref="OtlpException">It is malformed.</exception>
    public static void WriteAttributes(ReadOnlySpan<byte> message, int attributes, FieldWriter scratch)
    {
        var ranges = new List<Range>();
        var reader = new ProtoReader(message, attributes == ResourceAttributes ? "Resource" : "InstrumentationScope");
        while (reader.Next())
        {
            if (reader.Field == attributes)
            {
                ranges.Add(reader.Range());
            }
            else if (attributes == ScopeAttributes && reader.Field == 1)
            {
                reader.Bytes(); // The name.
            }
            else
            {
                reader.Skip();
            }
        }

        scratch.Clear();
        AnyValue.WriteAttributes(scratch, ranges, message);
    }

    public static Sender Read(ReadOnlySpan<byte> resource)
    {
        var name = Unnamed;
        string? instance = null;
        var reader = new ProtoReader(resource, "Resource");
        while (reader.Next())
        {
            if (reader.Field != 1)
            {
                reader.Skip();
                continue;
            }

            var value = AnyValue.Pair(reader.Bytes(), out var key);
            if (key.SequenceEqual("service.name"u8))
            {
                name = Text(value) is { Length: > 0 } text ? text : name;
            }
            else if (key.SequenceEqual("service.instance.id"u8))
            {
                instance = Text(value);
            }
        }

        return new Sender(name, instance);
    }

    /// <summary>The name of an InstrumentationScope: a logger's category, a meter, a source of spans.</summary>
    public static string ScopeName(ReadOnlySpan<byte> scope)
    {
        var reader = new ProtoReader(scope, "InstrumentationScope");
        while (reader.Next())
        {
            if (reader.Field == 1)
            {
                return Encoding.UTF8.GetString(reader.Bytes());
            }

            reader.Skip();
        }

        return "";
    }

    private static string? Text(ReadOnlySpan<byte> value)
    {
        var reader = new ProtoReader(value, "AnyValue");
        while (reader.Next())
        {
            if (reader.Field == 1)
            {
                return Encoding.UTF8.GetString(reader.Bytes());
            }

            reader.Skip();
        }

        return null;
    }
}
