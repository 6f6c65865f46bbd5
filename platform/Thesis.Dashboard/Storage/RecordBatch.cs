using System.Buffers.Binary;

namespace Thesis.Dashboard.Storage;

/// <summary>Whole records side by side, as they will stand in a segment. Not for several threads at once.</summary>
internal sealed class RecordBatch : IDisposable
{
    private byte[] _buffer = Buffers.Rent(64 * 1024);

    /// <summary>Bytes in use.</summary>
    public int Length { get; private set; }

    /// <summary>Records in it.</summary>
    public int Count { get; private set; }

    public ReadOnlySpan<byte> Bytes => _buffer.AsSpan(0, Length);

    /// <summary>Adds a record made of pieces; false when it would be too long, and nothing is added.</summary>
    public bool TryAdd(ReadOnlySpan<byte> head, ReadOnlySpan<byte> middle = default, ReadOnlySpan<byte> tail = default)
    {
        var size = head.Length + middle.Length + tail.Length;
        if (size > RecordFrame.MaxPayload)
        {
            return false;
        }

        Reserve(RecordFrame.HeaderSize + size);
        var frame = _buffer.AsSpan(Length);
        var payload = frame.Slice(RecordFrame.HeaderSize, size);
        head.CopyTo(payload);
        middle.CopyTo(payload[head.Length..]);
        tail.CopyTo(payload[(head.Length + middle.Length)..]);
        BinaryPrimitives.WriteInt32LittleEndian(frame, size);
        BinaryPrimitives.WriteUInt32LittleEndian(frame[4..], Crc32C.Compute(payload));
        Length += RecordFrame.HeaderSize + size;
        Count++;
        return true;
    }

    public void Clear()
    {
        Length = 0;
        Count = 0;
    }

    public void Dispose()
    {
        var buffer = _buffer;
        _buffer = [];
        Clear();
        Buffers.Return(buffer);
    }

    private void Reserve(int more)
    {
        if (_buffer.Length - Length >= more)
        {
            return;
        }

        var larger = Buffers.Rent(Math.Max(Length + more, _buffer.Length * 2));
        Bytes.CopyTo(larger);
        Buffers.Return(_buffer);
        _buffer = larger;
    }
}
