using Microsoft.Extensions.Options;

namespace Thesis.Services.Allocation;

/// <summary>Which day it is in a region: an NGO's daily capacity is that of its own day, not of UTC's.</summary>
public sealed class RegionCalendar
{
    private readonly Dictionary<string, TimeZoneInfo> _zones;

    /// <exception cref="TimeZoneNotFoundException">An option names a zone that the machine does not know.</exception>
    public RegionCalendar(IOptions<AllocationOptions> options) =>
        _zones = options.Value.TimeZones.ToDictionary(
            pair => pair.Key, pair => TimeZoneInfo.FindSystemTimeZoneById(pair.Value), StringComparer.Ordinal);

    /// <summary>The region's time zone; UTC for a region without one.</summary>
    public TimeZoneInfo Zone(string region) => _zones.GetValueOrDefault(region, TimeZoneInfo.Utc);

    /// <summary>The region's day at <paramref name="instant"/>; UTC's for a region without a zone.</summary>
    public DateOnly Day(string region, DateTimeOffset instant) => DateOnly.FromDateTime(
        _zones.TryGetValue(region, out var zone) ? TimeZoneInfo.ConvertTime(instant, zone).DateTime : instant.UtcDateTime);
}
