using System.Text;

namespace Thesis.Services.Shared.CsvImport;

/// <summary>Finds out in which encoding a text file is written: by its byte order mark, else UTF-8 if all of it is, else Windows-1252.</summary>
public static class TextEncodings
{
    private const int Chunk = 64 * 1024;

    static TextEncodings() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>Reads <paramref name="file"/> as far as it has to, and rewinds it.</summary>
    public static async Task<Encoding> DetectAsync(Stream file, CancellationToken cancellationToken)
    {
        var head = new byte[4];
        var read = await file.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken);
        file.Position = 0;
        if (ByMark(head.AsSpan(0, read)) is { } marked)
        {
            return marked;
        }

        var isUtf8 = await IsUtf8Async(file, cancellationToken);
        file.Position = 0;
        return isUtf8 ? Encoding.UTF8 : Encoding.GetEncoding(1252);
    }

    private static Encoding? ByMark(ReadOnlySpan<byte> head) => head switch
    {
        [0xEF, 0xBB, 0xBF, ..] => Encoding.UTF8,
        [0xFF, 0xFE, ..] => Encoding.Unicode,
        [0xFE, 0xFF, ..] => Encoding.BigEndianUnicode,
        // A spreadsheet's "Unicode text" without a mark: ASCII letters with a zero byte before or after each.
        [not 0, 0, not 0, 0] => Encoding.Unicode,
        [0, not 0, 0, not 0] => Encoding.BigEndianUnicode,
        _ => null,
    };

    private static async Task<bool> IsUtf8Async(Stream file, CancellationToken cancellationToken)
    {
        var decoder = new UTF8Encoding(false, throwOnInvalidBytes: true).GetDecoder();
        var (bytes, chars) = (new byte[Chunk], new char[Chunk]);
        try
        {
            for (var read = -1; read != 0;)
            {
                read = await file.ReadAsync(bytes, cancellationToken);
                decoder.GetChars(bytes.AsSpan(0, read), chars, flush: read == 0);
            }

            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }
}
