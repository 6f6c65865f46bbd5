using NodaTime;
using Thesis.Services.Shared.Time;

namespace Thesis.Services.Regions.Domain;

/// <summary>A cell of the system. Days, opening hours, shifts and capacities of its places are in its time zone.</summary>
/// <param name="Id">The key of its events.</param>
/// <param name="Slug">As places name it, e.g. "los-angeles"; unique, never changes.</param>
/// <param name="Version">Grows by one with every change.</param>
/// <param name="Confirmed">False until an administrator has stated it: all but the slug is assumed then.</param>
/// <param name="Name">For people.</param>
/// <param name="Customs">What holds in it.</param>
/// <param name="OutlineGeoJson">A GeoJSON polygon; null when none is known.</param>
public sealed record Region(long Id, string Slug, long Version, bool Confirmed, string Name, RegionCustoms Customs, string? OutlineGeoJson)
{
    /// <summary>Whether a text names a zone of the IANA tz database.</summary>
    public static bool IsTimeZone(string? zone) => zone is { Length: <= 60 } && DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) is not null;
}

/// <summary>What holds in a region.</summary>
/// <param name="TimeZone">IANA, e.g. "America/Los_Angeles".</param>
/// <param name="Units">"kg" or "lb".</param>
/// <param name="Language">BCP 47, e.g. "en-US".</param>
/// <param name="QuietHours">When nobody is disturbed; null for never.</param>
/// <param name="Currency">ISO 4217, of receipts.</param>
/// <param name="Strategy">The allocation strategy; null leaves it to the service.</param>
/// <param name="Holidays">Public holidays, in order.</param>
public sealed record RegionCustoms(
    string TimeZone, string Units, string Language, ClockSpan? QuietHours, string Currency, string? Strategy, IReadOnlyList<DateOnly> Holidays);
