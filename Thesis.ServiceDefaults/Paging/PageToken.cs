using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Thesis.ServiceDefaults;

/// <summary>
/// The values after which a page starts, as an opaque token: a checksum that tells a mistyped or truncated token, then the
/// values. It grants nothing: whoever forges one sees only rows the query would show anyway.
/// </summary>
internal static class PageToken
{
    private const int ChecksumLength = 4;
    private const int MaxLength = 512;

    public static string Encode(string[] values)
    {
        var payload = JsonSerializer.SerializeToUtf8Bytes(values);
        byte[] token = [.. Checksum(payload), .. payload];
        return Base64Url.EncodeToString(token);
    }

    public static bool TryDecode(string token, out string[] values)
    {
        values = [];
        if (token.Length > MaxLength || !Base64Url.IsValid(token))
        {
            return false;
        }

        var bytes = Base64Url.DecodeFromChars(token);
        if (bytes.Length <= ChecksumLength || !Checksum(bytes.AsSpan(ChecksumLength)).SequenceEqual(bytes.AsSpan(0, ChecksumLength)))
        {
            return false;
        }

        values = JsonSerializer.Deserialize<string[]>(bytes.AsSpan(ChecksumLength)) ?? [];
        return values.Length > 0;
    }

    private static ReadOnlySpan<byte> Checksum(ReadOnlySpan<byte> payload) => SHA256.HashData(payload).AsSpan(0, ChecksumLength);
}
