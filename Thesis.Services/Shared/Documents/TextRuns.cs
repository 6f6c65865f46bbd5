using System.Globalization;
using System.Text;
using SkiaSharp;

namespace Thesis.Services.Shared.Documents;

/// <summary>A part of a text of one font and one direction.</summary>
internal readonly record struct TextRun(string Text, int Font, bool IsRightToLeft);

/// <summary>Splits a line of text into runs, each of a font that has its letters, in the order in which they stand on paper.</summary>
internal sealed class TextRuns(IReadOnlyList<SKTypeface> fonts) : IDisposable
{
    private readonly SKFont[] _fonts = [.. fonts.Select(font => new SKFont(font))];

    /// <summary>
    /// The runs from left to right. The first letter says which way the line goes; spaces and signs go with their neighbours where
    /// both go one way, and with the line where they do not. That is the Unicode bidirectional algorithm as far as names, titles and
    /// addresses need it.
    /// </summary>
    public IReadOnlyList<TextRun> Of(string text)
    {
        var elements = Elements(text);
        var isRightToLeft = elements.FirstOrDefault(one => one.IsRightToLeft is not null).IsRightToLeft == true;
        var ordered = new List<TextRun>();
        foreach (var same in Groups(Runs(elements, isRightToLeft)))
        {
            // What goes against the line keeps its own order within.
            ordered.InsertRange(isRightToLeft ? 0 : ordered.Count, same[0].IsRightToLeft ? same.AsEnumerable().Reverse() : same);
        }

        return ordered;
    }

    public void Dispose() => Array.ForEach(_fonts, font => font.Dispose());

    /// <summary>The characters as people see them, each with its way; null for spaces and signs, which have none.</summary>
    private static List<(string Text, bool? IsRightToLeft)> Elements(string text)
    {
        var found = new List<(string, bool?)>();
        var elements = StringInfo.GetTextElementEnumerator(text);
        while (elements.MoveNext())
        {
            var element = elements.GetTextElement();
            var isNeutral = element.EnumerateRunes().All(rune => !Rune.IsLetterOrDigit(rune));
            found.Add((element, isNeutral ? null : element.EnumerateRunes().Any(IsRightToLeft)));
        }

        return found;
    }

    private List<TextRun> Runs(List<(string Text, bool? IsRightToLeft)> elements, bool line)
    {
        var runs = new List<TextRun>();
        for (var at = 0; at < elements.Count; at++)
        {
            var (text, way) = elements[at];
            var before = elements.Take(at).LastOrDefault(one => one.IsRightToLeft is not null).IsRightToLeft ?? line;
            var after = elements.Skip(at).FirstOrDefault(one => one.IsRightToLeft is not null).IsRightToLeft ?? line;
            var isRightToLeft = way ?? (before == after ? before : line);
            var goesOn = runs.Count > 0 && runs[^1].IsRightToLeft == isRightToLeft;
            var font = way is null && goesOn && Has(runs[^1].Font, text) ? runs[^1].Font : FontOf(text);
            if (goesOn && runs[^1].Font == font)
            {
                runs[^1] = runs[^1] with { Text = runs[^1].Text + text };
            }
            else
            {
                runs.Add(new TextRun(text, font, isRightToLeft));
            }
        }

        return runs;
    }

    /// <summary>Neighbours that go one way.</summary>
    private static IEnumerable<List<TextRun>> Groups(List<TextRun> runs)
    {
        for (var at = 0; at < runs.Count;)
        {
            var same = runs.Skip(at).TakeWhile(run => run.IsRightToLeft == runs[at].IsRightToLeft).ToList();
            yield return same;
            at += same.Count;
        }
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
    private static bool IsRightToLeft(Rune rune) =>
        rune.Value is (>= 0x0590 and <= 0x08FF) and not (>= 0x0660 and <= 0x0669) or (>= 0xFB1D and <= 0xFDFF) or (>= 0xFE70 and <= 0xFEFC);
}
