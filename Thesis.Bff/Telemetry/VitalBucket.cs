namespace Thesis.Bff.Telemetry;

/// <summary>Counts values by size: each bucket is a tenth wider than the one below, so that a quantile is within 5 % of the truth.</summary>
internal static class VitalBucket
{
    private const double Growth = 1.1;

    /// <summary>What no longer matters: 1 ms, or a shift of a thousandth.</summary>
    private static double Smallest(string name) => name == "cls" ? 0.001 : 1;

    /// <summary>The bucket of a value; 0 holds all that does not matter.</summary>
    public static int Of(string name, double value) =>
        value <= Smallest(name) ? 0 : 1 + (int)Math.Floor(Math.Log(value / Smallest(name)) / Math.Log(Growth));

    /// <summary>The value in the middle of a bucket.</summary>
    public static double Middle(string name, int bucket) => bucket == 0 ? 0 : Smallest(name) * Math.Pow(Growth, bucket - 0.5);

    /// <summary>The value that three of four are not above.</summary>
    /// <param name="counts">Counts by bucket; not empty.</param>
    public static double P75(string name, IEnumerable<KeyValuePair<int, long>> counts)
    {
        var sorted = counts.OrderBy(pair => pair.Key).ToArray();
        var wanted = Math.Ceiling(0.75 * sorted.Sum(pair => pair.Value));
        foreach (var (bucket, count) in sorted)
        {
            wanted -= count;
            if (wanted <= 0)
            {
                return Middle(name, bucket);
            }
        }

        throw new ArgumentException("There is nothing to take a quantile of.", nameof(counts));
    }
}
