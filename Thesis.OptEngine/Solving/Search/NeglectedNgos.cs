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

    private const int NgoChunk = 64;

    /// <summary>Scores that differ by less than this part of a delivery's value are as good as equal.</summary>
    private const double Noise = 0.05;

    /// <summary>The arcs that each such NGO needs besides, its best first taken; ascending.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="crew">Threads that look.</param>
    /// <param name="kept">The candidates there are.</param>
    /// <param name="score">How little an arc is worth; asked on any thread.</param>
    public static int[] ArcsFor(AllocationProblem problem, WorkCrew crew, int[] kept, Func<int, double> score)
    {
        var (count, isKept) = (new int[problem.NgoCount], new bool[problem.ArcCount]);
        foreach (int a in kept)
        {
            count[problem.ArcNgo[a]]++;
            isKept[a] = true;
        }

        var added = new List<int>[(count.Length + NgoChunk - 1) / NgoChunk];
        crew.Run(added.Length, (_, chunk) =>
        {
            added[chunk] = [];
            for (int n = chunk * NgoChunk; n < Math.Min(count.Length, (chunk + 1) * NgoChunk); n++)
            {
                var arcs = problem.NgoArcs[problem.NgoStart[n]..problem.NgoStart[n + 1]];
                long missing = Math.Min(arcs.Length, (long)PerSlot * problem.Slots[n]) - count[n];
                if (missing > 0)
                {
                    AddBest(problem, isKept, arcs, (int)missing, score, added[chunk]);
                }
            }
        });
        int[] all = [.. added.SelectMany(arcs => arcs)];
        Array.Sort(all);
        return all;
    }

    private static void AddBest(
        AllocationProblem problem, bool[] isKept, ReadOnlySpan<int> arcs, int missing, Func<int, double> score, List<int> added)
    {
        // The worst of the best so far comes out first.
        var best = new PriorityQueue<int, (double Score, ulong Lot, int Arc)>(
            missing + 1, Comparer<(double Score, ulong Lot, int Arc)>.Create((x, y) => y.CompareTo(x)));
        foreach (int a in arcs)
        {
            if (!isKept[a])
            {
                double unit = Noise * problem.ArcValue[a] * 0.001 * problem.ArcUpper[a];
                var rank = (Math.Floor(score(a) / unit), Lot(a), a);
                if (best.Count < missing)
                {
                    best.Enqueue(a, rank);
                }
                else
                {
                    best.EnqueueDequeue(a, rank);
                }
            }
        }

        added.AddRange(best.UnorderedItems.Select(item => item.Element));
    }

    /// <summary>Breaks ties as if by chance, so that NGOs that are alike do not all take the same donations.</summary>
    private static ulong Lot(int arc) => new RandomSource((ulong)arc).Next();
}
