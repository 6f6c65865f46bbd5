using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Thesis.Redis;

/// <summary>One argument of a command: text (sent as UTF-8), bytes, or a number.</summary>
public readonly struct RedisArgument
{
    private readonly object? _text;
    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly long _number;

    private static readonly object NumberMarker = new();

    private RedisArgument(object? text, ReadOnlyMemory<byte> bytes, long number)
    {
        _text = text;
        _bytes = bytes;
        _number = number;
    }

    public static implicit operator RedisArgument(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return new(value, default, 0);
    }

    public static implicit operator RedisArgument(byte[] value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return new(null, value, 0);
    }

    public static implicit operator RedisArgument(ReadOnlyMemory<byte> value) => new(null, value, 0);

    public static implicit operator RedisArgument(long value) => new(NumberMarker, default, value);

    public static implicit operator RedisArgument(int value) => new(NumberMarker, default, value);

    public static implicit operator RedisArgument(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    public static RedisArgument FromString(string value) => value;

    public static RedisArgument FromBytes(ReadOnlyMemory<byte> value) => value;

    public static RedisArgument FromInt64(long value) => value;

    public static RedisArgument FromDouble(double value) => value;

    internal int ByteCount => _text switch
    {
        null => _bytes.Length,
        string text => Encoding.UTF8.GetByteCount(text),
        _ => DigitCount(_number),
    };

    internal int CopyTo(Span<byte> destination)
    {
        switch (_text)
        {
            case null:
                _bytes.Span.CopyTo(destination);
                return _bytes.Length;
            case string text:
                return Encoding.UTF8.GetBytes(text, destination);
            default:
                _ = Utf8Formatter.TryFormat(_number, destination, out var written);
                return written;
        }
    }

    internal static int DigitCount(long number)
    {
        Span<byte> digits = stackalloc byte[20];
        _ = Utf8Formatter.TryFormat(number, digits, out var written);
        return written;
    }
}
