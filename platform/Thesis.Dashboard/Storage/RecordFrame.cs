using System.Buffers.Binary;

namespace Thesis.Dashboard.Storage;

/// <summary>
/// A record on disk: length of the payload (4 bytes), its CRC-32C (4 bytes), payload. Every payload begins with a time in
/// nanoseconds since 1970 (8 bytes) and the number of the resource it comes from (4 bytes). All are little-endian.
/// </summary>
internal static class RecordFrame
{
    public const int HeaderSize = 8;
    public const int ResourceOffset = 8;
    public const int CommonSize = 12;

    /// <summary>No record is longer; what would be is refused when it is received.</summary>
    public const int MaxPayload = 1 << 20;

    public static long TimeOf(ReadOnlySpan<byte> payload) => BinaryPrimitives.ReadInt64LittleEndian(payload);

    public static int ResourceOf(ReadOnlySpan<byte> payload) => BinaryPrimitives.ReadInt32LittleEndian(payload[ResourceOffset..]);

    /// <summary>The payload at the start of <paramref name="bytes"/>; empty when what stands there is no whole, unharmed record.</summary>
    public static ReadOnlySpan<byte> Checked(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < HeaderSize)
        {
            return default;
        }

        var length = BinaryPrimitives.ReadInt32LittleEndian(bytes);
        if (length is < CommonSize or > MaxPayload || bytes.Length < HeaderSize + length)
        {
            return default;
        }

        var payload = bytes.Slice(HeaderSize, length);
        return BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]) == Crc32C.Compute(payload) ? payload : default;
    }

    /// <summary>The payload at the start of bytes that were checked before.</summary>
    public static ReadOnlySpan<byte> Trusted(ReadOnlySpan<byte> bytes) =>
        bytes.Slice(HeaderSize, BinaryPrimitives.ReadInt32LittleEndian(bytes));
}
