using Thesis.ServiceDefaults;

namespace Thesis.Services.Regions.Domain;

/// <summary>A polygon of GeoJSON (RFC 7946): rings of [longitude, latitude], each closed; the first is the outline, others are holes.</summary>
/// <param name="Type">"Polygon".</param>
/// <param name="Coordinates">Rings of points.</param>
public sealed record Outline(string? Type = null, IReadOnlyList<IReadOnlyList<IReadOnlyList<double>>>? Coordinates = null)
{
    public const int MostRings = 20;
    public const int MostPoints = 5_000;

    private const int LeastPointsOfRing = 4;

    /// <summary>Notes what is wrong under <paramref name="field"/>.</summary>
    public void Validate(Validation validation, string field)
    {
        validation.Require(Type == "Polygon", $"{field}.type", "must be \"Polygon\"");
        var rings = Coordinates ?? [];
        var path = $"{field}.coordinates";
        if (!validation.Require(rings.Count is >= 1 and <= MostRings && rings.All(ring => ring is not null), path, $"must be 1 to {MostRings} rings of points")
            || !validation.Require(rings.Sum(ring => ring.Count) <= MostPoints, path, $"must have at most {MostPoints} points"))
        {
            return;
        }

        foreach (var (ring, number) in rings.Select((ring, number) => (ring, number)))
        {
            ValidateRing(validation, $"{path}[{number}]", ring);
        }
    }

    private static void ValidateRing(Validation validation, string path, IReadOnlyList<IReadOnlyList<double>> ring)
    {
        if (validation.Require(ring.All(IsPoint), path, "must be points of [longitude, latitude] in degrees"))
        {
            validation.Require(
                ring.Count >= LeastPointsOfRing && ring[0].SequenceEqual(ring[^1]), path, $"must have at least {LeastPointsOfRing} points, the last of them the first again");
        }
    }

    private static bool IsPoint(IReadOnlyList<double>? point) => point is [>= -180 and <= 180, >= -90 and <= 90];
}
