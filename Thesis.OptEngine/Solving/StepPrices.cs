namespace Thesis.OptEngine.Solving;

/// <summary>
/// Prices that tighten a bound beyond those of supply, capacity and slots: of the steps in which a delivery grows. Opaque
/// to callers, who hand them from a <see cref="SolveResult"/> to a <see cref="WarmStart"/>; any values give a valid bound.
/// </summary>
public sealed class StepPrices
{
    internal StepPrices((int Donation, int Ngo)[] ends, double[] prices, double slack) =>
        (Ends, Prices, Slack) = (ends, prices, slack);

    /// <summary>Donation and NGO of each delivery priced.</summary>
    internal (int Donation, int Ngo)[] Ends { get; }

    /// <summary>Prices, as many for each delivery as a donation has steps.</summary>
    internal double[] Prices { get; }

    /// <summary>How exactly the subproblems were solved at these prices.</summary>
    internal double Slack { get; }

    /// <summary>The same prices for a problem whose donations and NGOs are numbered otherwise; a negative number leaves
    /// the deliveries of what is gone out.</summary>
    public StepPrices Renumber(Func<int, int> donation, Func<int, int> ngo)
    {
        int width = Ends.Length == 0 ? 0 : Prices.Length / Ends.Length;
        var kept = Enumerable.Range(0, Ends.Length).Where(i => donation(Ends[i].Donation) >= 0 && ngo(Ends[i].Ngo) >= 0).ToArray();
        return new StepPrices(
            [.. kept.Select(i => (donation(Ends[i].Donation), ngo(Ends[i].Ngo)))],
            [.. kept.SelectMany(i => Prices.Skip(i * width).Take(width))],
            Slack);
    }
}
