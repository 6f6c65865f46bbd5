using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace Thesis.Dashboard.Storage;

/// <summary>What a stored value was on the wire.</summary>
internal enum ValueKind
{
    Empty,
    Text,
    Integer,
    Double,
    Bool,

    /// <summary>A list or a map, as JSON.</summary>
    Json,

    /// <summary>Bytes, in base64.</summary>
    Bytes,
}

/// <summary>
/// Writes a record's variable part: numbers, lengths and kinds in one place (the shape), all text in another, each followed
/// by a zero. Text that lies together can be searched by a plain scan of bytes, and a match never reaches from one field
/// into the next.
/// </summary>
internal sealed class FieldWriter
{
    private readonly ArrayBufferWriter<byte> _shape = new();
    private readonly ArrayBufferWriter<byte> _text = new();

    public ReadOnlySpan<byte> Shape => _shape.WrittenSpan;

    public ReadOnlySpan<byte> TextBytes => _text.WrittenSpan;

    public void Clear()
    {
        _shape.ResetWrittenCount();
        _text.ResetWrittenCount();
    }

    public void Number(long value)
    {
        var rest = (ulong)((value << 1) ^ (value >> 63));
        var into = _shape.GetSpan(10);
        var length = 0;
        while (rest >= 0x80)
        {
            into[length++] = (byte)(rest | 0x80);
            rest >>= 7;
        }

        into[length++] = (byte)rest;
        _shape.Advance(length);
    }

    /// <summary>Adds text; what is longer than <paramref name="maxBytes"/> is cut, with a mark that says so.</summary>
    public void Text(ReadOnlySpan<byte> utf8, int maxBytes = int.MaxValue)
    {
        var cut = utf8.Length > maxBytes;
        var kept = cut ? utf8[..CharacterBoundary(utf8, maxBytes)] : utf8;
        var before = _text.WrittenCount;
        AppendValid(kept);
        if (cut)
        {
            _text.Write(Encoding.UTF8.GetBytes($"… [cut: {utf8.Length.ToString("N0", CultureInfo.InvariantCulture)} bytes in all]"));
        }

        Number(_text.WrittenCount - before);
        _text.Write("\0"u8);
    }

    public void Value(ValueKind kind, ReadOnlySpan<byte> utf8, int maxBytes = int.MaxValue)
    {
        // A document that is cut is no document any more.
        Number((long)(kind == ValueKind.Json && utf8.Length > maxBytes ? ValueKind.Text : kind));
        Text(utf8, maxBytes);
    }

    private static int CharacterBoundary(ReadOnlySpan<byte> utf8, int at)
    {
        while (at > 0 && (utf8[at] & 0xC0) == 0x80)
        {
            at--;
        }

        return at;
    }

    private void AppendValid(ReadOnlySpan<byte> utf8)
    {
        if (Utf8.IsValid(utf8))
        {
            _text.Write(utf8);
        }
        else
        {
            _text.Write(Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(utf8))); // Wrong bytes become U+FFFD.
        }
    }
}
