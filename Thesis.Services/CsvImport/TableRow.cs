namespace Thesis.Services.CsvImport;

/// <summary>A row of a table: its line in the file and its fields by column name, trimmed.</summary>
/// <param name="line">The line of the file, from 1.</param>
/// <param name="columns">Where each column stands.</param>
/// <param name="fields">The fields in the order of the file.</param>
/// <param name="misquoted">True when the row breaks the rules of quoting.</param>
public sealed class TableRow(int line, IReadOnlyDictionary<string, int> columns, string[] fields, bool misquoted)
{
    public int Line { get; } = line;

    public bool Misquoted { get; } = misquoted;

    public int FieldCount => fields.Length;

    public int ColumnCount => columns.Count;

    /// <summary>The field, or "" when the table has no such column or the row ends before it.</summary>
    public string this[string column] =>
        columns.TryGetValue(column, out var index) && index < fields.Length ? fields[index] : "";
}
