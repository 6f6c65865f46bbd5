namespace Thesis.OptEngine.Requests;

/// <summary>What one request may cost, whatever it asks for.</summary>
/// <param name="MostWork">Work units (about a millisecond of CPU each).</param>
/// <param name="LongestTime">Wall-clock time.</param>
/// <param name="MostBytes">Estimated memory of the problem and its solver.</param>
/// <param name="Threads">Threads a solve uses.</param>
public sealed record SolveLimits(long MostWork, TimeSpan LongestTime, long MostBytes, int Threads = 1)
{
    /// <summary>Ten minutes and a gigabyte on one thread.</summary>
    public static SolveLimits Usual { get; } = new(600_000, TimeSpan.FromMinutes(10), 1L << 30);
}
