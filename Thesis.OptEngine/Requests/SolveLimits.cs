using Thesis.Contracts.Allocation.V1;

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

    /// <summary>Bytes that a request's problem is reckoned to need at most.</summary>
    public static long Estimate(AllocationRequest request)
    {
        long foods = request.Foods.Count, ngos = request.Ngos.Count, full = request.FullNgos.Count;
        int candidates = request.Travel?.MaxCandidates > 0 ? request.Travel.MaxCandidates : Reach.DefaultCandidates;
        return (foods + ngos + full) * BytesPerPlace + foods * Math.Min(candidates, ngos) * BytesPerArc;
    }
}
