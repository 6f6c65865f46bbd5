using System.Globalization;
using SkiaSharp;

namespace Thesis.Services.Shared.Documents;

/// <summary>A part of a text of one font and one direction.</summary>
internal readonly record struct TextRun(string Text, int Font, bool IsRightToLeft);

/// <summary>Splits a line of text into runs, each of a font that has its letters, in the order in which they stand on paper.</summary>
internal sealed class TextRuns(IReadOnlyList<SKTypeface> fonts) : IDisposable
{
    private readonly SKFont[] _fonts = [.. fonts.Select(font => new SKFont(font))];

    /// <summary>
    /// The runs from left to right. A text that begins with a right-to-left letter runs that way as a whole; spaces and signs go with
    /// what stands before them. That is the Unicode bidirectional algorithm as far as names, titles and addresses need it.
    /// </summary>
    public IReadOnlyList<TextRun> Of(string text)
    {
        var runs = Split(text);
        var isRightToLeft = runs.Count > 0 && runs[0].IsRightToLeft;
        var ordered = new List<TextRun>(runs.Count);
        for (var at = 0; at < runs.Count;)
        {
            var end = at + 1;
            while (end < runs.Count && runs[end].IsRightToLeft == runs[at].IsRightToLeft)
            {
                end++;
            }

            // Neighbours of the other direction than the line's keep their own order among themselves.
            var same = runs[at..end];
            if (runs[at].IsRightToLeft)
            {
                same.Reverse();
            }

            ordered.InsertRange(isRightToLeft ? 0 : ordered.Count, same);
            at = end;
        }

        return ordered;
    }

    public void Dispose() => Array.ForEach(_fonts, font => font.Dispose());

    private List<TextRun> Split(string text)
    {
        var runs = new List<TextRun>();
        var elements = StringInfo.GetTextElementEnumerator(text);
        while (elements.MoveNext())
        {
            var element = elements.GetTextElement();
            var last = runs.Count > 0 ? runs[^1] : default;
            var isNeutral = element.EnumerateRunes().All(rune => !System.Text.Rune.IsLetterOrDigit(rune));
            var font = runs.Count > 0 && isNeutral && Has(last.Font, element) ? last.Font : FontOf(element);
            var isRightToLeft = isNeutral ? runs.Count > 0 && last.IsRightToLeft : element.EnumerateRunes().Any(IsRightToLeft);
            if (runs.Count > 0 && font == last.Font && isRightToLeft == last.IsRightToLeft)
            {
                runs[^1] = last with { Text = last.Text + element };
            }
            else
            {
                runs.Add(new TextRun(element, font, isRightToLeft));
            }
        }

        return runs;
    }

    /// <summary>The first font with all of the letters; the first font of all, which shows boxes, where none has them.</summary>
    private int FontOf(string element)
    {
        for (var font = 0; font < _fonts.Length; font++)
        {
            if (Has(font, element))
            {
                return font;
            }
        }

        return 0;
    }

    /// <summary>Joiners and variation selectors have no letter form of their own.</summary>
    private bool Has(int font, string element) =>
        element.EnumerateRunes().All(rune => rune.Value is 0x200C or 0x200D or (>= 0xFE00 and <= 0xFE0F) || _fonts[font].ContainsGlyph(rune.Value));

    /// <summary>Hebrew, Arabic, Syriac, Thaana and their presentation forms.</summary>
    private static bool IsRightToLeft(System.Text.Rune rune) =>
        rune.Value is (>= 0x0590 and <= 0x08FF) and not (>= 0x0660 and <= 0x0669) or (>= 0xFB1D and <= 0xFDFF) or (>= 0xFE70 and <= 0xFEFC);
}
