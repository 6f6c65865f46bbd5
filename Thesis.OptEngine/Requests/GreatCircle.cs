namespace Thesis.OptEngine.Requests;

/// <summary>Distances on the sphere.</summary>
internal static class GreatCircle
{
    private const double EarthRadiusKm = 6371.0088;

    /// <summary>Great-circle distance in km, by the haversine formula; arguments in degrees.</summary>
    public static double Km(double latitude1, double longitude1, double latitude2, double longitude2)
    {
        double sinLatitude = Math.Sin(Radians(latitude2 - latitude1) / 2), sinLongitude = Math.Sin(Radians(longitude2 - longitude1) / 2);
        double h = sinLatitude * sinLatitude
            + Math.Cos(Radians(latitude1)) * Math.Cos(Radians(latitude2)) * sinLongitude * sinLongitude;
        return 2 * EarthRadiusKm * Math.Asin(Math.Min(1, Math.Sqrt(h)));
    }

    private static double Radians(double degrees) => degrees * Math.PI / 180;
}
