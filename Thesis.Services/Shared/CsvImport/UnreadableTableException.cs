namespace Thesis.Services.Shared.CsvImport;

/// <summary>The file cannot be read on: not a table, or not from this line on.</summary>
/// <param name="line">The line of the file, from 1.</param>
/// <param name="message">For a person: what is wrong and what would be right.</param>
public sealed class UnreadableTableException(int line, string message) : Exception(message)
{
    public int Line { get; } = line;
}
