namespace Thesis.Services.CsvImport;

/// <summary>
/// Passes bytes through and ends before a line that is longer than <paramref name="mostBytes"/>, so that no file can make
/// the parser hold more than one such line.
/// </summary>
internal sealed class BoundedLineStream(Stream source, int mostBytes) : Stream
{
    private int lineLength;

    /// <summary>True once the stream has ended before a line that is too long.</summary>
    public bool LineTooLong { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (LineTooLong)
        {
            return 0;
        }

        var read = await source.ReadAsync(buffer, cancellationToken);
        return Admit(buffer.Span[..read]);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private int Admit(ReadOnlySpan<byte> bytes)
    {
        var lineStart = 0;
        while (true)
        {
            var end = bytes[lineStart..].IndexOfAny((byte)'\r', (byte)'\n');
            lineLength += end < 0 ? bytes.Length - lineStart : end;
            if (lineLength > mostBytes)
            {
                LineTooLong = true;
                return lineStart;
            }

            if (end < 0)
            {
                return bytes.Length;
            }

            lineLength = 0;
            lineStart += end + 1;
        }
    }
}
