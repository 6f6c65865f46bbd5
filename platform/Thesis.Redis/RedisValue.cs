using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Thesis.Redis;

/// <summary>The kind of a reply, as RESP3 tells it.</summary>
public enum RedisType
{
    Null,
    String,
    Integer,
    Double,
    Boolean,
    BigNumber,
    Array,
    Set,
    Map,
    Push,
    Error,
}

/// <summary>
/// One reply of the server. Reading it as another kind than it is converts where that loses nothing (a numeric string reads as an
/// integer) and throws <see cref="InvalidCastException"/> otherwise.
/// </summary>
public readonly struct RedisValue : IEquatable<RedisValue>
{
    private readonly object? _payload;
    private readonly long _bits;

    private RedisValue(RedisType type, object? payload, long bits = 0)
    {
        Type = type;
        _payload = payload;
        _bits = bits;
    }

    public RedisType Type { get; }

    public bool IsNull => Type == RedisType.Null;

    /// <summary>Members of an array, set or push; of a map, key and value in turn. Empty for everything else.</summary>
    public IReadOnlyList<RedisValue> Items => _payload as RedisValue[] ?? [];

    public static RedisValue Null => default;

    internal static RedisValue Integer(long value) => new(RedisType.Integer, null, value);

    internal static RedisValue Double(double value) => new(RedisType.Double, null, BitConverter.DoubleToInt64Bits(value));

    internal static RedisValue Boolean(bool value) => new(RedisType.Boolean, null, value ? 1 : 0);

    internal static RedisValue Text(RedisType type, byte[] bytes) => new(type, bytes);

    internal static RedisValue Aggregate(RedisType type, RedisValue[] items) => new(type, items);

    /// <summary>The text, or null for a null reply.</summary>
    public string? AsString() => Type switch
    {
        RedisType.Null => null,
        RedisType.Integer => _bits.ToString(CultureInfo.InvariantCulture),
        RedisType.Double => AsDouble().ToString("R", CultureInfo.InvariantCulture),
        RedisType.Boolean => _bits != 0 ? "true" : "false",
        _ when _payload is byte[] bytes => Encoding.UTF8.GetString(bytes),
        _ => throw Mismatch("a string"),
    };

    /// <summary>The bytes of a string reply; empty for a null reply (see <see cref="IsNull"/>).</summary>
    public ReadOnlyMemory<byte> AsBytes() => _payload is byte[] bytes ? bytes : IsNull ? default : throw Mismatch("bytes");

    public long AsInt64()
    {
        if (Type is RedisType.Integer or RedisType.Boolean)
        {
            return _bits;
        }

        return _payload is byte[] bytes && Utf8Parser.TryParse(bytes, out long value, out var used) && used == bytes.Length
            ? value
            : throw Mismatch("an integer");
    }

    public double AsDouble() => Type switch
    {
        RedisType.Double => BitConverter.Int64BitsToDouble(_bits),
        RedisType.Integer => _bits,
        _ when _payload is byte[] bytes
            && double.TryParse(bytes, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) => value,
        _ => throw Mismatch("a number"),
    };

    /// <summary>A boolean reply, or whether an integer reply is not 0.</summary>
    public bool AsBoolean() => Type is RedisType.Boolean or RedisType.Integer ? _bits != 0 : throw Mismatch("a boolean");

    /// <summary>A map, or an array of keys and values in turn, as a dictionary by text key.</summary>
    public IReadOnlyDictionary<string, RedisValue> AsMap()
    {
        if (_payload is not RedisValue[] items || items.Length % 2 != 0)
        {
            throw Mismatch("a map");
        }

        var map = new Dictionary<string, RedisValue>(items.Length / 2, StringComparer.Ordinal);
        for (var i = 0; i < items.Length; i += 2)
        {
            map[items[i].AsString() ?? ""] = items[i + 1];
        }

        return map;
    }

    public bool Equals(RedisValue other) =>
        Type == other.Type && _bits == other._bits && (_payload, other._payload) switch
        {
            (byte[] a, byte[] b) => a.AsSpan().SequenceEqual(b),
            (RedisValue[] a, RedisValue[] b) => a.AsSpan().SequenceEqual(b),
            var (a, b) => ReferenceEquals(a, b),
        };

    public override bool Equals(object? obj) => obj is RedisValue other && Equals(other);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.Add(Type);
        hash.Add(_bits);
        if (_payload is byte[] bytes)
        {
            hash.AddBytes(bytes);
        }

        return hash.ToHashCode();
    }

    public static bool operator ==(RedisValue left, RedisValue right) => left.Equals(right);

    public static bool operator !=(RedisValue left, RedisValue right) => !left.Equals(right);

    /// <summary>The kind alone: a value may be personal and must not reach a log by accident.</summary>
    public override string ToString() => Type.ToString();

    private InvalidCastException Mismatch(string wanted) => new($"The reply is of kind {Type} and does not read as {wanted}.");
}
