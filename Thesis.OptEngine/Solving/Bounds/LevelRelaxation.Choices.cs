namespace Thesis.OptEngine.Solving.Bounds;

/// <content>What an NGO chooses at given prices.</content>
internal sealed partial class LevelRelaxation
{
    /// <summary>An NGO's best choice among the arcs that can matter: those whose score at the last price of its capacity is
    /// near what was chosen. What the knapsack proves of its choice tells whether that was near enough.</summary>
    private void Choose(int ngo, Worker worker)
    {
        var knapsack = worker.Knapsack;
        double slack = Math.Max(Slack, 1e-9) * Math.Max(0, _choiceValue[ngo]), cut = _bar[ngo] - Wider * _room[ngo];
        long operations = 0;
        for (int tries = 0; ; tries++)
        {
            Load(ngo, worker, cut);
            _choiceValue[ngo] = knapsack.Solve(_problem.Capacity[ngo], _problem.Slots[ngo], Guess(ngo), slack);
            operations += knapsack.Operations + OperationsPerItem * knapsack.Count + (_problem.NgoStart[ngo + 1] - _problem.NgoStart[ngo]) / 4;
            double needed = knapsack.Bar - knapsack.Room;
            if (!(cut > needed))
            {
                break;
            }

            cut = tries == 0 ? needed - knapsack.Room : double.NegativeInfinity;
        }

        knapsack.Prices.CopyTo(Guess(ngo));
        (_bar[ngo], _room[ngo]) = (knapsack.Bar, Math.Max(0, knapsack.Room));
        _ngoOperations[ngo] = operations;
        _chosen.Clear(ngo);
        var grams = knapsack.Grams;
        for (int j = 0; j < grams.Length; j++)
        {
            if (grams[j] > 0)
            {
                _chosen.Add(ngo, worker.Items[j], grams[j]);
            }
        }
    }

    /// <summary>Fills a worker's knapsack with an NGO's arcs that can score more than <paramref name="cut"/> at the present
    /// prices and the last price of the NGO's capacity, and those that must be used.</summary>
    private void Load(int ngo, Worker worker, double cut)
    {
        worker.Knapsack.Clear(_classLimits.AsSpan(ngo * _classes, _classes));
        ReadOnlySpan<double> prices = Guess(ngo);
        bool limited = Limits.Count > 0;
        for (int i = _problem.NgoStart[ngo]; i < _problem.NgoStart[ngo + 1]; i++)
        {
            double net = _rate[i] - _prices[_donation[i]] - prices[Group(i)];
            if (Math.Max(0, net) * _upper[i] - _cost[i] > cut || (limited && Limits.IsOpen(_problem.NgoArcs[i])))
            {
                AddItem(i, worker);
            }
        }
    }

    /// <summary>Adds an arc to an NGO's knapsack, a level wherever a step has a price.</summary>
    private void AddItem(int position, Worker worker)
    {
        int a = _problem.NgoArcs[position], d = _donation[position], slot = _slot[a];
        if (Limits.IsClosed(a))
        {
            return;
        }

        var knapsack = worker.Knapsack;
        double rate = _rate[position] - _prices[d], upper = _upper[position], low = _problem.MinLot[d];
        double cost = _cost[position] + (slot < 0 ? 0 : _prices[PriceOf(slot)]);
        if (rate * upper <= _cost[position] && !Limits.IsOpen(a))
        {
            return;
        }

        worker.Items[knapsack.Count] = a;
        knapsack.Add(rate, Group(position));
        var edges = slot < 0 ? default : _scale.GramsOf(d);
        for (int step = 1; step < edges.Length && edges[step] <= upper; step++)
        {
            double price = _prices[PriceOf(slot) + step];
            if (price > 0)
            {
                knapsack.AddLevel(low, edges[step] - 1, cost);
                (low, cost) = (edges[step], cost + price);
            }
        }

        knapsack.AddLevel(low, upper, cost);
        if (Limits.IsOpen(a))
        {
            knapsack.Require();
        }

        if (_grams[a] > 0)
        {
            knapsack.Hint(_grams[a]);
        }
    }

    /// <summary>The group of an arc in its NGO's knapsack: 1 and up for storage classes, 0 where none are told apart.</summary>
    private int Group(int position) => _classes == 0 ? 0 : 1 + _problem.DonationClass[_donation[position]];
}
