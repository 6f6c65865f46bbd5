using System.Text.RegularExpressions;

namespace Thesis.Services.Shared.Places;

/// <summary>Where something is.</summary>
/// <param name="Latitude">WGS84 degrees, -90 to 90.</param>
/// <param name="Longitude">WGS84 degrees, -180 to 180.</param>
/// <param name="Address">For people; may be empty.</param>
/// <param name="Region">The cell that owns the place, e.g. "los-angeles".</param>
public sealed partial record Place(double Latitude, double Longitude, string Address, string Region)
{
    public const int MostAddressCharacters = 300;

    public const string RegionForm = "must be lower-case letters, digits and hyphens, e.g. 'los-angeles'";

    /// <summary>Lower-case words joined by hyphens, at most 40 characters.</summary>
    public static bool IsRegion(string? region) => region is { Length: <= 40 } && Slug().IsMatch(region);

    public static bool IsLatitude(double degrees) => degrees is >= -90 and <= 90;

    public static bool IsLongitude(double degrees) => degrees is >= -180 and <= 180;

    [GeneratedRegex(@"^[a-z][a-z0-9]*(-[a-z0-9]+)*\z", RegexOptions.NonBacktracking)]
    private static partial Regex Slug();
}
