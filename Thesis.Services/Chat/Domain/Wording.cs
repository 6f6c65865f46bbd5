using Thesis.Services.Shared.Places;

namespace Thesis.Services.Chat.Domain;

/// <summary>Words, compared without case, accents and punctuation.</summary>
public static class Wording
{
    private const int MostSearchWords = 10;

    /// <summary>The first of the refused words or phrases that stands in the text; null when none does.</summary>
    public static string? RefusedIn(string text, IReadOnlyList<string> refused)
    {
        if (refused.Count == 0)
        {
            return null;
        }

        var words = $" {PlaceIdentity.NameKey(text)} ";
        return refused.FirstOrDefault(one => words.Contains($" {PlaceIdentity.NameKey(one)} ", StringComparison.Ordinal));
    }

    /// <summary>A query of PostgreSQL's text search for words that begin as those typed; null when nothing was typed that could be found.</summary>
    public static string? SearchQuery(string typed)
    {
        var words = new string([.. typed.Select(c => char.IsLetterOrDigit(c) || char.IsSurrogate(c) || char.GetUnicodeCategory(c) is System.Globalization.UnicodeCategory.NonSpacingMark or System.Globalization.UnicodeCategory.SpacingCombiningMark ? c : ' ')])
            .Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(MostSearchWords).ToArray();
        return words.Length == 0 ? null : string.Join(" & ", words.Select(word => $"'{word}':*"));
    }
}
