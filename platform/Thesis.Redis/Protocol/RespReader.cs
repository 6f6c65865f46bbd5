using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;

namespace Thesis.Redis.Protocol;

/// <summary>
/// Reads RESP3 values one after another from a pipe. Each byte is looked at once, however large or nested the value and however
/// it is cut into packets.
/// </summary>
internal sealed class RespReader(PipeReader pipe, long maxReplyBytes, Action onReceived)
{
    private const int MaxDepth = 32;
    private const int MaxLineBytes = 64 * 1024;
    private const int ElementBytes = 24;

    private static readonly byte[] Ok = "OK"u8.ToArray();

    private ReadOnlySequence<byte> _buffer;
    private bool _isReading;
    private long _budget;

    /// <exception cref="EndOfStreamException">The server closed the connection.</exception>
    /// <exception cref="RedisException">The bytes are not RESP3 or exceed the limit.</exception>
    public ValueTask<RedisValue> ReadAsync(CancellationToken cancellationToken)
    {
        _budget = maxReplyBytes;
        return ReadValueAsync(0, cancellationToken);
    }

    private async ValueTask<RedisValue> ReadValueAsync(int depth, CancellationToken cancellationToken)
    {
        Header header;
        while (!TryReadHeader(out header))
        {
            await FillAsync(cancellationToken);
        }

        switch (header.Marker)
        {
            case (byte)'+':
                return RedisValue.Text(RedisType.String, header.Line);
            case (byte)'-':
                return RedisValue.Text(RedisType.Error, header.Line);
            case (byte)'(':
                return RedisValue.Text(RedisType.BigNumber, header.Line);
            case (byte)':':
                return RedisValue.Integer(header.Number);
            case (byte)',':
                return RedisValue.Double(ParseDouble(header.Line));
            case (byte)'#':
                return RedisValue.Boolean(header.Line is [(byte)'t']);
            case (byte)'_':
                return RedisValue.Null;
            case (byte)'$':
                return header.Number < 0 ? RedisValue.Null : RedisValue.Text(RedisType.String, await ReadBulkAsync(header.Number, cancellationToken));
            case (byte)'!':
                return RedisValue.Text(RedisType.Error, await ReadBulkAsync(header.Number, cancellationToken));
            case (byte)'=':
                // A verbatim string names its format in its first four bytes ("txt:").
                var verbatim = await ReadBulkAsync(header.Number, cancellationToken);
                return RedisValue.Text(RedisType.String, verbatim.Length >= 4 ? verbatim[4..] : verbatim);
            case (byte)'|':
                await ReadItemsAsync(header.Number * 2, depth, cancellationToken);
                return await ReadValueAsync(depth, cancellationToken);
            case (byte)'*':
                return header.Number < 0
                    ? RedisValue.Null
                    : RedisValue.Aggregate(RedisType.Array, await ReadItemsAsync(header.Number, depth, cancellationToken));
            case (byte)'~':
                return RedisValue.Aggregate(RedisType.Set, await ReadItemsAsync(header.Number, depth, cancellationToken));
            case (byte)'>':
                return RedisValue.Aggregate(RedisType.Push, await ReadItemsAsync(header.Number, depth, cancellationToken));
            case (byte)'%':
                return RedisValue.Aggregate(RedisType.Map, await ReadItemsAsync(header.Number * 2, depth, cancellationToken));
            default:
                throw Broken($"a value cannot begin with byte 0x{header.Marker:x2}");
        }
    }

    private async ValueTask<RedisValue[]> ReadItemsAsync(long count, int depth, CancellationToken cancellationToken)
    {
        if (depth >= MaxDepth)
        {
            throw Broken($"values are nested more than {MaxDepth} deep");
        }

        Spend(count, ElementBytes);
        var items = new RedisValue[count];
        for (var i = 0; i < items.Length; i++)
        {
            items[i] = await ReadValueAsync(depth + 1, cancellationToken);
        }

        return items;
    }

    private async ValueTask<byte[]> ReadBulkAsync(long length, CancellationToken cancellationToken)
    {
        Spend(length, 1);
        var bytes = new byte[length];
        var filled = 0;
        while (true)
        {
            var take = (int)Math.Min(bytes.Length - filled, _buffer.Length);
            _buffer.Slice(0, take).CopyTo(bytes.AsSpan(filled));
            _buffer = _buffer.Slice(take);
            filled += take;
            if (filled == bytes.Length && _buffer.Length >= 2)
            {
                _buffer = _buffer.Slice(2);
                return bytes;
            }

            await FillAsync(cancellationToken);
        }
    }

    private async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        if (_isReading)
        {
            // Keep what is not consumed, and ask for more than what was seen.
            pipe.AdvanceTo(_buffer.Start, _buffer.End);
        }

        var before = _buffer.Length;
        var result = await pipe.ReadAsync(cancellationToken);
        _isReading = true;
        _buffer = result.Buffer;
        if (result.IsCanceled || (result.IsCompleted && _buffer.Length == before))
        {
            throw new EndOfStreamException("The Redis server closed the connection.");
        }

        onReceived();
    }

    private bool TryReadHeader(out Header header)
    {
        header = default;
        var span = _buffer.FirstSpan;
        var end = span.IndexOf((byte)'\n');
        if (end >= 0)
        {
            header = ParseHeader(span[..end]);
            _buffer = _buffer.Slice(end + 1);
            return true;
        }

        if (_buffer.PositionOf((byte)'\n') is not { } position)
        {
            return _buffer.Length > MaxLineBytes ? throw Broken($"a line exceeds {MaxLineBytes} bytes") : false;
        }

        header = ParseHeader(_buffer.Slice(0, position).ToArray());
        _buffer = _buffer.Slice(_buffer.GetPosition(1, position));
        return true;
    }

    private static Header ParseHeader(ReadOnlySpan<byte> line)
    {
        if (line.Length < 2 || line[^1] != (byte)'\r')
        {
            throw Broken("a line does not end with CR LF");
        }

        var marker = line[0];
        var text = line[1..^1];
        if ("+-(,#_"u8.Contains(marker))
        {
            return new Header(marker, 0, text.SequenceEqual(Ok) ? Ok : text.ToArray());
        }

        return Utf8Parser.TryParse(text, out long number, out var used) && used == text.Length
            ? new Header(marker, number, [])
            : throw Broken("a length or integer is not a number");
    }

    private static double ParseDouble(byte[] text) => Encoding.ASCII.GetString(text) switch
    {
        "inf" => double.PositiveInfinity,
        "-inf" => double.NegativeInfinity,
        "nan" or "-nan" => double.NaN,
        var number when double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) => value,
        _ => throw Broken("a double is not a number"),
    };

    private void Spend(long count, int unitBytes)
    {
        if (count < 0)
        {
            throw Broken("a length is negative");
        }

        if (count > _budget / unitBytes)
        {
            throw new RedisException(RedisFailure.Protocol, $"A reply exceeds {maxReplyBytes} bytes (MaxReplyBytes).", mayHaveRun: true);
        }

        _budget -= count * unitBytes;
    }

    private static RedisException Broken(string what) =>
        new(RedisFailure.Protocol, $"The Redis server sent something that is not RESP3: {what}.", mayHaveRun: true);

    private readonly record struct Header(byte Marker, long Number, byte[] Line);
}
