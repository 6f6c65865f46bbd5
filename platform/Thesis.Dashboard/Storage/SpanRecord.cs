using System.Buffers.Binary;

namespace Thesis.Dashboard.Storage;

/// <summary>
/// A span: start, resource, scope (4), duration in nanoseconds (8), kind (1), status (1), trace id (16), span id (8), parent
/// (8), length of the shape (4), shape, text. The shape holds name, status message, trace state, attributes, events, links.
/// </summary>
internal readonly ref struct SpanRecord(ReadOnlySpan<byte> payload)
{
    public const int HeadSize = 62;
    public const int StatusError = 2;
    private readonly ReadOnlySpan<byte> _payload = payload;

    public long Start => RecordFrame.TimeOf(_payload);

    public int Resource => RecordFrame.ResourceOf(_payload);

    public int Scope => BinaryPrimitives.ReadInt32LittleEndian(_payload[12..]);

    public long Duration => BinaryPrimitives.ReadInt64LittleEndian(_payload[16..]);

    /// <summary>OpenTelemetry's number: 1 internal, 2 server, 3 client, 4 producer, 5 consumer.</summary>
    public int Kind => _payload[24];

    /// <summary>0 unset, 1 ok, 2 error.</summary>
    public int Status => _payload[25];

    public ReadOnlySpan<byte> TraceId => _payload.Slice(26, 16);

    public ReadOnlySpan<byte> SpanId => _payload.Slice(42, 8);

    /// <summary>Zeroes for a root.</summary>
    public ReadOnlySpan<byte> ParentId => _payload.Slice(50, 8);

    public bool IsRoot => BinaryPrimitives.ReadUInt64LittleEndian(_payload[50..]) == 0;

    public ReadOnlySpan<byte> Name => Fields.Text();

    public FieldReader Fields
    {
        get
        {
            var shape = BinaryPrimitives.ReadInt32LittleEndian(_payload[58..]);
            return new FieldReader(_payload.Slice(HeadSize, shape), _payload[(HeadSize + shape)..]);
        }
    }

    public static void WriteHead(
        Span<byte> head,
        (long Start, long Duration) time,
        (int Resource, int Scope) origin,
        (int Kind, int Status) what,
        (byte[] Trace, byte[] Span, byte[] Parent) ids,
        int shapeLength)
    {
        head[..HeadSize].Clear();
        BinaryPrimitives.WriteInt64LittleEndian(head, time.Start);
        BinaryPrimitives.WriteInt32LittleEndian(head[RecordFrame.ResourceOffset..], origin.Resource);
        BinaryPrimitives.WriteInt32LittleEndian(head[12..], origin.Scope);
        BinaryPrimitives.WriteInt64LittleEndian(head[16..], time.Duration);
        head[24] = (byte)what.Kind;
        head[25] = (byte)what.Status;
        ids.Trace.CopyTo(head[26..]);
        ids.Span.CopyTo(head[42..]);
        ids.Parent.CopyTo(head[50..]);
        BinaryPrimitives.WriteInt32LittleEndian(head[58..], shapeLength);
    }

    public static int TextStart(ReadOnlySpan<byte> payload) => HeadSize + BinaryPrimitives.ReadInt32LittleEndian(payload[58..]);
}
