using System.Buffers.Text;

namespace Thesis.OptEngine.Model;

/// <summary>Reads lines of space-separated numbers from a stream, without making strings of them.</summary>
internal sealed class LineScanner(Stream stream)
{
    private const int MaxLineBytes = 1 << 16;
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    private readonly byte[] _buffer = new byte[2 * MaxLineBytes];
    private int _start, _end, _lineStart, _lineEnd;
    private bool _ended;

    /// <summary>1-based number of the current line.</summary>
    public int Line { get; private set; }

    /// <summary>Moves to the next line that is not blank; false at the end of the stream.</summary>
    public bool NextLine()
    {
        while (ReadLine())
        {
            SkipSpace();
            if (_lineStart < _lineEnd)
            {
                return true;
            }
        }

        return false;
    }

    public int Int32(string name)
    {
        var token = Token(name);
        return Utf8Parser.TryParse(token, out int value, out int used) && used == token.Length
            ? value
            : throw Error($"{name} is not a whole number of 32 bits");
    }

    public double Number(string name)
    {
        var token = Token(name);
        return Utf8Parser.TryParse(token, out double value, out int used) && used == token.Length && double.IsFinite(value)
            ? value
            : throw Error($"{name} is not a number");
    }

    /// <summary>A quantity in kg with at most three decimals, as grams.</summary>
    public long Grams(string name)
    {
        double kg = Number(name);
        double grams = Math.Round(kg * 1000);
        if (grams < 0 || grams > AllocationProblemBuilder.MaxGrams)
        {
            throw Error($"{name} is not between 0 and {AllocationProblemBuilder.MaxGrams / 1000} kg");
        }

        return Math.Abs(grams / 1000 - kg) <= 1e-12 * Math.Max(1, kg)
            ? (long)grams
            : throw Error($"{name} has more than three decimals: whole grams are the smallest quantity");
    }

    public bool IsEndOfLine()
    {
        SkipSpace();
        return _lineStart == _lineEnd;
    }

    public void EndOfLine()
    {
        if (!IsEndOfLine())
        {
            throw Error("more values than expected");
        }
    }

    public InstanceFormatException Error(string problem) => new(Math.Max(1, Line), problem);

    private ReadOnlySpan<byte> Token(string name)
    {
        SkipSpace();
        int from = _lineStart;
        while (_lineStart < _lineEnd && _buffer[_lineStart] > ' ')
        {
            _lineStart++;
        }

        return from < _lineStart ? _buffer.AsSpan(from, _lineStart - from) : throw Error($"{name} is missing");
    }

    private void SkipSpace()
    {
        while (_lineStart < _lineEnd && _buffer[_lineStart] <= ' ')
        {
            _lineStart++;
        }
    }

    private bool ReadLine()
    {
        int found;
        while ((found = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n')) < 0 && !_ended)
        {
            Fill();
        }

        if (found < 0 && _start == _end)
        {
            return false;
        }

        Line++;
        _lineStart = Line == 1 && _buffer.AsSpan(_start, _end - _start).StartsWith(ByteOrderMark) ? _start + ByteOrderMark.Length : _start;
        _lineEnd = found < 0 ? _end : _start + found;
        _start = found < 0 ? _end : _lineEnd + 1;
        return true;
    }

    private void Fill()
    {
        if (_end - _start > MaxLineBytes)
        {
            Line++;
            throw Error($"longer than {MaxLineBytes} bytes");
        }

        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        int read = stream.Read(_buffer, _end, _buffer.Length - _end);
        _end += read;
        _ended = read == 0;
    }
}
