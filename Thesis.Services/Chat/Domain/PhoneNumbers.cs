using System.Text.RegularExpressions;

namespace Thesis.Services.Chat.Domain;

/// <summary>Telephone numbers in texts. They are masked before a message is stored: what is not kept is not told.</summary>
public static partial class PhoneNumbers
{
    private const int LeastDigits = 7;
    private const int Shown = 2;

    /// <summary>The text with all but the last two digits of each telephone number made unreadable. Dates stay.</summary>
    public static string Mask(string text) => Number().Replace(text, found =>
        found.Groups["date"].Success || found.Value.Count(char.IsDigit) < LeastDigits ? found.Value : Masked(found.Value));

    private static string Masked(string number)
    {
        var hidden = number.Count(char.IsDigit) - Shown;
        return string.Concat(number.Select(c => char.IsDigit(c) && hidden-- > 0 ? '•' : c));
    }

    // At most two marks or spaces stand between two digits of a number.
    [GeneratedRegex(
        @"(?<date>\b\d{4}-\d{2}-\d{2}\b|\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b)|\+?\(?\d(?:[\p{Zs}().\-/]{0,2}\d){6,16}",
        RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Number();
}
