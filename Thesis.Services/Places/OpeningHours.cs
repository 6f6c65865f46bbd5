using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Thesis.Services.Places;

/// <summary>
/// Opening hours as text: "Mon 08:00-23:00; Fri2nd 15:00-17:00". A day may carry the week of the month that it
/// holds for (1st to 5th, or Last). A closing time at or before the opening time is on the next day. Empty means unknown.
/// </summary>
public static partial class OpeningHours
{
    public const int MostCharacters = 500;

    public const string Form = "must look like 'Mon 08:00-23:00; Fri2nd 15:00-17:00'";

    /// <summary>
    /// Checks <paramref name="text"/> and writes it in its one form (days of three letters, "; " between entries).
    /// </summary>
    /// <returns>False when an entry is not understood; <paramref name="normal"/> is then that entry.</returns>
    public static bool TryNormalise(string? text, out string normal)
    {
        var result = new StringBuilder();
        foreach (var entry in (text ?? "").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var match = Entry().Match(entry);
            if (!match.Success || !IsTime(match.Groups["from"].Value) || !IsTime(match.Groups["until"].Value))
            {
                normal = entry;
                return false;
            }

            result.Append(result.Length > 0 ? "; " : "")
                .Append(match.Groups["day"].Value).Append(match.Groups["week"].Value).Append(' ')
                .Append(match.Groups["from"].Value).Append('-').Append(match.Groups["until"].Value);
        }

        normal = result.ToString();
        return true;
    }

    private static bool IsTime(string text) =>
        text == "24:00" || TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    [GeneratedRegex(@"^(?<day>Mon|Tue|Wed|Thu|Fri|Sat|Sun)(s|day|sday|nesday|rsday|urday)?(?<week>1st|2nd|3rd|4th|5th|Last)? (?<from>\d\d:\d\d)-(?<until>\d\d:\d\d)\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Entry();
}
