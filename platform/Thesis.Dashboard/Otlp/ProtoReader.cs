using System.Buffers.Binary;

namespace Thesis.Dashboard.Otlp;

/// <summary>Reads protobuf's wire format where it lies: fields one after another, without an object for any.</summary>
/// <param name="bytes">A whole message.</param>
/// <param name="message">Its name, for errors.</param>
internal ref struct ProtoReader(ReadOnlySpan<byte> bytes, string message)
{
    private const int Varint = 0;
    private const int Fixed64 = 1;
    private const int LengthDelimited = 2;
    private const int Fixed32 = 5;
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _at;
    private int _wireType;

    /// <summary>The field that was read last.</summary>
    public int Field { get; private set; }

    /// <summary>Goes on to the next field; its value must be read or skipped before the next call.</summary>
    public bool Next()
    {
        if (_at >= _bytes.Length)
        {
            return false;
        }

        var tag = ReadVarint();
        Field = (int)Math.Min(tag >> 3, int.MaxValue);
        _wireType = (int)(tag & 7);
        return Field > 0 ? true : throw Wrong("has field number 0");
    }

    public ReadOnlySpan<byte> Bytes()
    {
        Expect(LengthDelimited);
        var length = ReadVarint();
        if (length > (ulong)(_bytes.Length - _at))
        {
            throw Wrong($"ends inside field {Field}");
        }

        var bytes = _bytes.Slice(_at, (int)length);
        _at += (int)length;
        return bytes;
    }

    /// <summary>As <see cref="Bytes"/>, but says where in the message they lie.</summary>
    public Range Range()
    {
        var length = Bytes().Length;
        return (_at - length).._at;
    }

    public long Int64()
    {
        Expect(Varint);
        return (long)ReadVarint();
    }

    public ulong UInt64Fixed()
    {
        Expect(Fixed64);
        return BinaryPrimitives.ReadUInt64LittleEndian(Take(sizeof(ulong)));
    }

    public int SignedInt32()
    {
        var value = (uint)Int64();
        return (int)(value >> 1) ^ -(int)(value & 1);
    }

    public double Double() => BitConverter.UInt64BitsToDouble(UInt64Fixed());

    /// <summary>One value of a repeated number, or all of a packed one: calls <paramref name="add"/> for each.</summary>
    public void Repeated(Action<ulong> add, bool isFixed)
    {
        if (_wireType != LengthDelimited)
        {
            add(isFixed ? UInt64Fixed() : (ulong)Int64());
            return;
        }

        var packed = new ProtoReader(Bytes(), message) { Field = Field, _wireType = isFixed ? Fixed64 : Varint };
        while (packed._at < packed._bytes.Length)
        {
            add(isFixed ? packed.UInt64Fixed() : packed.ReadVarint());
        }
    }

    public void Skip()
    {
        switch (_wireType)
        {
            case Varint:
                ReadVarint();
                break;
            case Fixed64:
                Take(sizeof(ulong));
                break;
            case LengthDelimited:
                Bytes();
                break;
            case Fixed32:
                Take(sizeof(uint));
                break;
            default:
                throw Wrong($"has wire type {_wireType} in field {Field}");
        }
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (_bytes.Length - _at < count)
        {
            throw Wrong($"ends inside field {Field}");
        }

        var taken = _bytes.Slice(_at, count);
        _at += count;
        return taken;
    }

    private ulong ReadVarint()
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            if (_at >= _bytes.Length)
            {
                throw Wrong($"ends inside field {Field}");
            }

            var b = _bytes[_at++];
            value |= (ulong)(b & 0x7F) << shift;
            if (b < 0x80)
            {
                return value;
            }
        }

        throw Wrong($"has a number of more than 64 bits in field {Field}");
    }

    private readonly void Expect(int wireType)
    {
        if (_wireType != wireType)
        {
            throw Wrong($"has wire type {_wireType} in field {Field}, where {wireType} belongs");
        }
    }

    private readonly OtlpException Wrong(string what) => new($"{message} {what} (byte {_at} of {_bytes.Length}).");
}
