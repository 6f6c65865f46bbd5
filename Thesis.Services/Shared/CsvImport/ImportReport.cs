namespace Thesis.Services.Shared.CsvImport;

/// <summary>Something about a row: where it stands in the file and what to do.</summary>
/// <param name="Line">The line of the file, from 1; the header is line 1.</param>
/// <param name="Column">The column's name; empty when the whole row is meant.</param>
/// <param name="Value">What stands there, at most 80 characters.</param>
/// <param name="Reason">For a person: what is wrong and what would be right.</param>
public sealed record RowNote(int Line, string Column, string Value, string Reason);

/// <summary>A row without coordinates, to be placed by hand.</summary>
/// <param name="Line">The line of the file.</param>
public sealed record UnplacedRow(int Line, string Name, string Address);

/// <summary>How the file was understood.</summary>
/// <param name="Encoding">E.g. "utf-8", "windows-1252".</param>
/// <param name="Separator">"comma", "semicolon" or "tab".</param>
/// <param name="Columns">The file's header by our column name.</param>
/// <param name="IgnoredColumns">Headers that nothing is read from.</param>
public sealed record FileReading(
    string Encoding, string Separator, IReadOnlyDictionary<string, string> Columns, IReadOnlyList<string> IgnoredColumns);

/// <summary>What an import did, or in a dry run would do. Each row of the file is counted once.</summary>
/// <param name="DryRun">True when nothing was stored.</param>
/// <param name="Created">Rows that became new entries.</param>
/// <param name="Updated">Rows that changed an entry.</param>
/// <param name="Unchanged">Rows that say what was known already.</param>
/// <param name="Rejected">Rows that were left out.</param>
/// <param name="Unplaced">Rows that are left out until somebody gives them coordinates.</param>
/// <param name="Complete">False when the file was given up before its end; the last of <paramref name="Rows"/> says where and why.</param>
/// <param name="File">How the file was understood.</param>
/// <param name="Rows">The faults of rejected rows: at most 1,000 of them, the first ones, and the one that ended the import.</param>
/// <param name="Warnings">What looks odd about rows that were taken, at most 1,000.</param>
/// <param name="ToPlace">The unplaced rows, at most 1,000.</param>
public sealed record ImportReport(
    bool DryRun,
    int Created,
    int Updated,
    int Unchanged,
    int Rejected,
    int Unplaced,
    bool Complete,
    FileReading File,
    IReadOnlyList<RowNote> Rows,
    IReadOnlyList<RowNote> Warnings,
    IReadOnlyList<UnplacedRow> ToPlace);

/// <summary>How many entries a batch created and updated; its other rows changed nothing.</summary>
public readonly record struct BatchOutcome(int Created, int Updated);
