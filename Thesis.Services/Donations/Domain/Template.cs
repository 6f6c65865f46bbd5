using NodaTime;
using NodaTime.TimeZones;

namespace Thesis.Services.Donations.Domain;

/// <summary>A donation that posts itself.</summary>
/// <param name="Version">Grows by one with every change.</param>
/// <param name="Offer">What it offers; its times are those of no day in particular.</param>
/// <param name="Recurrence">On which days, and when.</param>
/// <param name="Next">The next donation to come; null when there is none.</param>
public sealed record Template(long Id, long Version, DonorInfo Donor, Offer Offer, Recurrence Recurrence, NextPosting? Next);

/// <summary>The day of a donation to come, and when it is posted.</summary>
public sealed record NextPosting(DateOnly Day, DateTimeOffset At);

/// <summary>When a recurring donation is for, in the donor's region's time zone.</summary>
/// <param name="Weekdays">ISO, 1 is Monday; in order.</param>
/// <param name="FromMinute">Of the pickup window, minutes after midnight.</param>
/// <param name="UntilMinute">Of the pickup window. At or before its start: on the next day.</param>
/// <param name="KeepsMinutes">How long after the window the food is good.</param>
/// <param name="AheadMinutes">How long before the window it is posted.</param>
/// <param name="EndsOn">The last day; null for no end.</param>
/// <param name="Exceptions">Days without it, in order.</param>
public sealed record Recurrence(
    IReadOnlyList<int> Weekdays, int FromMinute, int UntilMinute, int KeepsMinutes, int AheadMinutes,
    DateOnly StartsOn, DateOnly? EndsOn, IReadOnlyList<DateOnly> Exceptions)
{
    /// <summary>A year and some: exceptions cannot hide the next day for longer.</summary>
    private const int MostDaysAhead = 2_000;

    /// <summary>The first day after <paramref name="after"/>, and its time of posting, whose pickup window ends later than <paramref name="now"/>.</summary>
    public NextPosting? Next(DateOnly after, DateTimeOffset now, DateTimeZone zone)
    {
        var day = after.AddDays(1) > StartsOn ? after.AddDays(1) : StartsOn;
        for (var i = 0; i < MostDaysAhead && !(day > EndsOn); i++, day = day.AddDays(1))
        {
            if (IsOn(day) && Window(day, zone) is var (from, until) && until > now)
            {
                return new NextPosting(day, from.AddMinutes(-AheadMinutes));
            }
        }

        return null;
    }

    /// <summary>The pickup window of a day. A time that the clocks skip becomes the one after the gap; of one that comes twice, the first opens and the second closes.</summary>
    public (DateTimeOffset From, DateTimeOffset Until) Window(DateOnly day, DateTimeZone zone) => (
        Resolve(day, FromMinute, zone, Resolvers.ReturnEarlier),
        Resolve(UntilMinute <= FromMinute ? day.AddDays(1) : day, UntilMinute, zone, Resolvers.ReturnLater));

    /// <summary>The offer of a day.</summary>
    public Offer On(DateOnly day, DateTimeZone zone, Offer offer)
    {
        var (from, until) = Window(day, zone);
        return offer with { PickupFrom = from, PickupUntil = until, ExpiresAt = until.AddMinutes(KeepsMinutes) };
    }

    private bool IsOn(DateOnly day) => Weekdays.Contains((int)LocalDate.FromDateOnly(day).DayOfWeek) && !Exceptions.Contains(day);

    private static DateTimeOffset Resolve(DateOnly day, int minute, DateTimeZone zone, AmbiguousTimeResolver twice) =>
        LocalDate.FromDateOnly(day).AtMidnight().PlusMinutes(minute)
            .InZone(zone, Resolvers.CreateMappingResolver(twice, Resolvers.ReturnForwardShifted)).ToDateTimeOffset().ToUniversalTime();
}
