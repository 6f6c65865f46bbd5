using Thesis.OptEngine.Model;

namespace Thesis.OptEngine.Solving.Search;

/// <summary>
/// Candidates for NGOs that hardly any donation counts among its best. Where NGOs are alike, their prices differ by noise
/// alone, and every donation finds the same few of them best: the others would be left without anything to choose from.
/// </summary>
internal static class NeglectedNgos
{
    /// <summary>Candidates that an NGO is to have for each delivery it can take.</summary>
    private const int PerSlot = 2;

    /// <summary>Scores that differ by less than this part of a delivery's value are as good as equal.</summary>
    private const double Noise = 0.05;

    /// <summary>The arcs that each such NGO needs besides, its best first taken; ascending.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="kept">The candidates there are, ascending.</param>
    /// <param name="score">How little an arc is worth.</param>
    public static int[] ArcsFor(AllocationProblem problem, ReadOnlySpan<int> kept, Func<int, double> score)
    {
        var count = new int[problem.NgoCount];
        foreach (int a in kept)
        {
            count[problem.ArcNgo[a]]++;
        }

        var added = new List<int>();
        for (int n = 0; n < count.Length; n++)
        {
            var arcs = problem.NgoArcs[problem.NgoStart[n]..problem.NgoStart[n + 1]];
            long missing = Math.Min(arcs.Length, (long)PerSlot * problem.Slots[n]) - count[n];
            if (missing > 0)
            {
                AddBest(problem, kept, arcs, (int)missing, score, added);
            }
        }

        added.Sort();
        return [.. added];
    }

    private static void AddBest(
        AllocationProblem problem, ReadOnlySpan<int> kept, ReadOnlySpan<int> arcs, int missing, Func<int, double> score, List<int> added)
    {
        var others = new List<(double Score, ulong Lot, int Arc)>();
        foreach (int a in arcs)
        {
            if (kept.BinarySearch(a) < 0)
            {
                double unit = Noise * problem.ArcValue[a] * 0.001 * problem.ArcUpper[a];
                others.Add((Math.Floor(score(a) / unit), Lot(a), a));
            }
        }

        others.Sort();
        added.AddRange(others.Take(missing).Select(other => other.Arc));
    }

    /// <summary>Breaks ties as if by chance, so that NGOs that are alike do not all take the same donations.</summary>
    private static ulong Lot(int arc) => new RandomSource((ulong)arc).Next();
}
