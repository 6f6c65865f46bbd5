namespace Thesis.OptEngine.Solving.Search;

/// <summary>
/// Ejection chains: a donation is brought to another NGO, whole or in part; what had to leave for it looks for a new
/// place; the hole it left is filled with the best of what is unplaced; and every NGO touched receives the best grams for
/// its deliveries. Chains are accepted as in simulated annealing. A search works in one cell at a time: NGOs and
/// donations of other cells stay as they are, so that cells can be searched side by side.
/// </summary>
internal sealed partial class ChainSearch
{
    private const int MostTouched = 16, MostFills = 3, FillWindow = 24;
    private readonly Candidates _candidates;
    private readonly Plan _plan;
    private readonly Cells _cells;
    private readonly int[] _ngo, _donation;
    private readonly double[] _rate, _cost, _upper, _grams, _rest, _room, _minLot, _most;
    private readonly int[] _touched = new int[MostTouched];
    private readonly double[] _before = new double[MostTouched];
    private readonly List<Delivery> _log = [];
    private readonly int[] _classes;
    private RandomSource _random;
    private int _touches, _cell;

    public ChainSearch(Candidates candidates, Plan plan, Cells cells)
    {
        (_candidates, _plan, _cells) = (candidates, plan, cells);
        (_ngo, _donation) = (candidates.Ngo, candidates.Donation);
        (_rate, _cost, _upper) = (candidates.Rate, candidates.Cost, candidates.Upper);
        (_grams, _rest, _room) = (plan.Grams, plan.Rest, plan.Room);
        _minLot = Array.ConvertAll(candidates.Problem.MinLot.ToArray(), grams => (double)grams);
        _classes = candidates.Problem.DonationClass.ToArray();
        _most = new double[plan.Slots.DefaultIfEmpty().Max()];
    }

    /// <summary>Elementary operations since the start, for the work meter.</summary>
    public long Operations { get; private set; }

    /// <summary>Searches in a cell until so many operations are spent.</summary>
    public void Run(int cell, ulong seed, double temperature, long operations)
    {
        _cell = cell;
        _random = new RandomSource(seed);
        var ngos = _cells.Ngos(cell);
        long end = Operations + operations;
        while (Operations < end)
        {
            Step(ngos[_random.Below(ngos.Length)], temperature);
        }

        foreach (int n in ngos)
        {
            _plan.Recount(n);
        }
    }

    private void Step(int ngo, double temperature)
    {
        Operations += 8;
        var list = _candidates.OfNgo(ngo);
        if (list.IsEmpty)
        {
            return;
        }

        double part = _random.Fraction();
        int candidate = list[(int)(list.Length * part * part)];
        if (!Owns(_donation[candidate]))
        {
            return;
        }

        (_touches, double threshold) = (0, temperature * _random.LogFraction());
        _log.Clear();
        bool done = _grams[candidate] > 0 ? Withdraw(candidate) : Bring(candidate);
        if (!done || Gain() < threshold)
        {
            Undo();
        }
    }

    /// <summary>Ends a delivery and looks for better uses of both its ends.</summary>
    private bool Withdraw(int candidate)
    {
        int n = _ngo[candidate], d = _donation[candidate];
        Set(candidate, 0);
        if (!Refill(n))
        {
            return false;
        }

        Fill(n, candidate);
        return Place(d, n);
    }

    /// <summary>Begins a delivery with what is left of its donation or with what another NGO receives of it.</summary>
    private bool Bring(int candidate)
    {
        int n = _ngo[candidate], d = _donation[candidate], source = -1;
        double minLot = _minLot[d];
        if (_rest[d] < minLot || _random.Below(4) != 0)
        {
            source = Source(d);
            if (source < 0 && _rest[d] < minLot)
            {
                return false;
            }
        }

        if (source >= 0 && source != candidate && _grams[source] + _rest[d] >= 2 * minLot && _random.Below(4) == 0)
        {
            return Spare(source, candidate);
        }

        if (source >= 0)
        {
            bool part = _grams[source] >= 2 * minLot && _random.Below(4) == 0;
            Set(source, part ? minLot : 0);
        }

        int victim = -1;
        if (!MakeRoom(candidate, n, minLot, ref victim))
        {
            return false;
        }

        Set(candidate, minLot);
        if (!Refill(n))
        {
            return false;
        }

        if (source >= 0)
        {
            int from = _ngo[source];
            if (!Refill(from))
            {
                return false;
            }

            if (victim >= 0 && !Place(_donation[victim], n))
            {
                return false;
            }

            Fill(from, source);
        }
        else if (victim >= 0 && !Place(_donation[victim], n))
        {
            return false;
        }

        Fill(n, victim);
        return _rest[d] < 1 || Place(d, -1);
    }

    /// <summary>Begins a delivery of the smallest lot, for which another NGO gives up what is not left of the donation: a
    /// whole lot is worth its trip where what would be left over is too little for one.</summary>
    private bool Spare(int source, int candidate)
    {
        int n = _ngo[candidate], d = _donation[candidate];
        if (!_plan.HasSlot(n) || _plan.RoomFor(candidate, n) < _minLot[d])
        {
            return false;
        }

        Set(source, _grams[source] - Math.Max(0, _minLot[d] - _rest[d]));
        Set(candidate, _minLot[d]);
        Fill(_ngo[source], source);
        return true;
    }

    /// <summary>Sees to a slot and room for the smallest lot of a new delivery, at the cost of one delivery if need be.</summary>
    private bool MakeRoom(int candidate, int ngo, double minLot, ref int victim)
    {
        var entries = _plan.Entries(ngo);
        if (_plan.HasSlot(ngo) && (_plan.RoomFor(candidate, ngo) >= minLot || _random.Below(2) == 0))
        {
            return true; // The refill squeezes the other deliveries, or finds that it cannot.
        }

        if (entries.IsEmpty)
        {
            return false;
        }

        int chosen = entries[_random.Below(entries.Length)];
        if (!Owns(_donation[chosen]) || _donation[chosen] == _donation[candidate])
        {
            return false;
        }

        victim = chosen;
        Set(victim, 0);
        return true;
    }

    /// <summary>One of the deliveries of a donation within the cell, or −1.</summary>
    private int Source(int donation)
    {
        int end = _candidates.Start(donation + 1), found = -1, seen = 0;
        for (int c = _candidates.Start(donation); c < end; c++)
        {
            if (_grams[c] > 0 && _cells.OfNgo[_ngo[c]] == _cell && (seen++ == 0 || _random.Below(seen) == 0))
            {
                found = c;
            }
        }

        Operations += 4;
        return found;
    }

    /// <summary>Puts what is left of a donation where it earns most without anything having to leave.</summary>
    private bool Place(int donation, int except)
    {
        int first = _candidates.Start(donation), end = _candidates.Start(donation + 1);
        double minLot = _minLot[donation];
        for (int i = 0; i < 2 && _rest[donation] >= 1; i++)
        {
            Operations += end - first;
            double rest = _rest[donation], best = 0, bestGrams = 0;
            int chosen = -1;
            for (int c = first; c < end; c++)
            {
                int n = _ngo[c];
                if (_room[n] < 1 || n == except || _cells.OfNgo[n] != _cell)
                {
                    continue;
                }

                double has = _grams[c], more = Math.Min(Math.Min(rest, _plan.RoomFor(c, n)), _upper[c] - has);
                double gain = _rate[c] * more;
                if (has == 0)
                {
                    gain = more >= minLot && _plan.HasSlot(n) ? gain - _cost[c] : 0;
                }

                if (gain > best)
                {
                    (best, chosen, bestGrams) = (gain, c, has + more);
                }
            }

            if (chosen < 0)
            {
                return true;
            }

            if (!Touch(_ngo[chosen]))
            {
                return false;
            }

            Set(chosen, bestGrams);
        }

        return true;
    }

    private bool Owns(int donation) => _cells.OfDonation[donation] == _cell;

    /// <summary>Remembers the value of an NGO before its first change. False when a chain has grown too long.</summary>
    private bool Touch(int ngo)
    {
        if (_touched.AsSpan(0, _touches).Contains(ngo))
        {
            return true;
        }

        if (_touches == MostTouched)
        {
            return false;
        }

        (_touched[_touches], _before[_touches]) = (ngo, _plan.Value[ngo]);
        _touches++;
        return true;
    }

    private void Set(int candidate, double grams)
    {
        Touch(_ngo[candidate]);
        _log.Add(new Delivery(candidate, _grams[candidate]));
        _plan.Set(candidate, grams);
        Operations += 6;
    }

    private double Gain()
    {
        double gain = 0;
        for (int i = 0; i < _touches; i++)
        {
            gain += _plan.Value[_touched[i]] - _before[i];
        }

        return gain;
    }

    private void Undo()
    {
        for (int i = _log.Count - 1; i >= 0; i--)
        {
            _plan.Set(_log[i].Arc, _log[i].Grams);
        }

        Operations += 4 * _log.Count;
        for (int i = 0; i < _touches; i++)
        {
            _plan.Value[_touched[i]] = _before[i];
        }
    }
}
