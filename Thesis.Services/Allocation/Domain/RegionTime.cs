using NodaTime;
using Thesis.Services.Shared.Places;
using Thesis.Services.Shared.Time;

namespace Thesis.Services.Allocation.Domain;

/// <summary>Which time it is in a region: an NGO's daily capacity is that of its own day, not of UTC's.</summary>
/// <param name="Zone">The region's time zone; UTC while none is known.</param>
/// <param name="Holidays">Its public holidays.</param>
/// <param name="Quiet">When nobody is to be disturbed; null for never.</param>
public sealed record RegionTime(DateTimeZone Zone, IReadOnlySet<LocalDate> Holidays, QuietHours? Quiet = null)
{
    public static RegionTime Utc { get; } = new(DateTimeZone.Utc, new HashSet<LocalDate>());

    /// <summary>
    /// When an NGO can be brought food: its opening hours, which hold whatever the time of day; for one whose hours are not known, or
    /// that takes food by appointment, all but the quiet hours. Empty where nothing is known: then at any time.
    /// </summary>
    /// <param name="days">Days from <paramref name="from"/> on that are looked at.</param>
    public IReadOnlyList<Interval> Deliveries(OpeningHours hours, Instant from, int days)
    {
        if (hours.Weekly.Count > 0 || Quiet is not { } quiet)
        {
            return hours.Between(Zone, from, days, Holidays);
        }

        var waking = new List<Interval>();
        var end = from + Duration.FromDays(days);
        for (var at = quiet.EndAfter(from, Zone); at < end; at = quiet.EndAfter(waking[^1].End, Zone))
        {
            waking.Add(new Interval(at, quiet.NextStart(at, Zone)));
        }

        return waking;
    }

    /// <summary>The region's day at <paramref name="instant"/>.</summary>
    public DateOnly Day(DateTimeOffset instant) => Instant.FromDateTimeOffset(instant).InZone(Zone).Date.ToDateOnly();

    /// <summary>The day on which food is delivered that can be picked up from <paramref name="pickupFrom"/> on.</summary>
    public DateOnly DeliveryDay(DateTimeOffset pickupFrom, DateTimeOffset now) => Day(pickupFrom > now ? pickupFrom : now);

    /// <summary>The first instant of a day; some days do not begin at midnight.</summary>
    public DateTimeOffset Begins(DateOnly day) => Zone.AtStartOfDay(LocalDate.FromDateOnly(day)).ToInstant().ToDateTimeOffset();
}
