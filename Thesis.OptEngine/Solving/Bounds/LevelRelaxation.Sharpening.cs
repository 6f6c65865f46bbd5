namespace Thesis.OptEngine.Solving.Bounds;

/// <content>Choices made again at the same prices, more exactly: what an NGO's choice was proven to be worth at most lies
/// above what it is worth, by as much as its knapsack was let off.</content>
internal sealed partial class LevelRelaxation
{
    private const double Enough = 1.3;

    /// <summary>Chooses again for the NGOs that were let off most, under the <see cref="Slack"/> of now.</summary>
    /// <param name="wanted">What the bound should fall by: as many NGOs choose as were let off that much together, and some more.</param>
    /// <param name="most">NGOs that choose at most.</param>
    /// <param name="interrupted">Asked on any thread.</param>
    /// <returns>The bound at the prices of the last evaluation; positive infinity when interrupted, or if that many NGOs were
    /// not let off so much.</returns>
    public double Sharpen(double wanted, int most, Func<bool> interrupted)
    {
        int[] ngos = LetOff(Enough * wanted, most);
        if (ngos.Length == 0)
        {
            return double.PositiveInfinity;
        }

        var before = Array.ConvertAll(ngos, n => _choiceValue[n]);
        var donations = new SortedSet<int>(ngos.SelectMany(DonationsChosen));
        bool done = _crew.Run(
            (ngos.Length + NearChunk - 1) / NearChunk,
            (worker, chunk) =>
            {
                for (int i = chunk * NearChunk; i < Math.Min(ngos.Length, (chunk + 1) * NearChunk); i++)
                {
                    Choose(ngos[i], _workers[worker]);

                    // Where the nodes did not suffice, what was proven before is better.
                    _choiceValue[ngos[i]] = Math.Min(_choiceValue[ngos[i]], before[i]);
                }
            },
            interrupted);
        donations.UnionWith(ngos.SelectMany(DonationsChosen));
        foreach (int d in donations)
        {
            Sell(d, _workers[0]);
        }

        Operations += ngos.Sum(n => _ngoOperations[n]) + 20L * donations.Count + _problem.NgoCount;
        return done && !interrupted() ? Total() : double.PositiveInfinity;
    }

    /// <summary>The NGOs let off most, as many as it takes; none if so many do not suffice.</summary>
    private int[] LetOff(double wanted, int most)
    {
        var ngos = Enumerable.Range(0, _problem.NgoCount).ToArray();
        double[] less = Array.ConvertAll(ngos, n => Worth(n) - _choiceValue[n]);
        Array.Sort(less, ngos);
        double sum = 0;
        int count = 0;
        while (count < Math.Min(most, ngos.Length) && less[count] < 0 && sum < wanted)
        {
            sum -= less[count++];
        }

        return sum < wanted ? [] : ngos[..count];
    }

    /// <summary>What an NGO's choice is worth at the prices of the last evaluation.</summary>
    private double Worth(int ngo)
    {
        double worth = 0;
        foreach (int a in _chosen.Of(ngo))
        {
            worth += (_problem.ArcValue[a] * 0.001 - _prices[_problem.ArcDonation[a]]) * _grams[a] - _problem.ArcCost[a];
            for (int step = 0; step < _asked[a] && _slot[a] >= 0; step++)
            {
                worth -= _prices[PriceOf(_slot[a]) + step];
            }
        }

        return worth;
    }

    private int[] DonationsChosen(int ngo) => Array.ConvertAll(_chosen.Of(ngo).ToArray(), a => _problem.ArcDonation[a]);
}
