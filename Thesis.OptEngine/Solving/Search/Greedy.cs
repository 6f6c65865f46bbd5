namespace Thesis.OptEngine.Solving.Search;

/// <summary>A first plan: candidates in the order of what they earn beyond the prices of what they use, each taken whole
/// if it fits and in part if that is still a lot.</summary>
internal static class Greedy
{
    /// <summary>Adds deliveries to a plan until no candidate fits; returns the NGOs that received some.</summary>
    /// <param name="candidates">The arcs.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="prices">Prices per gram of capacity, then per delivery, of each NGO.</param>
    public static SortedSet<int> Extend(Candidates candidates, Plan plan, ReadOnlySpan<double> prices)
    {
        var problem = candidates.Problem;
        var (score, order) = (new double[candidates.Count], new int[candidates.Count]);
        for (int c = 0; c < order.Length; c++)
        {
            int n = candidates.Ngo[c];
            double worth = (candidates.Rate[c] - prices[n]) * candidates.Upper[c] - candidates.Cost[c] - prices[problem.NgoCount + n];
            (score[c], order[c]) = (-worth, c);
        }

        Array.Sort(order, (a, b) => score[a] != score[b] ? score[a].CompareTo(score[b]) : a.CompareTo(b));
        var extended = new SortedSet<int>();
        foreach (int c in order)
        {
            int n = candidates.Ngo[c], d = candidates.Donation[c];
            double grams = Math.Min(Math.Min(plan.Rest[d], candidates.Upper[c]), plan.RoomFor(c, n));
            if (grams >= problem.MinLot[d] && plan.Grams[c] == 0 && plan.HasSlot(n)
                && candidates.Rate[c] * grams > candidates.Cost[c])
            {
                plan.Set(c, grams);
                extended.Add(n);
            }
        }

        return extended;
    }
}
