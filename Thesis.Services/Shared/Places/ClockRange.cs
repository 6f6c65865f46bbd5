using System.Globalization;
using System.Text.RegularExpressions;

namespace Thesis.Services.Shared.Places;

/// <summary>Reads two written times as the stretch between them: "9-11am", "12pm" to "2pm", "09:00" to "17:00".</summary>
internal static partial class ClockRange
{
    private const int Noon = 12 * 60;
    private const int Day = 24 * 60;

    /// <summary>Without "am" or "pm", a place that opens before this hour may as well open in the afternoon.</summary>
    private const int EarliestPlainHour = 6;

    /// <returns>Minutes after midnight; or why the text is no stretch of time, as a sentence with the remedy.</returns>
    public static (int Opens, int Closes, string? Refusal) Read(string from, string until)
    {
        if (Parse(from) is not { } opens || Parse(until) is not { } closes)
        {
            return (0, 0, $"'{from}-{until}' is no time of day: write it like '09:00-17:00' or '9am-5pm'");
        }

        var (opensAt, closesAt) = (opens, closes) switch
        {
            ({ Half: null }, { Half: not null }) => (Borrow(opens, closes), Minute(closes)),
            ({ Half: not null }, { Half: null, Plain: true }) => (Minute(opens), After(closes, Minute(opens))),
            _ => (Minute(opens), Minute(closes)),
        };
        if (IsAmbiguous(opens, closes, opensAt, closesAt))
        {
            return (0, 0, $"'{from}-{until}' may be morning or afternoon: write it like '09:00-17:00' or '9am-5pm'");
        }

        return opensAt == closesAt
            ? (0, 0, $"'{from}-{until}' opens and closes at once: write '00:00-24:00' for the whole day")
            : (opensAt % Day, closesAt, null);
    }

    private static Clock? Parse(string text)
    {
        if (text is "noon" or "midday" or "mittag")
        {
            return new Clock(12, 0, "p", Plain: false);
        }

        if (text is "midnight" or "mitternacht")
        {
            return new Clock(24, 0, null, Plain: false);
        }

        var match = Time().Match(text);
        var hour = int.Parse(match.Groups["hour"].Value, CultureInfo.InvariantCulture);
        var minute = match.Groups["minute"].Success ? int.Parse(match.Groups["minute"].Value, CultureInfo.InvariantCulture) : 0;
        var half = match.Groups["half"].Success ? match.Groups["half"].Value : null;
        var inRange = half is null ? hour * 60 + minute <= Day : hour is >= 1 and <= 12;
        return match.Success && inRange && minute < 60
            ? new Clock(hour, minute, half, Plain: half is null && hour <= 12 && !text.StartsWith('0') && match.Groups["hour"].Length + match.Groups["minute"].Length < 4)
            : null;
    }

    private static int Minute(Clock clock) => clock.Half switch
    {
        null => clock.Hour * 60 + clock.Minute,
        "a" => clock.Hour % 12 * 60 + clock.Minute,
        _ => clock.Hour % 12 * 60 + clock.Minute + Noon,
    };

    /// <summary>"9-11am" begins at 9 am, "11-1pm" at 11 am, "12-2pm" at noon.</summary>
    private static int Borrow(Clock opens, Clock closes)
    {
        if (!opens.Plain)
        {
            return Minute(opens);
        }

        var same = Minute(opens with { Half = closes.Half });
        return same < Minute(closes) ? same : Minute(opens with { Half = closes.Half == "p" ? "a" : "p" });
    }

    /// <summary>"10am-2" ends at the first 2 o'clock after it.</summary>
    private static int After(Clock closes, int opensAt)
    {
        var morning = Minute(closes with { Half = "a" });
        return morning > opensAt ? morning : morning + Noon;
    }

    private static bool IsAmbiguous(Clock opens, Clock closes, int opensAt, int closesAt) =>
        opens.Half is null && closes.Half is null && (opens.Plain || closes.Plain)
        && (opens.Hour < EarliestPlainHour || closesAt <= opensAt);

    /// <param name="Half">"a" or "p"; null on the clock of 24 hours.</param>
    /// <param name="Plain">True for a number such as "9" or "9:30" that may be of either half of the day.</param>
    private sealed record Clock(int Hour, int Minute, string? Half, bool Plain);

    [GeneratedRegex(@"^(?<hour>\d{1,2})(?:[:.h](?<minute>\d\d))?h?\s*(?:(?<half>[ap])\.?\s?m?\.?)?$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Time();
}
