using NodaTime;

namespace Thesis.Services.Allocation.Domain;

/// <summary>Which time it is in a region: an NGO's daily capacity is that of its own day, not of UTC's.</summary>
/// <param name="Zone">The region's time zone; UTC while none is known.</param>
/// <param name="Holidays">Its public holidays.</param>
public sealed record RegionTime(DateTimeZone Zone, IReadOnlySet<LocalDate> Holidays)
{
    public static RegionTime Utc { get; } = new(DateTimeZone.Utc, new HashSet<LocalDate>());

    /// <summary>The region's day at <paramref name="instant"/>.</summary>
    public DateOnly Day(DateTimeOffset instant) => Instant.FromDateTimeOffset(instant).InZone(Zone).Date.ToDateOnly();

    /// <summary>The day on which food is delivered that can be picked up from <paramref name="pickupFrom"/> on.</summary>
    public DateOnly DeliveryDay(DateTimeOffset pickupFrom, DateTimeOffset now) => Day(pickupFrom > now ? pickupFrom : now);

    /// <summary>The first instant of a day; some days do not begin at midnight.</summary>
    public DateTimeOffset Begins(DateOnly day) => Zone.AtStartOfDay(LocalDate.FromDateOnly(day)).ToInstant().ToDateTimeOffset();
}
