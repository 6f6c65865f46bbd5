using System.Text;

namespace Thesis.Dashboard.Storage;

/// <summary>
/// What a user typed to find: words that must all occur, in any field and any order; "words in quotes" must occur as they
/// stand. Upper and lower case are the same.
/// </summary>
internal sealed class TextQuery
{
    private const int MaxTerms = 16;
    private readonly string[] _terms;
    private readonly byte[]?[] _ascii;

    private TextQuery(string[] terms)
    {
        _terms = terms;
        _ascii = [.. terms.Select(t => Ascii.IsValid(t) ? Encoding.ASCII.GetBytes(t.ToLowerInvariant()) : null)];
        Needle = _ascii.OfType<byte[]>().MaxBy(t => t.Length);
    }

    /// <summary>In lower case: text without it cannot match. Null when no term is of ASCII alone.</summary>
    public byte[]? Needle { get; }

    /// <summary>Null when nothing is asked for.</summary>
    /// <param name="text">Words and quoted words.</param>
    /// <param name="more">Further terms, each as it stands.</param>
    public static TextQuery? Parse(string? text, IEnumerable<string>? more = null)
    {
        var terms = new List<string>(more ?? []);
        var parts = (text ?? "").Split('"');
        for (var i = 0; i < parts.Length; i++)
        {
            var quoted = i % 2 == 1 && (i < parts.Length - 1 || parts.Length % 2 == 1);
            if (quoted)
            {
                terms.Add(parts[i]);
            }
            else
            {
                terms.AddRange(parts[i].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
            }
        }

        terms.RemoveAll(string.IsNullOrEmpty);
        return terms.Count == 0 ? null : new TextQuery([.. terms.Take(MaxTerms)]);
    }

    /// <summary>Whether every term occurs.</summary>
    /// <param name="text">UTF-8.</param>
    /// <param name="folded">The same with ASCII in lower case.</param>
    public bool Matches(ReadOnlySpan<byte> text, ReadOnlySpan<byte> folded)
    {
        string? decoded = null;
        for (var i = 0; i < _terms.Length; i++)
        {
            var found = _ascii[i] is { } ascii
                ? folded.IndexOf(ascii) >= 0
                : (decoded ??= Encoding.UTF8.GetString(text)).Contains(_terms[i], StringComparison.OrdinalIgnoreCase);
            if (!found)
            {
                return false;
            }
        }

        return true;
    }
}
