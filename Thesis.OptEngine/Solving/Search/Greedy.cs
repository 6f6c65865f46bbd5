using Thesis.OptEngine.Solving.Bounds;

namespace Thesis.OptEngine.Solving.Search;

/// <summary>A first plan: candidates in the order of what they earn beyond the prices of what they use, each taken whole
/// if it fits and in part if that is still a lot.</summary>
internal static class Greedy
{
    /// <summary>Adds deliveries to a plan until no candidate fits.</summary>
    /// <param name="candidates">The arcs.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="prices">Prices as <see cref="RoomPrices"/> has them.</param>
    public static void Extend(Candidates candidates, Plan plan, ReadOnlySpan<double> prices)
    {
        int ngos = candidates.Problem.NgoCount, count = 0;
        var (score, order) = (new double[candidates.Count], new int[candidates.Count]);
        for (int c = 0; c < candidates.Count; c++)
        {
            // What does not fit now fits no better once others are taken.
            if (Fitting(candidates, plan, c) > 0)
            {
                int n = candidates.Ngo[c];
                double room = RoomPrices.PerGram(candidates.Problem, prices, n, candidates.Donation[c]);
                double worth = (candidates.Rate[c] - room) * candidates.Upper[c] - candidates.Cost[c] - prices[ngos + n];
                (score[count], order[count]) = (-worth, c);
                count++;
            }
        }

        Ranking.Sort(score.AsSpan(0, count), order.AsSpan(0, count));
        foreach (int c in order.AsSpan(0, count))
        {
            double grams = Fitting(candidates, plan, c);
            if (grams > 0)
            {
                plan.Set(c, grams);
            }
        }
    }

    /// <summary>Grams of a new delivery that a plan has room for; 0 if it would be less than a lot or would not pay.</summary>
    private static double Fitting(Candidates candidates, Plan plan, int candidate)
    {
        int n = candidates.Ngo[candidate], d = candidates.Donation[candidate];
        double grams = Math.Min(Math.Min(plan.Rest[d], candidates.Upper[candidate]), plan.RoomFor(candidate, n));
        return grams >= candidates.Problem.MinLot[d] && plan.Grams[candidate] == 0 && plan.HasSlot(n)
            && candidates.Rate[candidate] * grams > candidates.Cost[candidate]
            ? grams
            : 0;
    }
}
