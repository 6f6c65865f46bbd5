using System.Runtime.CompilerServices;
using CsvHelper;

namespace Thesis.Services.CsvImport;

/// <summary>
/// Reads a CSV file (RFC 4180 without line breaks in fields, UTF-8, comma, header first) row by row. Every line ends its
/// row, so that a quote left open spoils one row only. Holds some lines at a time, whatever the file's size.
/// </summary>
public sealed class CsvTable : IAsyncDisposable
{
    private const int MostLineBytes = 16_384;

    private readonly BoundedLineStream lines;
    private readonly CsvReader reader;
    private Dictionary<string, int> columns = [];
    private long misquotedLine;

    private CsvTable(Stream body)
    {
        lines = new BoundedLineStream(body, MostLineBytes);
        var options = new CsvReaderOptions
        {
            Separator = ',',
            HasHeader = false,
            DetectSeparatorHint = false,
            TrimWhitespace = true,
            AllowLineBreaksInQuotes = false,
            TrackLineNumbers = true,
            OnMalformedRecord = record => misquotedLine = record.LineNumber,
        };
        reader = CsvReader.Create(lines, options, leaveOpen: true);
    }

    /// <summary>Reads the header.</summary>
    /// <exception cref="UnreadableTableException">It is not a header, or lacks a column of <paramref name="required"/>.</exception>
    public static async Task<CsvTable> OpenAsync(
        Stream body, IReadOnlyList<string> required, IReadOnlyList<string> optional, CancellationToken cancellationToken)
    {
        var table = new CsvTable(body);
        try
        {
            table.columns = Header(await table.NextAsync(cancellationToken) ? table.reader.Current.ToArray() : [], required, optional);
            return table;
        }
        catch
        {
            await table.DisposeAsync();
            throw;
        }
    }

    /// <exception cref="UnreadableTableException">The file cannot be read on from some line.</exception>
    public async IAsyncEnumerable<TableRow> RowsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (await NextAsync(cancellationToken))
        {
            var line = reader.LineNumber;
            yield return new TableRow((int)line, columns, reader.Current.ToArray(), misquotedLine == line);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await reader.DisposeAsync();
        await lines.DisposeAsync();
    }

    private static Dictionary<string, int> Header(string[] names, IReadOnlyList<string> required, IReadOnlyList<string> optional)
    {
        var columns = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        var form = string.Join(',', required) + (optional.Count > 0 ? $" and may name {string.Join(',', optional)}" : "");
        for (var i = 0; i < names.Length; i++)
        {
            if (!required.Concat(optional).Contains(names[i], StringComparer.OrdinalIgnoreCase) || !columns.TryAdd(names[i], i))
            {
                throw new UnreadableTableException(1, $"column {i + 1} of the first line is unknown or repeated; it must name {form}");
            }
        }

        return required.All(columns.ContainsKey)
            ? columns
            : throw new UnreadableTableException(1, $"the first line lacks '{required.First(name => !columns.ContainsKey(name))}'; it must name {form}");
    }

    private async Task<bool> NextAsync(CancellationToken cancellationToken)
    {
        var last = reader.FieldCount > 0 ? reader.LineNumber : 0;
        if (await reader.ReadAsync(cancellationToken))
        {
            return true;
        }

        return lines.LineTooLong
            ? throw new UnreadableTableException((int)last + 1, $"a line is longer than {MostLineBytes} bytes: is this a CSV file?")
            : false;
    }
}
