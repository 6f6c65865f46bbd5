namespace Thesis.Services.Shared.CsvImport;

/// <summary>Where most rows of a file lie, to warn of those that lie elsewhere or have latitude and longitude exchanged.</summary>
/// <param name="Centre">The median of the coordinates; null when the file has too few to tell.</param>
public sealed record CoordinateSurvey((double Latitude, double Longitude)? Centre)
{
    private const int MostRows = 5_000;
    private const int FewestRows = 5;
    private const double FarKm = 300;
    private const double KmPerDegree = 111.2;

    public static async Task<CoordinateSurvey> OfAsync(CsvTable table, CancellationToken cancellationToken)
    {
        var points = new List<(double Latitude, double Longitude)>();
        try
        {
            await foreach (var row in table.RowsAsync(cancellationToken))
            {
                if (RowFaults.Coordinates(row) is ({ } latitude, { } longitude))
                {
                    points.Add((latitude, longitude));
                }

                if (points.Count == MostRows)
                {
                    break;
                }
            }
        }
        catch (UnreadableTableException)
        {
            // The import itself reports from where on the file cannot be read.
        }

        return new CoordinateSurvey(points.Count < FewestRows ? null : (Median(points.Select(p => p.Latitude)), Median(points.Select(p => p.Longitude))));
    }

    /// <returns>What is odd about the place, for a person; null when nothing is.</returns>
    public string? Oddity(double latitude, double longitude)
    {
        if (Centre is not { } centre || Km(centre, (latitude, longitude)) is var km && km < FarKm)
        {
            return null;
        }

        return Km(centre, (longitude, latitude)) < FarKm
            ? "latitude and longitude look exchanged: this row lies among the others the other way round"
            : $"lies {km:0} km from most rows of this file: check the coordinates";
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }

    private static double Km((double Latitude, double Longitude) a, (double Latitude, double Longitude) b)
    {
        var east = (a.Longitude - b.Longitude) * Math.Cos((a.Latitude + b.Latitude) / 2 * Math.PI / 180);
        return KmPerDegree * Math.Sqrt(Math.Pow(a.Latitude - b.Latitude, 2) + Math.Pow(east, 2));
    }
}
