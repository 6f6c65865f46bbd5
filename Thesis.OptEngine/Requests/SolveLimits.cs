namespace Thesis.OptEngine.Requests;

/// <summary>What one request may cost, whatever it asks for.</summary>
/// <param name="MostWork">Work units (about a millisecond of CPU each).</param>
/// <param name="LongestTime">Wall-clock time.</param>
/// <param name="MostBytes">Estimated memory of the problem and its solver.</param>
/// <param name="Threads">Threads a solve uses.</param>
public sealed record SolveLimits(long MostWork, TimeSpan LongestTime, long MostBytes, int Threads = 1)
{
    // Measured: an arc costs about 200 bytes in the problem, its relaxations and the search; a place of the request about 2 kB.
    private const long BytesPerArc = 250, BytesPerPlace = 2_000;

    /// <summary>Ten minutes and a gigabyte on one thread.</summary>
    public static SolveLimits Usual { get; } = new(600_000, TimeSpan.FromMinutes(10), 1L << 30);

    /// <summary>Bytes that a problem of this size is reckoned to need at most.</summary>
    public static long Estimate(int foods, int ngos, int candidates) =>
        ((long)foods + ngos) * BytesPerPlace + (long)foods * Math.Min(candidates, ngos) * BytesPerArc;
}
