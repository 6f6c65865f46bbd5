using System.Globalization;
using System.Text.RegularExpressions;

namespace Thesis.Services.Places;

/// <summary>The stretches of time that opening hours mean in a time zone; see <see cref="OpeningHours"/>.</summary>
public static partial class OpeningTimes
{
    private const int DaysOfAWeek = 7;

    /// <summary>The openings that begin on the days from the day before <paramref name="from"/> on, in order.</summary>
    /// <param name="hours">Opening hours in their one form; entries that are not understood are left out.</param>
    /// <param name="zone">The place's time zone.</param>
    /// <param name="from">The first moment of interest; openings that end before it are left out.</param>
    /// <param name="days">Days of interest.</param>
    public static IReadOnlyList<(DateTimeOffset From, DateTimeOffset Until)> Between(string hours, TimeZoneInfo zone, DateTimeOffset from, int days)
    {
        var openings = new List<(DateTimeOffset From, DateTimeOffset Until)>();
        var entries = Entry().Matches(hours);
        var first = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(from, zone).DateTime).AddDays(-1);
        for (var i = 0; i <= days; i++)
        {
            var day = first.AddDays(i);
            foreach (var entry in entries.Where(entry => HoldsOn(entry, day)))
            {
                var (opens, closes) = (Minutes(entry, "from"), Minutes(entry, "until"));
                // Closing at or before the opening time is on the next day.
                var opening = (Instant(zone, day, opens), Instant(zone, closes <= opens ? day.AddDays(1) : day, closes));
                if (opening.Item2 > from)
                {
                    openings.Add(opening);
                }
            }
        }

        return [.. openings.Order()];
    }

    private static bool HoldsOn(Match entry, DateOnly day) =>
        day.DayOfWeek.ToString().StartsWith(entry.Groups["day"].Value, StringComparison.Ordinal)
        && entry.Groups["week"].Value switch
        {
            "" => true,
            "Last" => day.AddDays(DaysOfAWeek).Month != day.Month,
            var week => (day.Day - 1) / DaysOfAWeek + 1 == week[0] - '0',
        };

    private static int Minutes(Match entry, string group)
    {
        var text = entry.Groups[group].Value;
        return int.Parse(text[..2], CultureInfo.InvariantCulture) * 60 + int.Parse(text[3..], CultureInfo.InvariantCulture);
    }

    private static DateTimeOffset Instant(TimeZoneInfo zone, DateOnly day, int minutes)
    {
        var local = day.ToDateTime(TimeOnly.MinValue).AddMinutes(minutes);
        // An hour that the clocks skip is taken as the one after it.
        return new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime();
    }

    [GeneratedRegex(@"(?<day>Mon|Tue|Wed|Thu|Fri|Sat|Sun)(?<week>1st|2nd|3rd|4th|5th|Last)? (?<from>[0-2]\d:[0-5]\d)-(?<until>[0-2]\d:[0-5]\d)", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Entry();
}
