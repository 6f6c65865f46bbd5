namespace Thesis.Services.Donations.Api;

/// <summary>Texts in CSV that a spreadsheet opens.</summary>
internal static class CsvText
{
    /// <summary>A text that a spreadsheet would take for a formula begins with an apostrophe.</summary>
    public static string Quote(string text)
    {
        var safe = text is ['=' or '+' or '-' or '@' or '\t', ..] ? $"'{text}" : text;
        return $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
