namespace Thesis.Services.Orders.Domain;

/// <summary>
/// How long a drive takes by estimate: the great circle, longer by what roads are longer, at an average speed. The figures are
/// those by which the engine allocates (<c>TravelLimits</c> in the contract), so that what it plans can be claimed.
/// </summary>
public static class TravelTime
{
    /// <summary>Average speed in a city with its waits, km/h.</summary>
    public const double SpeedKmh = 40;

    /// <summary>Length by road over length of the great circle.</summary>
    public const double RoadFactor = 1.3;

    private const double EarthRadiusKm = 6371;

    public static TimeSpan Between(Stop from, Stop to) => TimeSpan.FromHours(GreatCircleKm(from, to) * RoadFactor / SpeedKmh);

    /// <summary>By the haversine formula, which keeps its digits at short distances.</summary>
    public static double GreatCircleKm(Stop from, Stop to)
    {
        var (phi1, phi2) = (double.DegreesToRadians(from.Latitude), double.DegreesToRadians(to.Latitude));
        var sinLatitude = Math.Sin((phi2 - phi1) / 2);
        var sinLongitude = Math.Sin(double.DegreesToRadians(to.Longitude - from.Longitude) / 2);
        var h = (sinLatitude * sinLatitude) + (Math.Cos(phi1) * Math.Cos(phi2) * sinLongitude * sinLongitude);
        return 2 * EarthRadiusKm * Math.Asin(Math.Min(1, Math.Sqrt(h)));
    }
}
