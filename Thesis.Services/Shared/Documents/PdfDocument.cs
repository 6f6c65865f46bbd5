using System.Globalization;
using SkiaSharp;
using SkiaSharp.HarfBuzz;

namespace Thesis.Services.Shared.Documents;

/// <summary>A column of a table; widths share the page in their proportion.</summary>
internal sealed record PdfColumn(string Heading, float Width, bool IsNumber = false);

/// <summary>Writes a document of text and tables as PDF on A4 pages: every script shaped by HarfBuzz, pages numbered, headings repeated.</summary>
internal sealed class PdfDocument : IDisposable
{
    private const float PageWidth = 595;
    private const float PageHeight = 842;
    private const float Margin = 48;
    private const float FooterHeight = 28;
    private const float CellGap = 8;
    private const float LineHeight = 1.45f;
    private const float TableSize = 9;

    private readonly MemoryStream _bytes = new();
    private readonly SKDocument _document;
    private readonly IReadOnlyList<SKTypeface> _fonts;
    private readonly TextRuns _runs;
    private readonly SKShaper?[] _shapers;
    private readonly SKPaint _ink = new() { Color = SKColors.Black, IsAntialias = true };
    private readonly SKPaint _grey = new() { Color = new SKColor(0x55, 0x5B, 0x66), IsAntialias = true };
    private readonly SKPaint _line = new() { Color = new SKColor(0xB8, 0xBE, 0xC8), StrokeWidth = 0.6f };
    private readonly string _footer;
    private SKCanvas? _page;
    private int _number;
    private float _y;

    /// <param name="title">In the document's properties and at the foot of each page.</param>
    /// <param name="at">When it was made, in the document's properties.</param>
    public PdfDocument(string title, DateTimeOffset at, IReadOnlyList<SKTypeface> fonts)
    {
        _fonts = fonts;
        _runs = new TextRuns(fonts);
        _shapers = new SKShaper?[fonts.Count];
        _footer = title;
        _document = SKDocument.CreatePdf(_bytes, new SKDocumentPdfMetadata
        {
            Title = title,
            Creator = "thesis",
            Creation = at.UtcDateTime,
            Modified = at.UtcDateTime,
        });
    }

    private SKCanvas Page => _page ??= Begin();

    /// <summary>Writes a line or more of text.</summary>
    /// <param name="size">Points.</param>
    /// <param name="isQuiet">Grey instead of black.</param>
    public void Text(string text, float size = 10, bool isQuiet = false)
    {
        foreach (var line in Wrap(text, PageWidth - (2 * Margin), size))
        {
            Need(size * LineHeight);
            _y += size * LineHeight;
            Draw(line, Margin, _y, size, isQuiet ? _grey : _ink);
        }
    }

    /// <summary>Leaves space, points.</summary>
    public void Space(float height) => _y += _page is null ? 0 : height;

    /// <summary>Writes a table; a row stays on one page, and each page repeats the headings.</summary>
    public void Table(IReadOnlyList<PdfColumn> columns, IEnumerable<IReadOnlyList<string>> rows)
    {
        var unit = (PageWidth - (2 * Margin)) / columns.Sum(column => column.Width);
        Heading();
        foreach (var row in rows)
        {
            var cells = row.Select((text, at) => Wrap(text, (columns[at].Width * unit) - CellGap, TableSize)).ToArray();
            var height = (cells.Max(lines => lines.Count) * TableSize * LineHeight) + 3;
            if (_y + height > PageHeight - Margin - FooterHeight)
            {
                End();
                Heading();
            }

            Row(cells, _ink);
        }

        void Heading()
        {
            Need(TableSize * LineHeight * 3);
            Row([.. columns.Select(column => Wrap(column.Heading, (column.Width * unit) - CellGap, TableSize))], _grey);
            Page.DrawLine(Margin, _y, PageWidth - Margin, _y, _line);
        }

        void Row(IReadOnlyList<string>[] cells, SKPaint paint)
        {
            var (x, lines) = (Margin, cells.Max(cell => cell.Count));
            for (var at = 0; at < columns.Count; at++)
            {
                var width = columns[at].Width * unit;
                for (var line = 0; line < cells[at].Count; line++)
                {
                    var text = cells[at][line];
                    var indent = columns[at].IsNumber ? width - CellGap - Measure(text, TableSize) : 0;
                    Draw(text, x + indent, _y + ((line + 1) * TableSize * LineHeight), TableSize, paint);
                }

                x += width;
            }

            _y += (lines * TableSize * LineHeight) + 3;
        }
    }

    /// <summary>Ends the document and gives its bytes.</summary>
    public byte[] ToBytes()
    {
        _ = Page; // A document has at least one page.
        End();
        _document.Close();
        return _bytes.ToArray();
    }

    public void Dispose()
    {
        _document.Dispose();
        _bytes.Dispose();
        _ink.Dispose();
        _grey.Dispose();
        _line.Dispose();
        _runs.Dispose();
        foreach (var shaper in _shapers)
        {
            shaper?.Dispose();
        }
    }

    private SKCanvas Begin()
    {
        _number++;
        _y = Margin;
        return _document.BeginPage(PageWidth, PageHeight);
    }

    private void End()
    {
        if (_page is null)
        {
            return;
        }

        const float Size = 8;
        var number = _number.ToString(CultureInfo.InvariantCulture);
        Draw(_footer, Margin, PageHeight - Margin + Size, Size, _grey);
        Draw(number, PageWidth - Margin - Measure(number, Size), PageHeight - Margin + Size, Size, _grey);
        _document.EndPage();
        _page = null;
    }

    /// <summary>Begins another page where so much does not fit.</summary>
    private void Need(float height)
    {
        if (_page is not null && _y + height > PageHeight - Margin - FooterHeight)
        {
            End();
        }

        _ = Page;
    }

    /// <summary>Lines no wider than that, broken at spaces, and within a word that is wider by itself.</summary>
    private List<string> Wrap(string text, float width, float size)
    {
        var lines = new List<string>();
        var line = "";
        foreach (var word in text.Split(' ').SelectMany(word => Pieces(word, width, size)))
        {
            var longer = line.Length == 0 ? word : $"{line} {word}";
            if (line.Length > 0 && Measure(longer, size) > width)
            {
                lines.Add(line);
                longer = word;
            }

            line = longer;
        }

        lines.Add(line);
        return lines;
    }

    private IEnumerable<string> Pieces(string word, float width, float size)
    {
        if (Measure(word, size) <= width)
        {
            yield return word;
            yield break;
        }

        var piece = "";
        var elements = StringInfo.GetTextElementEnumerator(word);
        while (elements.MoveNext())
        {
            var element = elements.GetTextElement();
            if (piece.Length > 0 && Measure(piece + element, size) > width)
            {
                yield return piece;
                piece = "";
            }

            piece += element;
        }

        yield return piece;
    }

    private float Measure(string text, float size) => _runs.Of(text).Sum(run => Shape(run, size).Width);

    private SKShaper.Result Shape(TextRun run, float size)
    {
        using var font = new SKFont(_fonts[run.Font], size);
        return Shaper(run.Font).Shape(run.Text, font);
    }

    private void Draw(string text, float x, float y, float size, SKPaint paint)
    {
        foreach (var run in _runs.Of(text))
        {
            using var font = new SKFont(_fonts[run.Font], size);
            Page.DrawShapedText(Shaper(run.Font), run.Text, x, y, SKTextAlign.Left, font, paint);
            x += Shaper(run.Font).Shape(run.Text, font).Width;
        }
    }

    private SKShaper Shaper(int font) => _shapers[font] ??= new SKShaper(_fonts[font]);
}
