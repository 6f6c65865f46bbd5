using Thesis.OptEngine.Model;

namespace Thesis.OptEngine.Solving.Search;

/// <summary>The arcs worth trying first: for each donation and each NGO those of the highest reduced value at given
/// prices, best first.</summary>
internal sealed class Candidates
{
    private readonly int[] _donationStart, _donationArcs, _ngoStart, _ngoArcs;

    /// <param name="problem">The problem.</param>
    /// <param name="capacity">Price per gram of each NGO's capacity.</param>
    /// <param name="slot">Price of a delivery to each NGO.</param>
    /// <param name="supply">Price per gram of each donation.</param>
    /// <param name="perDonation">Most arcs kept of a donation.</param>
    /// <param name="perNgo">Most arcs kept of an NGO.</param>
    public Candidates(
        AllocationProblem problem, ReadOnlySpan<double> capacity, ReadOnlySpan<double> slot, ReadOnlySpan<double> supply,
        int perDonation, int perNgo)
    {
        var score = new double[problem.ArcCount];
        for (int a = 0; a < score.Length; a++)
        {
            int n = problem.ArcNgo[a];
            double rate = problem.ArcValue[a] * 0.001 - capacity[n] - supply[problem.ArcDonation[a]];
            score[a] = -(rate * problem.ArcUpper[a] - problem.ArcCost[a] - slot[n]);
        }

        var all = new int[problem.ArcCount];
        for (int a = 0; a < all.Length; a++)
        {
            all[a] = a;
        }

        (_donationStart, _donationArcs) = Best(problem.DonationStart, all, score, perDonation);
        (_ngoStart, _ngoArcs) = Best(problem.NgoStart, problem.NgoArcs, score, perNgo);
    }

    public ReadOnlySpan<int> OfDonation(int donation) =>
        _donationArcs.AsSpan(_donationStart[donation], _donationStart[donation + 1] - _donationStart[donation]);

    public ReadOnlySpan<int> OfNgo(int ngo) => _ngoArcs.AsSpan(_ngoStart[ngo], _ngoStart[ngo + 1] - _ngoStart[ngo]);

    private static (int[] Start, int[] Arcs) Best(
        ReadOnlySpan<int> start, ReadOnlySpan<int> arcs, double[] score, int most)
    {
        var kept = new int[start.Length];
        for (int i = 0; i + 1 < start.Length; i++)
        {
            kept[i + 1] = kept[i] + Math.Min(most, start[i + 1] - start[i]);
        }

        var best = new int[kept[^1]];
        var group = new List<int>();
        for (int i = 0; i + 1 < start.Length; i++)
        {
            group.Clear();
            group.AddRange(arcs[start[i]..start[i + 1]]);
            group.Sort((a, b) => score[a] != score[b] ? score[a].CompareTo(score[b]) : a.CompareTo(b));
            group[..(kept[i + 1] - kept[i])].CopyTo(best, kept[i]);
        }

        return (kept, best);
    }
}
