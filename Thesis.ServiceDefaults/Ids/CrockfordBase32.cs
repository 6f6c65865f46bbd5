namespace Thesis.ServiceDefaults;

/// <summary>
/// Non-negative 64-bit numbers as 13 characters of Crockford's base 32, lower-case, that sort as the numbers do. Only the
/// canonical form is read, so that a number has one text. See https://www.crockford.com/base32.html.
/// </summary>
internal static class CrockfordBase32
{
    /// <summary>Characters of every text.</summary>
    public const int Length = 13;

    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
    private const int BitsPerCharacter = 5;

    public static string Encode(long value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        return string.Create(Length, value, static (text, number) =>
        {
            for (var i = Length - 1; i >= 0; i--)
            {
                text[i] = Alphabet[(int)(number & 31)];
                number >>= BitsPerCharacter;
            }
        });
    }

    public static bool TryDecode(ReadOnlySpan<char> text, out long value)
    {
        value = 0;
        if (text.Length != Length || text[0] > '7')
        {
            return false; // The first character above 7 would reach the sign bit.
        }

        foreach (var character in text)
        {
            var digit = Alphabet.IndexOf(character, StringComparison.Ordinal);
            if (digit < 0)
            {
                return false;
            }

            value = (value << BitsPerCharacter) | (long)digit;
        }

        return true;
    }
}
