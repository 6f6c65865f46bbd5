using System.Text.Json;
using Thesis.Services.Regions.Domain;
using Thesis.Services.Shared.Time;

namespace Thesis.Services.Regions.Api;

/// <summary>A region.</summary>
/// <param name="Region">As places name it, e.g. "los-angeles".</param>
/// <param name="Version">The number in the entity tag that <c>If-Match</c> asks for.</param>
/// <param name="Confirmed">False until an administrator has stated it: all but its short name is assumed then.</param>
/// <param name="TimeZone">IANA, e.g. "America/Los_Angeles".</param>
/// <param name="Units">"kg" or "lb".</param>
/// <param name="Language">BCP 47, e.g. "en-US".</param>
/// <param name="QuietHours">When nobody is disturbed; null for never.</param>
/// <param name="Currency">ISO 4217, of receipts.</param>
/// <param name="Strategy">The allocation strategy that is wanted; null leaves it to the service.</param>
/// <param name="Holidays">Public holidays, in order.</param>
/// <param name="Outline">A GeoJSON polygon; null when none is known.</param>
public sealed record RegionResponse(
    string Region,
    long Version,
    bool Confirmed,
    string Name,
    string TimeZone,
    string Units,
    string Language,
    QuietHoursBody? QuietHours,
    string Currency,
    string? Strategy,
    IReadOnlyList<DateOnly> Holidays,
    Outline? Outline)
{
    public static RegionResponse Of(Region region) => new(
        region.Slug,
        region.Version,
        region.Confirmed,
        region.Name,
        region.Customs.TimeZone,
        region.Customs.Units,
        region.Customs.Language,
        QuietHoursBody.Of(region.Customs.QuietHours),
        region.Customs.Currency,
        region.Customs.Strategy,
        region.Customs.Holidays,
        region.OutlineGeoJson is { } outline ? JsonSerializer.Deserialize<Outline>(outline, JsonSerializerOptions.Web) : null);
}
