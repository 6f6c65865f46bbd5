using NodaTime;
using NodaTime.TimeZones;

namespace Thesis.Services.Shared.Places;

/// <summary>One weekly opening, e.g. Friday of the second week of the month, 15:00 to 17:00, in the place's time zone.</summary>
/// <param name="Day">The day it opens on.</param>
/// <param name="Week">The week of the month, 1 to 5; <see cref="LastWeek"/> for the last one; 0 for every week.</param>
/// <param name="OpensMinute">Minutes after midnight, 0 to 1,439.</param>
/// <param name="ClosesMinute">Minutes after midnight, 0 to 1,440. At or before the opening: on the next day.</param>
public readonly record struct WeeklyOpening(IsoDayOfWeek Day, int Week, int OpensMinute, int ClosesMinute)
{
    public const int LastWeek = -1;

    public bool HoldsOn(LocalDate date) => date.DayOfWeek == Day && Week switch
    {
        0 => true,
        LastWeek => date.PlusDays(7).Month != date.Month,
        _ => (date.Day - 1) / 7 + 1 == Week,
    };
}

/// <summary>
/// When a place is open, in its region's time zone. <see cref="OpeningHoursParser"/> reads what people write;
/// <see cref="ToString"/> gives the one form that is stored: "Mon 08:00-23:00; Fri2nd 15:00-17:00; Closed Aug; By appointment".
/// </summary>
/// <param name="Weekly">The openings of a week. Empty: unknown, or by appointment.</param>
/// <param name="Closures">Days on which it is closed all the same.</param>
/// <param name="ByAppointment">True when food has to be announced before.</param>
public sealed record OpeningHours(IReadOnlyList<WeeklyOpening> Weekly, IReadOnlyList<Closure> Closures, bool ByAppointment)
{
    public const int MostCharacters = 500;

    private static readonly string[] s_weeks = ["", "1st", "2nd", "3rd", "4th", "5th"];

    public static OpeningHours Unknown { get; } = new([], [], ByAppointment: false);

    /// <summary>The stretches of time in which the place is open, in order, that end after <paramref name="from"/> and begin within <paramref name="days"/> days of it.</summary>
    /// <param name="holidays">The region's public holidays, for places that close on them.</param>
    public IReadOnlyList<Interval> Between(DateTimeZone zone, Instant from, int days, IReadOnlySet<LocalDate>? holidays = null)
    {
        var openings = new List<Interval>();
        var yesterday = from.InZone(zone).Date.PlusDays(-1);
        for (var offset = 0; offset <= days; offset++)
        {
            var date = yesterday.PlusDays(offset);
            if (Closures.Any(closure => closure.Covers(date, holidays)))
            {
                continue;
            }

            openings.AddRange(Weekly.Where(opening => opening.HoldsOn(date)).Select(opening => On(opening, date, zone)).Where(opening => opening.End > from));
        }

        return [.. openings.OrderBy(opening => opening.Start).ThenBy(opening => opening.End)];
    }

    public override string ToString()
    {
        var parts = Weekly.Select(Text).Concat(Closures.Select(closure => closure.ToString()));
        return string.Join("; ", ByAppointment ? parts.Append("By appointment") : parts);
    }

    private static string Text(WeeklyOpening opening)
    {
        var week = opening.Week == WeeklyOpening.LastWeek ? "Last" : s_weeks[opening.Week];
        return $"{opening.Day.ToString()[..3]}{week} {Time(opening.OpensMinute)}-{Time(opening.ClosesMinute)}";
    }

    private static string Time(int minute) => $"{minute / 60:00}:{minute % 60:00}";

    /// <summary>A time that the clocks skip becomes the one after the gap; of a time that comes twice, the first opens and the second closes.</summary>
    private static Interval On(WeeklyOpening opening, LocalDate date, DateTimeZone zone)
    {
        var opens = Resolve(date, opening.OpensMinute, zone, Resolvers.ReturnEarlier);
        var closes = Resolve(opening.ClosesMinute <= opening.OpensMinute ? date.PlusDays(1) : date, opening.ClosesMinute, zone, Resolvers.ReturnLater);
        return new Interval(opens, closes);
    }

    private static Instant Resolve(LocalDate date, int minute, DateTimeZone zone, AmbiguousTimeResolver twice) =>
        date.AtMidnight().PlusMinutes(minute).InZone(zone, Resolvers.CreateMappingResolver(twice, Resolvers.ReturnForwardShifted)).ToInstant();
}
