namespace Thesis.OptEngine.Solving;

/// <summary>
/// Prices that tighten a bound beyond those of supply, capacity and slots: of the steps in which a delivery grows. Opaque
/// to callers, who hand them from a <see cref="SolveResult"/> to a <see cref="WarmStart"/>; any values give a valid bound.
/// </summary>
public sealed class StepPrices
{
    internal StepPrices(double[] supply, (int Donation, int Ngo)[] ends, double[] prices, int units, double slack) =>
        (Supply, Ends, Prices, Units, Slack) = (supply, ends, prices, units, slack);

    /// <summary>Price per gram of each donation, to the last bit; NaN for those that are new.</summary>
    internal double[] Supply { get; }

    /// <summary>Parts of the scale that the steps belong to: prices serve only problems that are scaled alike.</summary>
    internal int Units { get; }

    /// <summary>Donation and NGO of each delivery priced.</summary>
    internal (int Donation, int Ngo)[] Ends { get; }

    /// <summary>Prices, as many for each delivery as a donation has steps.</summary>
    internal double[] Prices { get; }

    /// <summary>How exactly the subproblems were solved at these prices.</summary>
    internal double Slack { get; }

    /// <summary>The same prices for a problem whose donations and NGOs are numbered otherwise.</summary>
    /// <param name="donations">Donations of the other problem.</param>
    /// <param name="donation">The other number of a donation; negative for one that is gone.</param>
    /// <param name="ngo">The other number of an NGO; negative for one that is gone.</param>
    public StepPrices Renumber(int donations, Func<int, int> donation, Func<int, int> ngo)
    {
        var supply = new double[donations];
        Array.Fill(supply, double.NaN);
        for (int d = 0; d < Supply.Length; d++)
        {
            if (donation(d) is >= 0 and var at && at < donations)
            {
                supply[at] = Supply[d];
            }
        }

        int width = Ends.Length == 0 ? 0 : Prices.Length / Ends.Length;
        var kept = Enumerable.Range(0, Ends.Length).Where(i => donation(Ends[i].Donation) >= 0 && ngo(Ends[i].Ngo) >= 0).ToArray();
        return new StepPrices(
            supply,
            [.. kept.Select(i => (donation(Ends[i].Donation), ngo(Ends[i].Ngo)))],
            [.. kept.SelectMany(i => Prices.Skip(i * width).Take(width))],
            Units,
            Slack);
    }
}
