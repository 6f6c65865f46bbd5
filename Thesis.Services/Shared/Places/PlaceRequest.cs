using Thesis.ServiceDefaults;

namespace Thesis.Services.Shared.Places;

/// <summary>A place as a caller states it.</summary>
/// <param name="Latitude">WGS84 degrees, -90 to 90.</param>
/// <param name="Longitude">WGS84 degrees, -180 to 180.</param>
/// <param name="Address">For people; at most 300 characters.</param>
/// <param name="Region">The cell that owns the place, e.g. "los-angeles".</param>
public sealed record PlaceRequest(
    double? Latitude = null, double? Longitude = null, string? Address = null, string? Region = null)
{
    /// <summary>Notes what is wrong under <paramref name="field"/>.</summary>
    /// <returns>The place; meaningful only when nothing was noted.</returns>
    public Place Validate(Validation validation, string field)
    {
        validation.Require(Latitude is { } latitude && Place.IsLatitude(latitude), $"{field}.latitude", "must be degrees from -90 to 90");
        validation.Require(Longitude is { } longitude && Place.IsLongitude(longitude), $"{field}.longitude", "must be degrees from -180 to 180");
        validation.RequireText(Address ?? "", $"{field}.address", 0, Place.MostAddressCharacters);
        validation.Require(Place.IsRegion(Region), $"{field}.region", Place.RegionForm);
        return new Place(Latitude ?? 0, Longitude ?? 0, (Address ?? "").Trim(), Region ?? "");
    }
}
