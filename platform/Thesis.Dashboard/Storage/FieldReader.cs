namespace Thesis.Dashboard.Storage;

/// <summary>Reads what <see cref="FieldWriter"/> wrote, in the same order.</summary>
internal ref struct FieldReader(ReadOnlySpan<byte> shape, ReadOnlySpan<byte> text)
{
    private ReadOnlySpan<byte> _shape = shape;
    private ReadOnlySpan<byte> _text = text;

    public long Number()
    {
        ulong value = 0;
        var shift = 0;
        while (true)
        {
            var b = _shape[0];
            _shape = _shape[1..];
            value |= (ulong)(b & 0x7F) << shift;
            if (b < 0x80)
            {
                return (long)(value >> 1) ^ -(long)(value & 1);
            }

            shift += 7;
        }
    }

    public ReadOnlySpan<byte> Text()
    {
        var length = (int)Number();
        var text = _text[..length];
        _text = _text[(length + 1)..];
        return text;
    }

    public ReadOnlySpan<byte> Value(out ValueKind kind)
    {
        kind = (ValueKind)Number();
        return Text();
    }
}
