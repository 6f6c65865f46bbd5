using System.Runtime.CompilerServices;
using System.Text;

namespace Thesis.Services.Shared.CsvImport;

/// <summary>
/// A CSV file with a header: separated by comma, semicolon or tab; in UTF-8, UTF-16 or Windows-1252; both found out from the
/// file. Can be read more than once. Holds some lines at a time, whatever the file's size.
/// </summary>
public sealed class CsvTable
{
    private static readonly char[] s_separators = [',', ';', '\t'];

    private readonly Stream _file;

    private CsvTable(Stream file, Encoding encoding, char separator, TableColumns columns)
    {
        _file = file;
        Encoding = encoding;
        Separator = separator;
        Columns = columns;
    }

    public Encoding Encoding { get; }

    public char Separator { get; }

    public TableColumns Columns { get; }

    /// <summary>Finds out encoding and separator, and reads the header.</summary>
    /// <param name="file">Can be rewound.</param>
    /// <param name="mapping">Our column name by the file's header, where the guess is wrong.</param>
    /// <exception cref="UnreadableTableException">It is no table, or lacks a required column.</exception>
    public static async Task<CsvTable> OpenAsync(
        Stream file, IReadOnlyList<ImportColumn> known, IReadOnlyDictionary<string, string> mapping, CancellationToken cancellationToken)
    {
        var encoding = await TextEncodings.DetectAsync(file, cancellationToken);
        CsvRecord? header = null;
        var (separator, most) = (',', -1);
        foreach (var candidate in s_separators)
        {
            var first = await FirstAsync(file, encoding, candidate, cancellationToken);
            var recognised = first is null ? -1 : TableColumns.Recognised(first.Fields, known) * 1_000 + Math.Min(first.Fields.Length, 999);
            if (recognised > most)
            {
                (header, separator, most) = (first, candidate, recognised);
            }
        }

        return header is null
            ? throw new UnreadableTableException(1, "the file is empty; its first line must name the columns")
            : new CsvTable(file, encoding, separator, TableColumns.Of(header.Line, header.Fields, known, mapping));
    }

    /// <exception cref="UnreadableTableException">The file cannot be read on from some line.</exception>
    public async IAsyncEnumerable<TableRow> RowsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var width = -1;
        await foreach (var record in Records(_file, Encoding, Separator).ReadAsync(cancellationToken))
        {
            if (width < 0)
            {
                width = record.Fields.Length;
                continue;
            }

            yield return new TableRow(record, Columns.Index, width);
        }
    }

    private static async Task<CsvRecord?> FirstAsync(Stream file, Encoding encoding, char separator, CancellationToken cancellationToken)
    {
        await foreach (var record in Records(file, encoding, separator).ReadAsync(cancellationToken))
        {
            return record;
        }

        return null;
    }

    private static CsvRecords Records(Stream file, Encoding encoding, char separator)
    {
        file.Position = 0;
        return new CsvRecords(new StreamReader(file, encoding, detectEncodingFromByteOrderMarks: true, leaveOpen: true), separator);
    }
}
