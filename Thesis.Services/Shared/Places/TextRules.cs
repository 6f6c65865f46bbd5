using System.Globalization;

namespace Thesis.Services.Shared.Places;

/// <summary>What a text that people see may hold. Lengths count characters as people do: an accented letter or an emoji is one.</summary>
public static class TextRules
{
    /// <summary>An emoji of a family is 7 code points and one character; more than this for each is not written by people.</summary>
    public const int MostCodePointsPerCharacter = 8;

    /// <returns>What is wrong with the text, as a message for a field; null when nothing is.</returns>
    public static string? Fault(string? text, int least, int most)
    {
        var trimmed = (text ?? "").Trim();
        if (trimmed.Length > most * MostCodePointsPerCharacter || new StringInfo(trimmed).LengthInTextElements > most)
        {
            return $"must have at most {most} characters";
        }

        return trimmed switch
        {
            _ when trimmed.EnumerateRunes().Count() < least => least == 1 ? "must not be empty" : $"must have at least {least} characters",
            _ when trimmed.Any(char.IsControl) => "must not hold control characters, such as line breaks",
            _ when trimmed.Any(IsInvisible) => "must not hold invisible or direction-changing characters: type it anew instead of pasting it",
            _ when HasLoneSurrogate(trimmed) || trimmed.Contains('\uFFFD') => "holds characters that cannot be read: save the text as UTF-8",
            _ => null,
        };
    }

    /// <summary>Joiners (U+200C, U+200D) are left out: scripts and emoji need them.</summary>
    private static bool IsInvisible(char c) => c is '\u00AD' or '\u061C' or '\u180E' or '\u200B' or '\u200E' or '\u200F' or '\u2060' or '\uFEFF'
        or (>= '\u2028' and <= '\u202E') or (>= '\u2061' and <= '\u206F') or (>= '\uFFF9' and <= '\uFFFB');

    private static bool HasLoneSurrogate(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]) && !(i + 1 < text.Length && char.IsSurrogatePair(text[i], text[++i])))
            {
                return true;
            }
        }

        return false;
    }
}
