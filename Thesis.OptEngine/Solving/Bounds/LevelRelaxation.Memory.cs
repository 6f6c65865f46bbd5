namespace Thesis.OptEngine.Solving.Bounds;

/// <content>Choices found again from an earlier problem, and kept for a later one. Both know of free arcs alone.</content>
internal sealed partial class LevelRelaxation
{
    private readonly KeptChoices _kept;
    private readonly bool[] _anew;
    private double[]? _printed; // the prices that the fingerprints were made at
    private ulong[] _prints = [];

    /// <summary>Choices that need not be made anew; null when none are known.</summary>
    public ChoiceMemory? Known { get; set; }

    /// <summary>Keeps the choices of the last evaluation for <see cref="Remember"/>.</summary>
    public void Keep() => _kept.Take(_chosen, _choiceValue);

    /// <summary>The choices that were kept, to be found again in another problem.</summary>
    /// <param name="prices">The prices they were made at; what is missing is 0.</param>
    public ChoiceMemory Remember(ReadOnlySpan<double> prices)
    {
        Print(prices);
        var memory = new ChoiceMemory(_prints.Length);
        for (int n = 0; n < _prints.Length; n++)
        {
            memory.Add(_prints[n], new KnownChoice(_kept.Value[n], _guess[n], _bar[n], _room[n]));
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

    /// <summary>Makes for each NGO a number that two subproblems share only if they are the same, unless it was made at these
    /// prices last.</summary>
    private void Print(ReadOnlySpan<double> prices)
    {
        if (_printed is not null && prices.SequenceEqual(_printed))
        {
            return;
        }

        var (prints, donations) = (new ulong[_problem.NgoCount], new ulong[_problem.DonationCount]);
        for (int d = 0; d < donations.Length; d++)
        {
            donations[d] = ChoiceMemory.Mix(ChoiceMemory.Mix(0, _problem.MinLot[d]), _problem.Supply[d]);
        }

        double[] all = prices.ToArray(); // A span cannot go to other threads.
        _crew.Run((prints.Length + ReadChunk - 1) / ReadChunk, (_, chunk) =>
        {
            for (int n = chunk * ReadChunk; n < Math.Min(prints.Length, (chunk + 1) * ReadChunk); n++)
            {
                prints[n] = Fingerprint(n, donations, all);
            }
        });
        (_printed, _prints) = (all, prints);
    }

    /// <summary>The number of an NGO's subproblem, from its arcs in their order by donation.</summary>
    private ulong Fingerprint(int ngo, ulong[] donations, double[] prices)
    {
        ulong all = ChoiceMemory.Mix(ChoiceMemory.Mix((ulong)_scale.Units, _problem.Capacity[ngo]), _problem.Slots[ngo]);
        for (int i = _problem.NgoStart[ngo]; i < _problem.NgoStart[ngo + 1]; i++)
        {
            if (IsOffered(i, prices))
            {
                int d = _donation[i];
                ulong print = ChoiceMemory.Mix(ChoiceMemory.Mix(donations[d], _rate[i] - prices[d]), _cost[i]);
                print = MixSteps(ChoiceMemory.Mix(print, _upper[i]), _slot[_problem.NgoArcs[i]], prices);
                all = ChoiceMemory.Mix(all, print);
            }
        }

        return all;
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
        if (Known is null || !Known.TryFind(_prints[ngo], out var choice, out var items))
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

        (_choiceValue[ngo], _ngoOperations[ngo]) = (choice.Value, 4 * (end - _problem.NgoStart[ngo]));
        (_guess[ngo], _bar[ngo], _room[ngo]) = (choice.CapacityPrice, choice.Bar, choice.Room);
        return true;
    }
}
