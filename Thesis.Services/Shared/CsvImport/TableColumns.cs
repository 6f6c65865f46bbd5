using System.Globalization;
using System.Text;

namespace Thesis.Services.Shared.CsvImport;

/// <summary>A column that an import knows.</summary>
/// <param name="Name">Its name in the API and in reports, e.g. "opening_hours".</param>
/// <param name="Required">True when a file without it cannot be imported.</param>
/// <param name="OtherNames">What other lists call it; compared without case, accents, spaces and punctuation.</param>
public sealed record ImportColumn(string Name, bool Required, params string[] OtherNames);

/// <summary>Which column of a file holds what: guessed from the header, or given by the caller.</summary>
/// <param name="Index">Position in the file by our column name.</param>
/// <param name="Used">The file's header by our column name, to show the caller.</param>
/// <param name="Ignored">Headers that nothing is read from.</param>
public sealed record TableColumns(IReadOnlyDictionary<string, int> Index, IReadOnlyDictionary<string, string> Used, IReadOnlyList<string> Ignored)
{
    private const int MostColumns = 200;

    /// <param name="given">The caller's mapping, our name by the file's header; wins over the guess.</param>
    /// <exception cref="UnreadableTableException">A required column is not there, or a mapping names what does not exist.</exception>
    public static TableColumns Of(int line, string[] headers, IReadOnlyList<ImportColumn> known, IReadOnlyDictionary<string, string> given)
    {
        if (headers.Length > MostColumns)
        {
            throw new UnreadableTableException(line, $"the first line names {headers.Length} columns; at most {MostColumns} are read");
        }

        var index = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (header, name) in given)
        {
            var at = Array.FindIndex(headers, other => Key(other) == Key(header));
            index[known.FirstOrDefault(column => column.Name == name)?.Name ?? throw Unknown(line, name, known)] =
                at >= 0 ? at : throw new UnreadableTableException(line, $"the mapping names the column '{header}', which the first line does not have; it has {Listed(headers)}");
        }

        foreach (var column in known.Where(column => !index.ContainsKey(column.Name)))
        {
            var at = Find(headers, column, index.Values);
            if (at >= 0)
            {
                index[column.Name] = at;
            }
        }

        if (known.FirstOrDefault(column => column.Required && !index.ContainsKey(column.Name)) is { } missing)
        {
            throw new UnreadableTableException(
                line, $"no column is recognised as '{missing.Name}'; the first line names {Listed(headers)}: rename one, or map it with columns=Their name:{missing.Name}");
        }

        return new TableColumns(
            index,
            index.ToDictionary(pair => pair.Key, pair => headers[pair.Value], StringComparer.Ordinal),
            [.. headers.Where((header, at) => header.Length > 0 && !index.ContainsValue(at))]);
    }

    /// <summary>How many columns of <paramref name="known"/> a header names: the separator that yields most is the file's.</summary>
    public static int Recognised(string[] headers, IReadOnlyList<ImportColumn> known) => known.Count(column => Find(headers, column, []) >= 0);

    private static int Find(string[] headers, ImportColumn column, IEnumerable<int> taken)
    {
        var free = headers.Select((header, at) => (Key: Key(header), At: at)).Where(header => !taken.Contains(header.At)).ToList();
        foreach (var name in column.OtherNames.Prepend(column.Name))
        {
            var found = free.FindIndex(header => header.Key == Key(name));
            if (found >= 0)
            {
                return free[found].At;
            }
        }

        return -1;
    }

    private static UnreadableTableException Unknown(int line, string name, IReadOnlyList<ImportColumn> known) =>
        new(line, $"the mapping names '{name}', which is no column of this import; it has {string.Join(", ", known.Select(column => column.Name))}");

    private static string Listed(string[] headers)
    {
        var shown = string.Join(", ", headers.Take(20).Select(header => $"'{Shortened(header)}'"));
        return headers.Length > 20 ? $"{shown} and {headers.Length - 20} more" : shown;
    }

    private static string Shortened(string text) => text.Length > 40 ? $"{text[..40]}…" : text;

    /// <summary>Letters and digits in lower case without accents.</summary>
    private static string Key(string header) => string.Concat(header.Normalize(NormalizationForm.FormKD)
        .Where(c => char.IsLetterOrDigit(c) && CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark)
        .Select(char.ToLowerInvariant));
}
