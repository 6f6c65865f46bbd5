using Thesis.Services.Shared.Places;

namespace Thesis.Services.Chat.Domain;

/// <summary>What a message may say. Lengths count characters as people do.</summary>
public static class MessageText
{
    public const int MostCharacters = 2000;
    public const int MostLines = 50;

    /// <summary>The text with line breaks of one kind and nothing around it.</summary>
    public static string Tidy(string? text) => (text ?? "").ReplaceLineEndings("\n").Trim();

    /// <returns>What is wrong with a tidy text, as a message for a field; null when nothing is.</returns>
    public static string? Fault(string text, ChatOptions options)
    {
        if (text.Count(c => c == '\n') >= MostLines)
        {
            return $"must have at most {MostLines} lines";
        }

        return TextRules.Fault(text.Replace('\n', ' '), 1, MostCharacters)
            ?? (Wording.RefusedIn(text, options.RefusedWords) is { } word ? $"holds a word that nobody may write here: '{word}'" : null)
            ?? (Links.RefusedIn(text, options.LinkHosts) is { } link ? $"holds a link that is not allowed here: '{link}'; say where to go in words, or share a location" : null);
    }
}
