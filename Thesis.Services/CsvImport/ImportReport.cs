namespace Thesis.Services.CsvImport;

/// <summary>A fault of a row: where it stands in the file and what is wrong.</summary>
/// <param name="Line">The line of the file, from 1; the header is line 1.</param>
/// <param name="Column">The column's name; empty when the whole row is at fault.</param>
/// <param name="Reason">For a person: what is wrong and what would be right.</param>
public sealed record RejectedRow(int Line, string Column, string Reason);

/// <summary>What an import did. Each row of the file is counted once.</summary>
/// <param name="Created">Rows that became new entries.</param>
/// <param name="Updated">Rows that changed an entry.</param>
/// <param name="Unchanged">Rows that say what was known already.</param>
/// <param name="Rejected">Rows that were left out.</param>
/// <param name="Complete">False when the file was given up before its end; the last of <paramref name="Rows"/> says where and why.</param>
/// <param name="Rows">The faults found: at most 1,000 of them, the first ones, and the one that ended the import.</param>
public sealed record ImportReport(
    int Created, int Updated, int Unchanged, int Rejected, bool Complete, IReadOnlyList<RejectedRow> Rows);

/// <summary>How many entries a batch created and updated; its other rows changed nothing.</summary>
public readonly record struct BatchOutcome(int Created, int Updated);
