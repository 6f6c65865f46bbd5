using System.Buffers.Binary;
using System.Text;

namespace Thesis.Tests.Support;

/// <summary>Writes OTLP requests in protobuf, field by field, as the published messages number them.</summary>
public static class OtlpRequest
{
    /// <summary>An ExportTraceServiceRequest or its like: one sender, one scope, items.</summary>
    public static byte[] Of(string service, IEnumerable<byte[]> items, string scope = "bench")
    {
        var resource = Message((1, Attribute("service.name", service)));
        var scopeItems = Message([(1, Message((1, Encoding.UTF8.GetBytes(scope)))), .. items.Select(i => (2, i))]);
        return Message((1, Message((1, resource), (2, scopeItems))));
    }

    /// <summary>A Span of kind server that took 5 ms.</summary>
    public static byte[] Span(
        byte[] traceId, byte[] spanId, byte[]? parentId, string name, long startNanoseconds, params (string Key, string Value)[] attributes)
    {
        var fields = new List<(int, byte[])> { (1, traceId), (2, spanId) };
        if (parentId is not null)
        {
            fields.Add((4, parentId));
        }

        fields.Add((5, Encoding.UTF8.GetBytes(name)));
        fields.AddRange(attributes.Select(a => (9, Attribute(a.Key, a.Value))));
        return [.. Message([.. fields]), .. Varint(6, 2), .. Fixed(7, startNanoseconds), .. Fixed(8, startNanoseconds + 5_000_000)];
    }

    /// <summary>A LogRecord.</summary>
    public static byte[] Log(string message, long nanoseconds, int severity = 9, params (string Key, string Value)[] attributes) =>
    [
        .. Fixed(1, nanoseconds),
        .. Varint(2, severity),
        .. Message([(5, Text(message)), .. attributes.Select(a => (6, Attribute(a.Key, a.Value)))]),
    ];

    /// <summary>A KeyValue with a text.</summary>
    public static byte[] Attribute(string key, string value) => Message((1, Encoding.UTF8.GetBytes(key)), (2, Text(value)));

    /// <summary>Fields of bytes: texts and messages.</summary>
    public static byte[] Message(params (int Field, byte[] Bytes)[] fields)
    {
        using var into = new MemoryStream();
        foreach (var (field, bytes) in fields)
        {
            WriteVarint(into, ((ulong)field << 3) | 2);
            WriteVarint(into, (ulong)bytes.Length);
            into.Write(bytes);
        }

        return into.ToArray();
    }

    /// <summary>A number of variable length.</summary>
    public static byte[] Varint(int field, long value)
    {
        using var into = new MemoryStream();
        WriteVarint(into, (ulong)field << 3);
        WriteVarint(into, (ulong)value);
        return into.ToArray();
    }

    /// <summary>A number of 64 bits.</summary>
    public static byte[] Fixed(int field, long value)
    {
        using var into = new MemoryStream();
        WriteVarint(into, ((ulong)field << 3) | 1);
        var bytes = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        into.Write(bytes);
        return into.ToArray();
    }

    private static byte[] Text(string value) => Message((1, Encoding.UTF8.GetBytes(value)));

    private static void WriteVarint(Stream into, ulong value)
    {
        while (value >= 0x80)
        {
            into.WriteByte((byte)(value | 0x80));
            value >>= 7;
        }

        into.WriteByte((byte)value);
    }
}
