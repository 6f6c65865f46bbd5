using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Thesis.Services.Shared.CsvImport;

/// <summary>
/// Takes a table's rows in batches, keeps the good ones and reports the others. Memory is bounded by the batch,
/// the report and 24 bytes a row to find repeated ones.
/// </summary>
/// <typeparam name="TEntry">What a row becomes.</typeparam>
/// <param name="read">Reads a row; what it notes as a fault rejects the row. The number counts the rows read, from 0.</param>
/// <param name="identity">What makes an entry the same as another one.</param>
/// <param name="apply">Stores a batch in one transaction; in a dry run undoes it.</param>
public sealed class CsvImportRun<TEntry>(
    Func<TableRow, RowFaults, int, TEntry> read,
    Func<TEntry, string> identity,
    Func<IReadOnlyList<TEntry>, CancellationToken, Task<BatchOutcome>> apply)
{
    private const int BatchRows = 500;
    private const int MostRows = 500_000;
    private const int MostReported = 1_000;

    private readonly List<RowNote> _faults = [];
    private readonly List<RowNote> _warnings = [];
    private readonly List<UnplacedRow> _unplaced = [];
    private readonly List<TEntry> _batch = new(BatchRows);
    private readonly Dictionary<UInt128, int> _lines = [];
    private int _rows;
    private int _created;
    private int _updated;
    private int _unchanged;
    private int _rejected;
    private int _unplacedCount;

    /// <summary>Reads the table to its end, or as far as it can be read.</summary>
    public async Task<ImportReport> RunAsync(CsvTable table, bool dryRun, CancellationToken cancellationToken)
    {
        var survey = await CoordinateSurvey.OfAsync(table, cancellationToken);
        var complete = true;
        try
        {
            await foreach (var row in table.RowsAsync(cancellationToken))
            {
                if (_rows == MostRows)
                {
                    throw new UnreadableTableException(row.Line, $"the file has more than {MostRows} rows: split it");
                }

                Take(row, survey);
                if (_batch.Count == BatchRows)
                {
                    await FlushAsync(cancellationToken);
                }
            }
        }
        catch (UnreadableTableException unreadable)
        {
            complete = false;
            _rejected++;
            _faults.Add(new RowNote(unreadable.Line, "", "", $"{unreadable.Message} Nothing from this line on was read."));
        }

        await FlushAsync(cancellationToken);
        return new ImportReport(dryRun, _created, _updated, _unchanged, _rejected, _unplacedCount, complete, Reading(table), _faults, _warnings, _unplaced);
    }

    private static FileReading Reading(CsvTable table) => new(
        table.Encoding.WebName,
        table.Separator switch { ',' => "comma", ';' => "semicolon", _ => "tab" },
        table.Columns.Used,
        table.Columns.Ignored);

    private void Take(TableRow row, CoordinateSurvey survey)
    {
        var faults = new RowFaults(row, survey);
        faults.Require(!row.Misquoted, "", "a quote is left open or stands inside a field: quote the whole field and double the quotes in it");
        faults.Require(row.FieldCount == row.ColumnCount, "", $"the row has {row.FieldCount} fields and the header {row.ColumnCount}");
        if (!faults.Any)
        {
            Keep(read(row, faults, _rows), row, faults);
        }

        _rows++;
        _rejected += faults.Any ? 1 : 0;
        Report(_faults, faults.All);
        Report(_warnings, faults.Warnings);
    }

    private void Keep(TEntry entry, TableRow row, RowFaults faults)
    {
        if (faults is { Any: false, Unplaced: { } unplaced })
        {
            _unplacedCount++;
            Report(_unplaced, [unplaced]);
            return;
        }

        if (!faults.Any && !_lines.TryAdd(Fingerprint(identity(entry)), row.Line))
        {
            faults.Add("name", $"the same name and place stand on line {_lines[Fingerprint(identity(entry))]} already");
        }

        if (!faults.Any)
        {
            _batch.Add(entry);
        }
    }

    private static void Report<T>(List<T> reported, IReadOnlyList<T> more) => reported.AddRange(more.Take(MostReported - reported.Count));

    private async Task FlushAsync(CancellationToken cancellationToken)
    {
        if (_batch.Count > 0)
        {
            var outcome = await apply(_batch, cancellationToken);
            _created += outcome.Created;
            _updated += outcome.Updated;
            _unchanged += _batch.Count - outcome.Created - outcome.Updated;
            _batch.Clear();
        }
    }

    private static UInt128 Fingerprint(string identity) =>
        BinaryPrimitives.ReadUInt128LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(identity)));
}
