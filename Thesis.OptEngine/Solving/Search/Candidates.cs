using Thesis.OptEngine.Model;

namespace Thesis.OptEngine.Solving.Search;

/// <summary>
/// The arcs a search works with: for each donation those of the highest reduced value at given prices, and more for NGOs
/// that would have too few, packed so that a donation's lie side by side. A candidate's number is its place in that packing, ascending with its arc's.
/// </summary>
internal sealed class Candidates
{
    private readonly int[] _start, _ngoStart, _ofNgo;

    /// <param name="problem">The problem.</param>
    /// <param name="prices">Prices per gram of capacity, then per delivery, of each NGO.</param>
    /// <param name="supply">Price per gram of each donation.</param>
    /// <param name="perDonation">Most arcs kept of a donation.</param>
    /// <param name="also">Arcs kept whatever their value, ascending.</param>
    public Candidates(AllocationProblem problem, ReadOnlySpan<double> prices, ReadOnlySpan<double> supply, int perDonation, ReadOnlySpan<int> also = default)
    {
        Problem = problem;
        int ngos = problem.NgoCount;
        var (kept, scores) = WithNeglected(problem, prices, supply, Choose(problem, prices, supply, perDonation, also));
        int count = kept.Length;
        (Arc, Ngo, Donation) = (kept, new int[count], new int[count]);
        (Rate, Cost, Upper) = (new double[count], new double[count], new double[count]);
        (_start, _ngoStart) = (new int[problem.DonationCount + 1], new int[ngos + 1]);
        for (int c = 0; c < count; c++)
        {
            int a = kept[c];
            (Ngo[c], Donation[c]) = (problem.ArcNgo[a], problem.ArcDonation[a]);
            (Rate[c], Cost[c], Upper[c]) = (problem.ArcValue[a] * 0.001, problem.ArcCost[a], problem.ArcUpper[a]);
            _ngoStart[Ngo[c] + 1]++;
            _start[Donation[c] + 1]++;
        }

        AddUp(_start);
        AddUp(_ngoStart);

        _ofNgo = GroupByNgo(scores);
    }

    public AllocationProblem Problem { get; }
    public int Count => Arc.Length;

    /// <summary>Columns by candidate: the arc, its ends, value per gram, trip cost and most grams.</summary>
    public int[] Arc { get; }
    public int[] Ngo { get; }
    public int[] Donation { get; }
    public double[] Rate { get; }
    public double[] Cost { get; }
    public double[] Upper { get; }

    /// <summary>A donation's candidates are <c>Start(d) .. Start(d + 1)</c>.</summary>
    public int Start(int donation) => _start[donation];

    /// <summary>An NGO's candidates, those of the highest reduced value first.</summary>
    public ReadOnlySpan<int> OfNgo(int ngo) => _ofNgo.AsSpan(_ngoStart[ngo], _ngoStart[ngo + 1] - _ngoStart[ngo]);

    /// <summary>The candidate of an arc, or −1.</summary>
    public int Find(int arc)
    {
        int at = Array.BinarySearch(Arc, arc);
        return at < 0 ? -1 : at;
    }

    private static void AddUp(int[] counts)
    {
        for (int i = 1; i < counts.Length; i++)
        {
            counts[i] += counts[i - 1];
        }
    }

    private static (int[] Arcs, double[] Scores) Choose(
        AllocationProblem problem, ReadOnlySpan<double> prices, ReadOnlySpan<double> supply, int perDonation, ReadOnlySpan<int> also)
    {
        int ngos = problem.NgoCount, most = 0, nextAlso = 0;
        for (int d = 0; d < problem.DonationCount; d++)
        {
            int arcs = problem.DonationStart[d + 1] - problem.DonationStart[d];
            most = Math.Max(most, arcs);
        }

        var (score, order) = (new double[most], new int[most]);
        var (kept, keptScores) = (new List<int>(), new List<double>());
        for (int d = 0; d < problem.DonationCount; d++)
        {
            int first = problem.DonationStart[d], arcs = problem.DonationStart[d + 1] - first;
            int chosen = Math.Min(perDonation, arcs);
            Score(problem, prices, supply[d], first, score.AsSpan(0, arcs));
            SelectLeast(score.AsSpan(0, arcs), order.AsSpan(0, chosen));
            for (; nextAlso < also.Length && also[nextAlso] < first + arcs; nextAlso++)
            {
                int i = also[nextAlso] - first;
                if (!order.AsSpan(0, chosen).Contains(i))
                {
                    order[chosen++] = i;
                }
            }

            order.AsSpan(0, chosen).Sort();
            for (int j = 0; j < chosen; j++)
            {
                kept.Add(first + order[j]);
                keptScores.Add(score[order[j]]);
            }
        }

        return ([.. kept], [.. keptScores]);
    }

    /// <summary>The candidates with those besides of NGOs that have too few.</summary>
    private static (int[] Arcs, double[] Scores) WithNeglected(
        AllocationProblem problem, ReadOnlySpan<double> prices, ReadOnlySpan<double> supply, (int[] Arcs, double[] Scores) chosen)
    {
        var (ngoPrices, supplyPrices) = (prices.ToArray(), supply.ToArray());
        double ScoreOf(int arc) => Score(problem, ngoPrices, supplyPrices[problem.ArcDonation[arc]], arc);
        int[] added = NeglectedNgos.ArcsFor(problem, chosen.Arcs, ScoreOf);
        if (added.Length == 0)
        {
            return chosen;
        }

        int[] arcs = [.. chosen.Arcs, .. added];
        double[] scores = [.. chosen.Scores, .. added.Select(ScoreOf)];
        Array.Sort(arcs, scores);
        return (arcs, scores);
    }

    private static void Score(
        AllocationProblem problem, ReadOnlySpan<double> prices, double supplyPrice, int first, Span<double> score)
    {
        for (int i = 0; i < score.Length; i++)
        {
            score[i] = Score(problem, prices, supplyPrice, first + i);
        }
    }

    /// <summary>How little an arc is worth at the prices: the cost and price of its trip less the value of its grams.</summary>
    private static double Score(AllocationProblem problem, ReadOnlySpan<double> prices, double supplyPrice, int arc)
    {
        int n = problem.ArcNgo[arc];
        double rate = problem.ArcValue[arc] * 0.001 - prices[n] - supplyPrice;
        return problem.ArcCost[arc] + prices[problem.NgoCount + n] - rate * problem.ArcUpper[arc];
    }

    /// <summary>The places of the least scores, by insertion; of equal ones the first.</summary>
    private static void SelectLeast(ReadOnlySpan<double> score, Span<int> least)
    {
        int count = 0;
        for (int i = 0; i < score.Length; i++)
        {
            int at = count < least.Length ? count++ : least.Length;
            if (at == least.Length && (at == 0 || score[least[--at]] <= score[i]))
            {
                continue;
            }

            for (; at > 0 && score[least[at - 1]] > score[i]; at--)
            {
                least[at] = least[at - 1];
            }

            least[at] = i;
        }
    }

    private int[] GroupByNgo(double[] scores)
    {
        var next = _ngoStart.AsSpan(0, _ngoStart.Length - 1).ToArray();
        var grouped = new int[Count];
        for (int c = 0; c < Count; c++)
        {
            grouped[next[Ngo[c]]++] = c;
        }

        for (int n = 0; n + 1 < _ngoStart.Length; n++)
        {
            grouped.AsSpan(_ngoStart[n], _ngoStart[n + 1] - _ngoStart[n])
                .Sort((a, b) => scores[a] != scores[b] ? scores[a].CompareTo(scores[b]) : a.CompareTo(b));
        }

        return grouped;
    }
}
