namespace Thesis.OptEngine.Solving.Bounds;

/// <content>Choices found again from an earlier problem, and kept for a later one. Both know of free arcs alone.</content>
internal sealed partial class LevelRelaxation
{
    private readonly KeptChoices _kept;
    private readonly bool[] _anew;
    private ulong[] _prints = [];

    /// <summary>Choices that need not be made anew; null when none are known.</summary>
    public ChoiceMemory? Known { get; set; }

    /// <summary>Keeps the choices of the last evaluation for <see cref="Remember"/>.</summary>
    public void Keep() => _kept.Take(_chosen, _choiceValue);

    /// <summary>The choices that were kept, to be found again in another problem.</summary>
    /// <param name="prices">The prices they were made at; what is missing is 0.</param>
    public ChoiceMemory Remember(ReadOnlySpan<double> prices)
    {
        ulong[] prints = Fingerprints(prices);
        var memory = new ChoiceMemory(prints.Length);
        for (int n = 0; n < prints.Length; n++)
        {
            memory.Add(prints[n], _kept.Value[n]);
            var arcs = _kept.Arcs(n);
            var grams = _kept.Grams(n);
            for (int i = _problem.NgoStart[n], item = 0, next = 0; next < arcs.Length; i++)
            {
                if (_problem.NgoArcs[i] == arcs[next])
                {
                    memory.AddItem(item, grams[next++]);
                }

                item += IsOffered(i, prices) ? 1 : 0;
            }
        }

        return memory;
    }

    /// <summary>For each NGO a number that two subproblems share only if they are the same. The arcs are passed by donation,
    /// side by side in memory, and so in the same order for each NGO.</summary>
    private ulong[] Fingerprints(ReadOnlySpan<double> prices)
    {
        var prints = new ulong[_problem.NgoCount];
        for (int n = 0; n < prints.Length; n++)
        {
            prints[n] = ChoiceMemory.Mix(ChoiceMemory.Mix((ulong)_scale.Units, _problem.Capacity[n]), _problem.Slots[n]);
        }

        for (int d = 0; d < _problem.DonationCount; d++)
        {
            double price = prices[d];
            ulong donation = ChoiceMemory.Mix(ChoiceMemory.Mix(0, _problem.MinLot[d]), _problem.Supply[d]);
            for (int a = _problem.DonationStart[d]; a < _problem.DonationStart[d + 1]; a++)
            {
                double rate = _problem.ArcValue[a] * 0.001, cost = _problem.ArcCost[a];
                if ((rate - price) * _problem.ArcUpper[a] > cost)
                {
                    ulong print = ChoiceMemory.Mix(ChoiceMemory.Mix(donation, rate - price), cost);
                    print = MixSteps(ChoiceMemory.Mix(print, _problem.ArcUpper[a]), _slot[a], prices);
                    ref ulong ngo = ref prints[_problem.ArcNgo[a]];
                    ngo = ChoiceMemory.Mix(ngo, print);
                }
            }
        }

        return prints;
    }

    /// <summary>Mixes in the prices of an arc's steps. A step without a price is the same as an arc without steps.</summary>
    private ulong MixSteps(ulong print, int slot, ReadOnlySpan<double> prices)
    {
        int from = slot < 0 ? prices.Length : Math.Min(prices.Length, PriceOf(slot));
        var steps = prices[from..Math.Min(prices.Length, from + _scale.Units)];
        for (int step = 0; step < steps.Length; step++)
        {
            if (steps[step] > 0)
            {
                print = ChoiceMemory.Mix(ChoiceMemory.Mix(print, step), steps[step]);
            }
        }

        return print;
    }

    /// <summary>Whether an arc earns anything at the prices of supply, whatever the capacity costs.</summary>
    private bool IsOffered(int position, ReadOnlySpan<double> prices) =>
        (_rate[position] - prices[_donation[position]]) * _upper[position] > _cost[position];

    /// <summary>Takes over an NGO's choice that is known already.</summary>
    private bool Recall(int ngo)
    {
        if (Known is null || !Known.TryFind(_prints[ngo], out double value, out var items))
        {
            return false;
        }

        _chosen.Clear(ngo);
        int end = _problem.NgoStart[ngo + 1];
        for (int i = _problem.NgoStart[ngo], item = 0, next = 0; next < items.Length && i < end; i++)
        {
            if (IsOffered(i, _prices) && items[next].Item == item++)
            {
                _chosen.Add(ngo, _problem.NgoArcs[i], items[next++].Grams);
            }
        }

        (_choiceValue[ngo], _ngoOperations[ngo]) = (value, 4 * (end - _problem.NgoStart[ngo]));
        return true;
    }
}
