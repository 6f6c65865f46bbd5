using Thesis.OptEngine.Model;

namespace Thesis.OptEngine.Tests.Solving;

/// <summary>The best value of a tiny problem by trying every set of trips, with the best grams for each by augmenting
/// paths: a different method from anything in the engine.</summary>
internal static class EnumerationOracle
{
    public static double Best(AllocationProblem problem)
    {
        Assert.True(problem.ArcCount <= 16, "the oracle is for tiny problems");
        double best = 0;
        for (int set = 0; set < 1 << problem.ArcCount; set++)
        {
            best = Math.Max(best, Value(problem, set));
        }

        return best;
    }

    /// <summary>The best value with just these trips.</summary>
    public static double BestFlow(AllocationProblem problem, IEnumerable<int> trips) =>
        Value(problem, trips.Aggregate(0, (set, arc) => set | 1 << arc));

    private static double Value(AllocationProblem p, int set)
    {
        var x = new long[p.ArcCount];
        var supply = p.Supply.ToArray();
        var capacity = p.Capacity.ToArray();
        var slots = p.Slots.ToArray();
        double value = 0;
        for (int a = 0; a < p.ArcCount; a++)
        {
            if ((set >> a & 1) == 1)
            {
                int d = p.ArcDonation[a], n = p.ArcNgo[a];
                x[a] = p.MinLot[d];
                supply[d] -= x[a];
                capacity[n] -= x[a];
                slots[n]--;
                value += p.ArcValue[a] * x[a] / 1000 - p.ArcCost[a];
                if (supply[d] < 0 || capacity[n] < 0 || slots[n] < 0)
                {
                    return double.NegativeInfinity;
                }
            }
        }

        while (Augment(p, set, x, supply, capacity) is > 1e-9 and var gain)
        {
            value += gain;
        }

        return value;
    }

    /// <summary>Ships along the most profitable path of the residual network; returns what it earned.</summary>
    private static double Augment(AllocationProblem p, int set, long[] x, long[] supply, long[] capacity)
    {
        int nodes = p.DonationCount + p.NgoCount;
        var profit = new double[nodes];
        var via = new int[nodes];
        for (int v = 0; v < nodes; v++)
        {
            profit[v] = v < p.DonationCount && supply[v] > 0 ? 0 : double.NegativeInfinity;
            via[v] = -1;
        }

        for (int round = 0; round < nodes; round++)
        {
            for (int a = 0; a < p.ArcCount; a++)
            {
                int d = p.ArcDonation[a], n = p.DonationCount + p.ArcNgo[a];
                double w = p.ArcValue[a] / 1000;
                if ((set >> a & 1) == 1 && x[a] < p.ArcUpper[a] && profit[d] + w > profit[n] + 1e-12)
                {
                    (profit[n], via[n]) = (profit[d] + w, a);
                }

                if (x[a] > p.MinLot[d] && (set >> a & 1) == 1 && profit[n] - w > profit[d] + 1e-12)
                {
                    (profit[d], via[d]) = (profit[n] - w, a);
                }
            }
        }

        int end = Enumerable.Range(p.DonationCount, p.NgoCount)
            .Where(v => capacity[v - p.DonationCount] > 0)
            .OrderByDescending(v => profit[v])
            .FirstOrDefault(-1);
        if (end < 0 || profit[end] <= 1e-12)
        {
            return 0;
        }

        var path = new List<(int Arc, bool Forward)>();
        int at = end;
        long grams = capacity[end - p.DonationCount];
        while (via[at] >= 0)
        {
            int a = via[at];
            bool forward = at >= p.DonationCount;
            path.Add((a, forward));
            grams = Math.Min(grams, forward ? p.ArcUpper[a] - x[a] : x[a] - p.MinLot[p.ArcDonation[a]]);
            at = forward ? p.ArcDonation[a] : p.DonationCount + p.ArcNgo[a];
        }

        grams = Math.Min(grams, supply[at]);
        foreach (var (a, forward) in path)
        {
            x[a] += forward ? grams : -grams;
        }

        supply[at] -= grams;
        capacity[end - p.DonationCount] -= grams;
        return profit[end] * grams;
    }
}
