using Thesis.OptEngine.Model;
using Thesis.OptEngine.Solving.Bounds;

namespace Thesis.OptEngine.Solving.Search;

/// <summary>
/// The arcs a search works with: for each donation those of the highest reduced value at given prices, and more for NGOs
/// that would have too few, packed so that a donation's lie side by side. A candidate's number is its place in that packing, ascending with its arc's.
/// </summary>
internal sealed class Candidates
{
    private const int DonationChunk = 512, NgoChunk = 64;
    private readonly int[] _start, _ngoStart, _ofNgo;

    /// <param name="problem">The problem.</param>
    /// <param name="crew">Threads that choose.</param>
    /// <param name="prices">Prices as <see cref="RoomPrices"/> has them.</param>
    /// <param name="supply">Price per gram of each donation.</param>
    /// <param name="perDonation">Most arcs kept of a donation.</param>
    /// <param name="also">Arcs kept whatever their value, ascending.</param>
    public Candidates(AllocationProblem problem, WorkCrew crew, double[] prices, double[] supply, int perDonation, params int[] also)
    {
        Problem = problem;
        int ngos = problem.NgoCount;
        var scoring = new Scoring(problem, prices, supply);
        var (kept, scores) = WithNeglected(scoring, crew, Choose(scoring, crew, perDonation, also));
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

        _ofNgo = GroupByNgo(crew, scores);
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
        int first = _start[Problem.ArcDonation[arc]], at = Array.BinarySearch(Arc, first, _start[Problem.ArcDonation[arc] + 1] - first, arc);
        return at < 0 ? -1 : at;
    }

    private static void AddUp(int[] counts)
    {
        for (int i = 1; i < counts.Length; i++)
        {
            counts[i] += counts[i - 1];
        }
    }

    /// <summary>The best arcs of each donation and those kept besides, chunk by chunk.</summary>
    private static (int[] Arcs, double[] Scores) Choose(Scoring scoring, WorkCrew crew, int perDonation, int[] also)
    {
        int donations = scoring.Problem.DonationCount, chunks = (donations + DonationChunk - 1) / DonationChunk;
        var chosen = new (List<int> Arcs, List<double> Scores)[chunks];
        crew.Run(chunks, (_, chunk) =>
        {
            var (arcs, scores) = chosen[chunk] = ([], []);
            int first = chunk * DonationChunk, end = Math.Min(donations, first + DonationChunk);
            Choose(scoring, first, end, perDonation, also, arcs, scores);
        });
        int count = chosen.Sum(c => c.Arcs.Count), next = 0;
        var all = (Arcs: new int[count], Scores: new double[count]);
        foreach (var (arcs, scores) in chosen)
        {
            arcs.CopyTo(all.Arcs, next);
            scores.CopyTo(all.Scores, next);
            next += arcs.Count;
        }

        return all;
    }

    private static void Choose(
        Scoring scoring, int firstDonation, int endDonation, int perDonation, int[] also, List<int> kept, List<double> keptScores)
    {
        var start = scoring.Problem.DonationStart;
        int most = 0;
        for (int d = firstDonation; d < endDonation; d++)
        {
            most = Math.Max(most, start[d + 1] - start[d]);
        }

        var (score, order) = (new double[most], new int[most]);
        int nextAlso = Array.BinarySearch(also, start[firstDonation]);
        nextAlso = nextAlso < 0 ? ~nextAlso : nextAlso;
        for (int d = firstDonation; d < endDonation; d++)
        {
            int first = start[d], arcs = start[d + 1] - first, chosen = Math.Min(perDonation, arcs);
            scoring.Fill(d, score.AsSpan(0, arcs));
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
    }

    /// <summary>The candidates with those besides of NGOs that have too few.</summary>
    private static (int[] Arcs, double[] Scores) WithNeglected(Scoring scoring, WorkCrew crew, (int[] Arcs, double[] Scores) chosen)
    {
        int[] added = NeglectedNgos.ArcsFor(scoring.Problem, crew, chosen.Arcs, scoring.Of);
        if (added.Length == 0)
        {
            return chosen;
        }

        int[] arcs = [.. chosen.Arcs, .. added];
        double[] scores = [.. chosen.Scores, .. added.Select(scoring.Of)];
        Array.Sort(arcs, scores);
        return (arcs, scores);
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

    private int[] GroupByNgo(WorkCrew crew, double[] scores)
    {
        var next = _ngoStart.AsSpan(0, _ngoStart.Length - 1).ToArray();
        var (grouped, groupedScores) = (new int[Count], new double[Count]);
        for (int c = 0; c < Count; c++)
        {
            int at = next[Ngo[c]]++;
            (grouped[at], groupedScores[at]) = (c, scores[c]);
        }

        int ngos = next.Length;
        crew.Run((ngos + NgoChunk - 1) / NgoChunk, (_, chunk) =>
        {
            for (int n = chunk * NgoChunk; n < Math.Min(ngos, (chunk + 1) * NgoChunk); n++)
            {
                int from = _ngoStart[n], count = _ngoStart[n + 1] - from;
                Ranking.Sort(groupedScores.AsSpan(from, count), grouped.AsSpan(from, count));
            }
        });
        return grouped;
    }

    /// <summary>How little an arc is worth at prices: the cost and price of its trip less the value of its grams.</summary>
    private sealed class Scoring(AllocationProblem problem, double[] prices, double[] supply)
    {
        public AllocationProblem Problem => problem;

        public double Of(int arc) => Of(arc, supply[problem.ArcDonation[arc]]);

        /// <summary>The scores of a donation's arcs.</summary>
        public void Fill(int donation, Span<double> score)
        {
            int first = problem.DonationStart[donation];
            for (int i = 0; i < score.Length; i++)
            {
                score[i] = Of(first + i, supply[donation]);
            }
        }

        private double Of(int arc, double supplyPrice)
        {
            int n = problem.ArcNgo[arc];
            double rate = problem.ArcValue[arc] * 0.001 - RoomPrices.PerGram(problem, prices, n, problem.ArcDonation[arc]) - supplyPrice;
            return problem.ArcCost[arc] + prices[problem.NgoCount + n] - rate * problem.ArcUpper[arc];
        }
    }
}
