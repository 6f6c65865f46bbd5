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
    private const string Unnamed = "unknown_service";

    /// <summary>The number of a Resource message, which is read through first: what cannot be read is not stored.</summary>
    /// <exception cref="OtlpException">It is malformed.</exception>
    public static int Number(NameTable names, ReadOnlySpan<byte> resource)
    {
        Read(resource);
        return names.NumberOf(NameKind.Resource, resource);
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
