using System.Buffers.Binary;

namespace Thesis.Dashboard.Storage;

/// <summary>
/// A log record: time, resource, scope (4), severity (1), flags (1), trace id (16), span id (8), length of the shape (4),
/// shape, text. The shape holds the body, the event's name and the attributes.
/// </summary>
internal readonly ref struct LogRecord(ReadOnlySpan<byte> payload)
{
    public const int HeadSize = 46;
    public const int TraceIdOffset = 18;
    private readonly ReadOnlySpan<byte> _payload = payload;

    public long Time => RecordFrame.TimeOf(_payload);

    public int Resource => RecordFrame.ResourceOf(_payload);

    public int Scope => BinaryPrimitives.ReadInt32LittleEndian(_payload[12..]);

    /// <summary>OpenTelemetry's number, 1 to 24; 0 when it is not given.</summary>
    public int Severity => _payload[16];

    public ReadOnlySpan<byte> TraceId => _payload.Slice(TraceIdOffset, 16);

    public ReadOnlySpan<byte> SpanId => _payload.Slice(34, 8);

    public FieldReader Fields
    {
        get
        {
            var shape = BinaryPrimitives.ReadInt32LittleEndian(_payload[42..]);
            return new FieldReader(_payload.Slice(HeadSize, shape), _payload[(HeadSize + shape)..]);
        }
    }

    public static void WriteHead(
        Span<byte> head, long time, int resource, int scope, int severity, ReadOnlySpan<byte> traceId, ReadOnlySpan<byte> spanId, int shapeLength)
    {
        head[..HeadSize].Clear();
        BinaryPrimitives.WriteInt64LittleEndian(head, time);
        BinaryPrimitives.WriteInt32LittleEndian(head[RecordFrame.ResourceOffset..], resource);
        BinaryPrimitives.WriteInt32LittleEndian(head[12..], scope);
        head[16] = (byte)severity;
        traceId.CopyTo(head[TraceIdOffset..]);
        spanId.CopyTo(head[34..]);
        BinaryPrimitives.WriteInt32LittleEndian(head[42..], shapeLength);
    }

    public static int TextStart(ReadOnlySpan<byte> payload) => HeadSize + BinaryPrimitives.ReadInt32LittleEndian(payload[42..]);
}
