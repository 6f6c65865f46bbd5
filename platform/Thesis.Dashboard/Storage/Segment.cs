using Microsoft.Win32.SafeHandles;

namespace Thesis.Dashboard.Storage;

/// <summary>One file of records. Written by one thread at a time; read by any.</summary>
internal sealed class Segment : IDisposable
{
    private const int ScanSize = 2 * RecordFrame.MaxPayload; // A whole record fits wherever it begins.
    private readonly List<RecordBlock> _closed = [];
    private readonly SafeFileHandle _file;
    private RecordBlock _open = RecordBlock.Start(0);
    private RecordBlock[]? _snapshot;

    private Segment(string path, int number, SafeFileHandle file)
    {
        Path = path;
        Number = number;
        _file = file;
    }

    public string Path { get; }

    /// <summary>Counts up from 1 within its log.</summary>
    public int Number { get; }

    public long Length { get; private set; }

    public long Count { get; private set; }

    public static Segment Create(string path, int number) =>
        new(path, number, File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read));

    /// <summary>Reads a segment through, checks every record, and stops at the first that is torn.</summary>
    /// <param name="visit">Called with each record's offset and payload.</param>
    public static Segment Open(string path, int number, Action<int, long, ReadOnlySpan<byte>>? visit)
    {
        var segment = new Segment(path, number, File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        var buffer = Buffers.Rent(ScanSize);
        try
        {
            while (segment.ScanOnce(buffer, visit))
            {
            }
        }
        finally
        {
            Buffers.Return(buffer);
        }

        return segment;
    }

    /// <summary>Adds records that belong together in one write.</summary>
    /// <exception cref="IOException">The disk is full or failing; the segment is as it was before.</exception>
    public void Append(RecordBatch batch)
    {
        try
        {
            RandomAccess.Write(_file, batch.Bytes, Length);
        }
        catch (IOException)
        {
            RandomAccess.SetLength(_file, Length);
            throw;
        }

        var rest = batch.Bytes;
        while (rest.Length > 0)
        {
            var payload = RecordFrame.Trusted(rest);
            Index(payload);
            rest = rest[(RecordFrame.HeaderSize + payload.Length)..];
        }

        _snapshot = null;
    }

    /// <summary>The blocks as they now are. Call it where no write is under way.</summary>
    public RecordBlock[] Blocks() => _snapshot ??= _open.Count > 0 ? [.. _closed, _open] : [.. _closed];

    /// <summary>Reads a block; false when the segment is gone.</summary>
    public bool TryRead(RecordBlock block, Span<byte> into)
    {
        try
        {
            var done = 0;
            while (done < block.Length)
            {
                var read = RandomAccess.Read(_file, into[done..block.Length], block.Offset + done);
                if (read == 0)
                {
                    return false;
                }

                done += read;
            }

            return true;
        }
        catch (ObjectDisposedException)
        {
            return false; // Its log dropped it meanwhile, to make room.
        }
    }

    public void Delete()
    {
        Dispose();
        File.Delete(Path);
    }

    public void Dispose() => _file.Dispose();

    private bool ScanOnce(byte[] buffer, Action<int, long, ReadOnlySpan<byte>>? visit)
    {
        var read = RandomAccess.Read(_file, buffer.AsSpan(0, ScanSize), Length);
        var rest = buffer.AsSpan(0, read);
        var found = false;
        while (RecordFrame.Checked(rest) is { IsEmpty: false } payload)
        {
            visit?.Invoke(Number, Length, payload);
            Index(payload);
            rest = rest[(RecordFrame.HeaderSize + payload.Length)..];
            found = true;
        }

        return found;
    }

    private void Index(ReadOnlySpan<byte> payload)
    {
        _open = _open.With(payload);
        Length += RecordFrame.HeaderSize + payload.Length;
        Count++;
        if (_open.Length >= RecordBlock.TargetSize)
        {
            _closed.Add(_open);
            _open = RecordBlock.Start(Length);
        }
    }
}
