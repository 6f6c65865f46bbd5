using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Thesis.Services.CsvImport;

/// <summary>
/// Takes a table's rows in batches, keeps the good ones and reports the others. Memory is bounded by the batch,
/// the report and 24 bytes a row to find repeated ones.
/// </summary>
/// <typeparam name="TEntry">What a row becomes.</typeparam>
/// <param name="read">Reads a row; what it notes as a fault rejects the row. The number counts the rows read, from 0.</param>
/// <param name="identity">What makes an entry the same as another one.</param>
/// <param name="apply">Stores a batch in one transaction.</param>
public sealed class CsvImportRun<TEntry>(
    Func<TableRow, RowFaults, int, TEntry> read,
    Func<TEntry, string> identity,
    Func<IReadOnlyList<TEntry>, CancellationToken, Task<BatchOutcome>> apply)
{
    private const int BatchRows = 500;
    private const int MostRows = 500_000;
    private const int MostReported = 1_000;

    private readonly List<RejectedRow> reported = [];
    private readonly List<TEntry> batch = new(BatchRows);
    private readonly Dictionary<UInt128, int> lines = [];
    private int rows;
    private int created;
    private int updated;
    private int unchanged;
    private int rejected;

    /// <summary>Reads the table to its end, or as far as it can be read.</summary>
    public async Task<ImportReport> RunAsync(CsvTable table, CancellationToken cancellationToken)
    {
        var complete = true;
        try
        {
            await foreach (var row in table.RowsAsync(cancellationToken))
            {
                if (rows == MostRows)
                {
                    throw new UnreadableTableException(row.Line, $"the file has more than {MostRows} rows: split it");
                }

                Take(row);
                if (batch.Count == BatchRows)
                {
                    await FlushAsync(cancellationToken);
                }
            }
        }
        catch (UnreadableTableException unreadable)
        {
            complete = false;
            rejected++;
            reported.Add(new RejectedRow(unreadable.Line, "", $"{unreadable.Message} Nothing from this line on was read."));
        }

        await FlushAsync(cancellationToken);
        return new ImportReport(created, updated, unchanged, rejected, complete, reported);
    }

    private void Take(TableRow row)
    {
        var faults = new RowFaults(row);
        faults.Require(!row.Misquoted, "", "a quote is left open or stands inside a field: quote the whole field and double the quotes in it");
        faults.Require(row.FieldCount == row.ColumnCount, "", $"the row has {row.FieldCount} fields and the header {row.ColumnCount}");
        if (!faults.Any)
        {
            var entry = read(row, faults, rows);
            if (!faults.Any && !lines.TryAdd(Fingerprint(identity(entry)), row.Line))
            {
                faults.Add("name", $"the same name and place stand on line {lines[Fingerprint(identity(entry))]} already");
            }

            if (!faults.Any)
            {
                batch.Add(entry);
            }
        }

        rows++;
        rejected += faults.Any ? 1 : 0;
        reported.AddRange(faults.All.Take(MostReported - reported.Count));
    }

    private async Task FlushAsync(CancellationToken cancellationToken)
    {
        if (batch.Count > 0)
        {
            var outcome = await apply(batch, cancellationToken);
            created += outcome.Created;
            updated += outcome.Updated;
            unchanged += batch.Count - outcome.Created - outcome.Updated;
            batch.Clear();
        }
    }

    private static UInt128 Fingerprint(string identity) =>
        BinaryPrimitives.ReadUInt128LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(identity)));
}
