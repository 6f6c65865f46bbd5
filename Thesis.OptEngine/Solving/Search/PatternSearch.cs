using Thesis.OptEngine.Solving.Bounds;

namespace Thesis.OptEngine.Solving.Search;

/// <summary>
/// Ruin and recreate by whole patterns: a few neighbouring NGOs give up all they receive, then each in turn chooses its
/// best deliveries among what is left by a fixed-charge knapsack. Those that choose first pay a random part of each
/// donation's price, a little more for some and less for others, so that they leave to the later ones what is worth more there; the last one pays nothing. Now and
/// then one NGO chooses among all donations instead, its neighbours' too, and those it robs choose anew. Results are
/// accepted as in simulated annealing. A search works in one cell at a time: NGOs and donations of other cells stay as
/// they are, so that cells can be searched side by side.
/// </summary>
internal sealed class PatternSearch
{
    private const int KnapsackNodes = 50, MostItems = 60, MostNgos = 4, MostRuined = 8, NeighbourTries = 20, RobOneIn = 10;
    private const double LargestShare = 1.2, Blur = 0.4;
    private readonly Candidates _candidates;
    private readonly Plan _plan;
    private readonly Cells _cells;
    private readonly double[] _supplyPrice, _guess, _minLot;
    private readonly DeliveryKnapsack _knapsack;
    private readonly int[] _items, _ruined = new int[MostRuined];
    private readonly List<Delivery> _saved = [];
    private RandomSource _random;
    private int _cell, _ruins;
    private double _before;

    /// <param name="candidates">The arcs searched.</param>
    /// <param name="plan">The plan to better.</param>
    /// <param name="cells">The cells of the round.</param>
    /// <param name="supplyPrice">Price per gram of each donation.</param>
    /// <param name="guess">Per NGO, a guess at the prices of its room, kept from one choice to the next.</param>
    public PatternSearch(Candidates candidates, Plan plan, Cells cells, double[] supplyPrice, double[] guess)
    {
        (_candidates, _plan, _cells, _supplyPrice, _guess) = (candidates, plan, cells, supplyPrice, guess);
        _minLot = Array.ConvertAll(candidates.Problem.MinLot.ToArray(), grams => (double)grams);
        int classes = candidates.Problem.ClassCount;
        (_knapsack, _items) = (new DeliveryKnapsack(MostItems, MostItems, KnapsackNodes, classes, joins: false), new int[MostItems]);
    }

    /// <summary>Elementary operations since the start, for the work meter.</summary>
    public long Operations { get; private set; }

    /// <summary>Searches in a cell until so many operations are spent.</summary>
    public void Run(int cell, ulong seed, double temperature, long operations)
    {
        (_cell, _random) = (cell, new RandomSource(seed));
        var ngos = _cells.Ngos(cell);
        long end = Operations + operations;
        while (Operations < end)
        {
            int ngo = ngos[_random.Below(ngos.Length)];
            Operations += 10;
            (_ruins, _before) = (0, 0);
            _saved.Clear();
            if (_random.Below(RobOneIn) == 0)
            {
                Rob(ngo);
            }
            else
            {
                Rearrange(ngo);
            }

            Judge(temperature);
        }

        foreach (int n in ngos)
        {
            _plan.Recount(n);
        }
    }

    /// <summary>A first plan for a cell: each NGO chooses in turn, paying each donation's full price.</summary>
    public void Build(int cell)
    {
        _cell = cell;
        foreach (int n in _cells.Ngos(cell))
        {
            Empty(n, save: false);
            _knapsack.Clear(_plan.ClassRoom(n));
            foreach (int c in Top(n))
            {
                int d = _candidates.Donation[c];
                Offer(c, _plan.Rest[d], _supplyPrice[d]);
            }

            Solve(n);
            TakeChosen();
        }
    }

    private void Rearrange(int ngo)
    {
        RuinNeighbours(ngo);
        for (int i = 0; i < _ruins; i++)
        {
            Choose(_ruined[i], i == _ruins - 1 ? 0 : LargestShare * _random.Fraction());
        }
    }

    /// <summary>An NGO chooses at prices among all donations; those that lose one to it choose anew among what is left.</summary>
    private void Rob(int ngo)
    {
        Ruin(ngo);
        double share = 0.3 + _random.Fraction();
        _knapsack.Clear(_plan.ClassRoom(ngo));
        foreach (int c in Top(ngo))
        {
            int d = _candidates.Donation[c];
            Offer(c, Obtainable(d), share * Blurred(_supplyPrice[d]));
        }

        Solve(ngo);
        var grams = _knapsack.Grams;
        for (int i = 0; i < grams.Length; i++)
        {
            if (grams[i] > 0)
            {
                Claim(_candidates.Donation[_items[i]], grams[i]);
                Take(_items[i], grams[i]);
            }
        }

        for (int i = 1; i < _ruins; i++)
        {
            Choose(_ruined[i], i == _ruins - 1 ? 0 : LargestShare * _random.Fraction());
        }
    }

    /// <summary>Keeps the outcome or puts back what was.</summary>
    private void Judge(double temperature)
    {
        double gain = -_before;
        foreach (int n in _ruined.AsSpan(0, _ruins))
        {
            gain += _plan.Value[n];
        }

        if (gain >= temperature * _random.LogFraction())
        {
            return;
        }

        foreach (int n in _ruined.AsSpan(0, _ruins))
        {
            Empty(n, save: false);
        }

        foreach (var (candidate, grams) in _saved)
        {
            _plan.Set(candidate, grams);
        }
    }

    private void Ruin(int ngo)
    {
        _ruined[_ruins++] = ngo;
        _before += _plan.Value[ngo];
        Empty(ngo, save: true);
    }

    private void Empty(int ngo, bool save)
    {
        for (int i = _plan.Entries(ngo).Length - 1; i >= 0; i--)
        {
            int c = _plan.Entries(ngo)[i];
            if (Owns(_candidates.Donation[c]))
            {
                if (save)
                {
                    _saved.Add(new Delivery(c, _plan.Grams[c]));
                }

                _plan.Set(c, 0);
            }
        }
    }

    /// <summary>Gives an NGO its best choice among what is left when each donation costs <paramref name="share"/> of its
    /// price.</summary>
    private void Choose(int ngo, double share)
    {
        _knapsack.Clear(_plan.ClassRoom(ngo));
        foreach (int c in Top(ngo))
        {
            int d = _candidates.Donation[c];
            Offer(c, _plan.Rest[d], share > 0 ? share * Blurred(_supplyPrice[d]) : 0);
        }

        Solve(ngo);
        TakeChosen();
    }

    private void TakeChosen()
    {
        var grams = _knapsack.Grams;
        for (int i = 0; i < grams.Length; i++)
        {
            if (grams[i] > 0)
            {
                Take(_items[i], grams[i]);
            }
        }
    }

    /// <summary>A price with chance in it, so that the same NGOs do not choose the same again.</summary>
    private double Blurred(double price) => price * (1 - Blur + 2 * Blur * _random.Fraction());

    private ReadOnlySpan<int> Top(int ngo)
    {
        var list = _candidates.OfNgo(ngo);
        return list[..Math.Min(list.Length, MostItems)];
    }

    private void Offer(int candidate, double grams, double price)
    {
        int d = _candidates.Donation[candidate];
        double most = _plan.RoomFor(candidate, _candidates.Ngo[candidate]);
        double upper = Math.Min(Math.Min(grams, most), _candidates.Upper[candidate]), rate = _candidates.Rate[candidate] - price;
        if (upper >= _minLot[d] && rate * upper > _candidates.Cost[candidate] && Owns(d))
        {
            _items[_knapsack.Count] = candidate;
            _knapsack.Add(rate, _plan.Group(d));
            _knapsack.AddLevel(_minLot[d], upper, _candidates.Cost[candidate]);
        }
    }

    private void Solve(int ngo)
    {
        var guess = _guess.AsSpan(ngo * _plan.Prices, _plan.Prices);
        _knapsack.Solve(_plan.Room[ngo], _plan.Slots[ngo] - _plan.Entries(ngo).Length, guess, slack: 0);
        _knapsack.Prices.CopyTo(guess);
        Operations += _knapsack.Operations + 4 * Top(ngo).Length;
    }

    /// <summary>Begins a delivery with as much of its grams as there is and as the storage class has room for.</summary>
    private void Take(int candidate, double grams)
    {
        int d = _candidates.Donation[candidate];
        grams = Math.Min(Math.Min(grams, _plan.Rest[d]), _plan.RoomFor(candidate, _candidates.Ngo[candidate]));
        if (grams >= _minLot[d])
        {
            _plan.Set(candidate, grams);
        }
    }

    /// <summary>Ruins those that receive a donation until so many grams of it are left.</summary>
    private void Claim(int donation, double grams)
    {
        int end = _candidates.Start(donation + 1);
        for (int c = _candidates.Start(donation); c < end && _plan.Rest[donation] < grams && _ruins < MostRuined; c++)
        {
            int n = _candidates.Ngo[c];
            if (_plan.Grams[c] > 0 && _cells.OfNgo[n] == _cell && !_ruined.AsSpan(0, _ruins).Contains(n))
            {
                Ruin(n);
            }
        }
    }

    /// <summary>Grams of a donation that are left or go to NGOs of the cell.</summary>
    private double Obtainable(int donation)
    {
        double grams = _plan.Rest[donation];
        int first = _candidates.Start(donation), end = _candidates.Start(donation + 1);
        Operations += end - first;
        for (int c = first; c < end; c++)
        {
            grams += _cells.OfNgo[_candidates.Ngo[c]] == _cell ? _plan.Grams[c] : 0;
        }

        return grams;
    }

    private bool Owns(int donation) => _cells.OfDonation[donation] == _cell;

    private void RuinNeighbours(int ngo)
    {
        int size = 2 + _random.Below(_random.Below(MostNgos - 1) + 1); // Mostly two, now and then more.
        Ruin(ngo);
        for (int t = 0; t < NeighbourTries && _ruins < size; t++)
        {
            var list = Top(_ruined[_random.Below(_ruins)]);
            if (list.IsEmpty)
            {
                continue;
            }

            int d = _candidates.Donation[list[_random.Below(list.Length)]], first = _candidates.Start(d);
            int n = _candidates.Ngo[first + _random.Below(_candidates.Start(d + 1) - first)];
            if (_cells.OfNgo[n] == _cell && !_ruined.AsSpan(0, _ruins).Contains(n))
            {
                Ruin(n);
            }
        }
    }
}
