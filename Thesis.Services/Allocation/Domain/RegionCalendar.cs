using Microsoft.Extensions.Options;
using NodaTime;

namespace Thesis.Services.Allocation.Domain;

/// <summary>Which day it is in a region: an NGO's daily capacity is that of its own day, not of UTC's.</summary>
public sealed class RegionCalendar
{
    private readonly Dictionary<string, DateTimeZone> _zones;

    /// <exception cref="NodaTime.TimeZones.DateTimeZoneNotFoundException">An option names a zone that is not in the tz database.</exception>
    public RegionCalendar(IOptions<AllocationOptions> options) =>
        _zones = options.Value.TimeZones.ToDictionary(pair => pair.Key, pair => DateTimeZoneProviders.Tzdb[pair.Value], StringComparer.Ordinal);

    /// <summary>The region's time zone; UTC for a region without one.</summary>
    public DateTimeZone Zone(string region) => _zones.GetValueOrDefault(region, DateTimeZone.Utc);

    /// <summary>The region's day at <paramref name="instant"/>; UTC's for a region without a zone.</summary>
    public DateOnly Day(string region, DateTimeOffset instant) => Instant.FromDateTimeOffset(instant).InZone(Zone(region)).Date.ToDateOnly();
}
