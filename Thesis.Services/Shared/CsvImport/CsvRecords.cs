using System.Runtime.CompilerServices;
using System.Text;

namespace Thesis.Services.Shared.CsvImport;

/// <param name="Line">The line of the file on which the record begins, from 1.</param>
/// <param name="Misquoted">True when a quote is left open or stands inside a field; the record is then its first line alone.</param>
public sealed record CsvRecord(int Line, string[] Fields, bool Misquoted);

/// <summary>
/// Splits text into records (RFC 4180). A quoted field may hold line breaks, but only some: a quote that is left open spoils
/// its own line and no other, which is why this is not a general reader's. Holds one record at a time.
/// </summary>
public sealed class CsvRecords(TextReader text, char separator)
{
    public const int MostLineCharacters = 16_384;

    private const int MostLinesInRecord = 20;

    private readonly LinkedList<string> _ahead = [];
    private int _line;

    public async IAsyncEnumerable<CsvRecord> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (await PeekAsync(0, cancellationToken) is { } first)
        {
            var (record, lines) = await TakeAsync(first, cancellationToken);
            for (var i = 0; i < lines; i++)
            {
                _ahead.RemoveFirst();
            }

            _line += lines;
            if (record is not { Fields: [""] })
            {
                yield return record;
            }
        }
    }

    private async Task<(CsvRecord Record, int Lines)> TakeAsync(string first, CancellationToken cancellationToken)
    {
        var joined = first;
        for (var lines = 1; lines <= MostLinesInRecord; lines++)
        {
            var (fields, state) = Split(joined);
            if (state == QuoteState.Closed || (state == QuoteState.Broken && lines == 1))
            {
                return (new CsvRecord(_line + 1, fields, state == QuoteState.Broken), lines);
            }

            if (state == QuoteState.Broken || await PeekAsync(lines, cancellationToken) is not { } next)
            {
                break;
            }

            joined = $"{joined}\n{next}";
        }

        return (new CsvRecord(_line + 1, first.Split(separator), Misquoted: true), 1);
    }

    private (string[] Fields, QuoteState State) Split(string record)
    {
        var fields = new List<string>();
        var field = new StringBuilder();
        var at = 0;
        while (true)
        {
            while (at < record.Length && record[at] == ' ')
            {
                at++;
            }

            if (at < record.Length && record[at] == '"')
            {
                if (!Quoted(record, ref at, field))
                {
                    return ([.. fields], QuoteState.Open);
                }

                while (at < record.Length && record[at] is ' ')
                {
                    at++;
                }

                if (at < record.Length && record[at] != separator)
                {
                    return (record.Split(separator), QuoteState.Broken);
                }
            }
            else
            {
                var end = record.IndexOf(separator, at);
                field.Append(record, at, (end < 0 ? record.Length : end) - at);
                at = end < 0 ? record.Length : end;
                if (field.ToString().Contains('"', StringComparison.Ordinal))
                {
                    return (record.Split(separator), QuoteState.Broken);
                }
            }

            fields.Add(field.ToString().Trim());
            field.Clear();
            if (at >= record.Length)
            {
                return ([.. fields], QuoteState.Closed);
            }

            at++;
        }
    }

    /// <summary>Reads a quoted field from its opening quote to behind its closing one.</summary>
    /// <returns>False when there is no closing one.</returns>
    private static bool Quoted(string record, ref int at, StringBuilder field)
    {
        for (at++; at < record.Length; at++)
        {
            if (record[at] != '"')
            {
                field.Append(record[at]);
            }
            else if (at + 1 < record.Length && record[at + 1] == '"')
            {
                field.Append(record[++at]);
            }
            else
            {
                at++;
                return true;
            }
        }

        return false;
    }

    private async Task<string?> PeekAsync(int ahead, CancellationToken cancellationToken)
    {
        while (_ahead.Count <= ahead)
        {
            if (await BoundedLineAsync(cancellationToken) is not { } line)
            {
                return null;
            }

            _ahead.AddLast(line);
        }

        return ahead == 0 ? _ahead.First?.Value : _ahead.ElementAt(ahead);
    }

    private readonly char[] _buffer = new char[4_096];
    private int _start;
    private int _end;
    private bool _afterReturn;

    /// <summary>The next line without its end: "\n", "\r\n" or "\r". Never holds more than the longest line allowed.</summary>
    private async Task<string?> BoundedLineAsync(CancellationToken cancellationToken)
    {
        var line = new StringBuilder();
        while (true)
        {
            if (_start == _end)
            {
                _start = 0;
                _end = await text.ReadAsync(_buffer, cancellationToken);
                if (_end == 0)
                {
                    return line.Length > 0 ? line.ToString() : null;
                }
            }

            if (_afterReturn && _buffer[_start] == '\n')
            {
                _start++;
            }

            _afterReturn = false;
            var length = _buffer.AsSpan(_start, _end - _start).IndexOfAny('\r', '\n');
            line.Append(_buffer, _start, length < 0 ? _end - _start : length);
            if (line.Length > MostLineCharacters)
            {
                throw new UnreadableTableException(_line + _ahead.Count + 1, $"a line is longer than {MostLineCharacters} characters: is this a CSV file?");
            }

            if (length >= 0)
            {
                _afterReturn = _buffer[_start + length] == '\r';
                _start += length + 1;
                return line.ToString();
            }

            _start = _end;
        }
    }

    private enum QuoteState
    {
        Closed,
        Open,
        Broken,
    }
}
