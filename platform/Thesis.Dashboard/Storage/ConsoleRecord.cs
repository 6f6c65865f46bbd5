using System.Buffers.Binary;

namespace Thesis.Dashboard.Storage;

/// <summary>A console line: time, resource, number (8), whether it is of standard error (1), text.</summary>
internal readonly ref struct ConsoleRecord(ReadOnlySpan<byte> payload)
{
    public const int HeadSize = 21;
    private readonly ReadOnlySpan<byte> _payload = payload;

    public long Time => RecordFrame.TimeOf(_payload);

    public int Resource => RecordFrame.ResourceOf(_payload);

    public long Number => BinaryPrimitives.ReadInt64LittleEndian(_payload[12..]);

    public bool IsError => _payload[20] != 0;

    public ReadOnlySpan<byte> Text => _payload[HeadSize..^1];

    public static void WriteHead(Span<byte> head, long time, int resource, long number, bool isError)
    {
        BinaryPrimitives.WriteInt64LittleEndian(head, time);
        BinaryPrimitives.WriteInt32LittleEndian(head[RecordFrame.ResourceOffset..], resource);
        BinaryPrimitives.WriteInt64LittleEndian(head[12..], number);
        head[20] = isError ? (byte)1 : (byte)0;
    }
}
