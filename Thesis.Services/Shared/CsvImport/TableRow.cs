namespace Thesis.Services.Shared.CsvImport;

/// <summary>A row of a table: its line in the file and its fields by our column names, trimmed.</summary>
/// <param name="record">The record as it was read.</param>
/// <param name="columns">Where each column stands.</param>
/// <param name="width">How many fields the header has.</param>
public sealed class TableRow(CsvRecord record, IReadOnlyDictionary<string, int> columns, int width)
{
    public int Line => record.Line;

    public bool Misquoted => record.Misquoted;

    public int FieldCount => record.Fields.Length;

    public int ColumnCount => width;

    /// <summary>The field, or "" when the table has no such column or the row ends before it.</summary>
    public string this[string column] =>
        columns.TryGetValue(column, out var index) && index < record.Fields.Length ? record.Fields[index] : "";
}
