namespace Thesis.OptEngine.Solving.Bounds;

/// <summary>
/// One NGO's best choice of deliveries when what a delivery pays depends on its size in steps: maximise
/// Σ rate·x − cost(level of x) with Σ x ≤ capacity and at most <c>slots</c> deliveries. An item's levels are adjoining
/// ranges of grams, least first, whose costs do not fall; level 0 is no delivery. Solved by branch and bound on the
/// linear relaxation's Lagrangian form: at a price μ of capacity each item takes its best level and the best
/// <c>slots</c> items are chosen; the best μ lies where two tangents meet. Branching splits an item's range of levels
/// between the two choices that meet. A node limit keeps the time bounded: beyond it the answer is the proven bound.
/// Not safe for use by several threads at once.
/// </summary>
internal sealed class LevelKnapsack
{
    private const int MaxTangents = 60, NodesBetweenQuestions = 256;
    private const double Tolerance = 1e-10;
    private static readonly double[] Widening = [1.04, 1.15, 1.5, 3, double.PositiveInfinity];

    private readonly double[] _rate, _score, _grams, _bestGrams;
    private readonly int[] _first, _count, _item, _order;
    private readonly double[] _low, _high, _cost; // by first + level − 1
    private readonly byte[] _least, _most, _level, _left, _right, _hint;
    private readonly int _maxNodes;
    private int _items, _added, _levels, _slots, _forced, _nodes;
    private double _capacity, _best, _unresolved, _guess, _threshold, _slack, _enough;

    /// <param name="maxItems">Most items of a problem.</param>
    /// <param name="maxLevels">Most levels of all items together.</param>
    /// <param name="maxNodes">Nodes after which the search gives up and reports a bound.</param>
    public LevelKnapsack(int maxItems, int maxLevels, int maxNodes)
    {
        _maxNodes = maxNodes;
        (_rate, _score, _grams, _bestGrams) = (new double[maxItems], new double[maxItems], new double[maxItems], new double[maxItems]);
        (_first, _count, _item, _order) = (new int[maxItems], new int[maxItems], new int[maxItems], new int[maxItems]);
        (_low, _high, _cost) = (new double[maxLevels], new double[maxLevels], new double[maxLevels]);
        (_least, _most, _level) = (new byte[maxItems], new byte[maxItems], new byte[maxItems]);
        (_left, _right, _hint) = (new byte[maxItems], new byte[maxItems], new byte[maxItems]);
    }

    /// <summary>Grams that the best choice ships of each item, in the order they were added.</summary>
    public ReadOnlySpan<double> Grams => _bestGrams.AsSpan(0, _added);

    /// <summary>Asked now and then; true ends the search, whose answer is then what is proven so far.</summary>
    public Func<bool> Interrupted { get; set; } = static () => false;

    /// <summary>Items added since <see cref="Clear"/>.</summary>
    public int Count => _added;

    /// <summary>Price of a gram of capacity at the root of the last solve.</summary>
    public double CapacityPrice { get; private set; }

    /// <summary>Elementary operations of the last solve, for the work meter.</summary>
    public long Operations { get; private set; }

    public void Clear() => (_added, _levels) = (0, 0);

    /// <summary>Starts an item; its levels follow, least first.</summary>
    public void Add(double rate)
    {
        int i = _added++;
        (_rate[i], _first[i], _count[i], _hint[i]) = (rate, _levels, 0, 0);
        _least[i] = 0;
    }

    /// <summary>Adds a level to the item added last: a delivery of low to high grams costs so much.</summary>
    public void AddLevel(double low, double high, double cost)
    {
        (_low[_levels], _high[_levels], _cost[_levels]) = (low, high, cost);
        _levels++;
        _count[_added - 1]++;
    }

    /// <summary>Requires a delivery of the item added last.</summary>
    public void Require() => _least[_added - 1] = 1;

    /// <summary>Says that the item added last may well be shipped in this quantity.</summary>
    public void Hint(double grams)
    {
        int i = _added - 1, level = 1;
        while (level < _count[i] && grams > _high[_first[i] + level - 1])
        {
            level++;
        }

        _hint[i] = (byte)level;
    }

    /// <summary>Upper bound on the best value, at most <paramref name="slack"/> above the value of <see cref="Grams"/>
    /// unless the node limit was met.</summary>
    public double Solve(double capacity, int slots, double guess, double slack)
    {
        Start(capacity, slots, guess, slack);
        _best = _forced == 0 ? 0 : double.NegativeInfinity;
        _enough = double.PositiveInfinity;
        Search();
        return Math.Max(_best, _unresolved);
    }

    /// <summary>Whether some choice may be worth more than <paramref name="value"/>: false only if none is.
    /// <see cref="Grams"/> then means nothing.</summary>
    public bool Exceeds(double value, double capacity, int slots, double guess)
    {
        Start(capacity, slots, guess, slack: 0);
        (_best, _enough) = (value, value);
        Search();
        return _best > value || _unresolved > value || (_forced == 0 && value < 0);
    }

    private void Start(double capacity, int slots, double guess, double slack)
    {
        _items = _added;
        (_capacity, _slots, _guess, _forced, _nodes) = (capacity, Math.Min(slots, _items), guess, 0, 0);
        _unresolved = double.NegativeInfinity;
        _bestGrams.AsSpan(0, _added).Clear();
        for (int i = 0; i < _items; i++)
        {
            (_most[i], _item[i]) = ((byte)_count[i], i);
            _forced += _least[i];
        }

        _slack = Math.Max(0, slack);
        CapacityPrice = 0;
        Operations = _items;
    }

    private void Search()
    {
        if (_slots > 0)
        {
            Offer(_hint);
            Branch();
        }
    }

    private void Branch()
    {
        if (_best > _enough)
        {
            return;
        }

        bool root = _nodes++ == 0;
        double bound = Relax(out double price);
        if (root)
        {
            CapacityPrice = price;
        }

        if (bound <= _best + _slack)
        {
            _unresolved = Math.Max(_unresolved, bound);
            return;
        }

        Offer(_left);
        Offer(_right);
        if (bound <= _best + _slack)
        {
            _unresolved = Math.Max(_unresolved, bound);
            return;
        }

        if (root)
        {
            Fix(bound, price);
        }

        int item = BranchingItem();
        if (_nodes % NodesBetweenQuestions == 0 && Interrupted())
        {
            _nodes = _maxNodes;
        }

        if (item < 0 || _nodes >= _maxNodes)
        {
            _unresolved = Math.Max(_unresolved, bound);
            return;
        }

        _guess = price;
        byte least = _least[item], most = _most[item];
        byte split = Math.Max(_left[item], _right[item]);
        _least[item] = split;
        _forced += least == 0 ? 1 : 0;
        Branch();
        _forced -= least == 0 ? 1 : 0;
        (_least[item], _most[item]) = (least, (byte)(split - 1));
        Branch();
        _most[item] = most;
    }

    /// <summary>Drops items that no better choice contains and forces those that every better choice contains: at the
    /// prices of the root, deciding an item against its reduced value costs at least that value.</summary>
    private void Fix(double bound, double price)
    {
        Tangent(price, out _);
        double room = bound - _best;
        for (int i = _items - 1; i >= 0; i--)
        {
            double reduced = _score[i] - _threshold;
            if (_least[i] > 0)
            {
                continue;
            }

            if (reduced <= -room)
            {
                Drop(i);
            }
            else if (reduced >= room)
            {
                _least[i] = 1;
                _forced++;
            }
        }
    }

    private void Drop(int i)
    {
        int last = --_items;
        (_rate[i], _first[i], _count[i], _item[i]) = (_rate[last], _first[last], _count[last], _item[last]);
        (_least[i], _most[i], _left[i], _right[i]) = (_least[last], _most[last], _left[last], _right[last]);
        _score[i] = _score[last];
    }

    /// <summary>Minimises over μ ≥ 0; leaves the choices just left and just right of the minimum.</summary>
    private double Relax(out double price)
    {
        price = 0;
        if (_forced > _slots)
        {
            return double.NegativeInfinity;
        }

        double leftMu = -1, leftValue = 0, leftSlope = 0, rightMu = -1, rightValue = 0, rightSlope = 0;
        double high = HighestRate(), mu = Math.Clamp(_guess, 0, high);
        for (int i = 0, widen = 0; i < MaxTangents; i++)
        {
            double slope = Tangent(mu, out double value);
            bool touches = leftMu >= 0 && rightMu >= 0
                && value <= leftValue + leftSlope * (mu - leftMu) + Tolerance * Math.Abs(value);
            if (slope < 0)
            {
                (leftMu, leftValue, leftSlope) = (mu, value, slope);
                _level.AsSpan(0, _items).CopyTo(_left);
            }
            else
            {
                (rightMu, rightValue, rightSlope) = (mu, value, slope);
                _level.AsSpan(0, _items).CopyTo(_right);
            }

            if (rightMu == 0)
            {
                _right.AsSpan(0, _items).CopyTo(_left);
                return rightValue;
            }

            if (value <= _best + _slack)
            {
                price = mu;
                return value;
            }

            if (touches || (rightMu < 0 && leftMu >= high))
            {
                break; // Beyond the highest rate and still over capacity: what branching forced in does not fit.
            }

            double next = rightMu < 0 ? Math.Min(high, Math.Max(mu, 0.01 * high) * Widening[widen++])
                : leftMu < 0 ? (widen < Widening.Length - 1 ? mu / Widening[widen++] : 0)
                : leftMu + (rightValue - leftValue - rightSlope * (rightMu - leftMu)) / (leftSlope - rightSlope);
            if (leftMu >= 0 && rightMu >= 0 && (next <= leftMu || next >= rightMu))
            {
                break;
            }

            mu = next;
        }

        bool leftIsLower = rightMu < 0 || (leftMu >= 0 && leftValue < rightValue);
        price = leftIsLower ? leftMu : rightMu;
        return rightMu < 0 ? double.NegativeInfinity : leftIsLower ? leftValue : rightValue;
    }

    private double HighestRate()
    {
        double high = 0;
        for (int i = 0; i < _items; i++)
        {
            high = Math.Max(high, _rate[i]);
        }

        return high * 1.001;
    }

    /// <summary>Value and slope of the relaxation at a price, with its choice in <c>_level</c>.</summary>
    private double Tangent(double mu, out double value)
    {
        double slope = _capacity;
        Operations += _items;
        value = _capacity * mu;
        int free = 0;
        for (int i = 0; i < _items; i++)
        {
            int most = _most[i];
            _level[i] = 0;
            if (most == 0)
            {
                _score[i] = double.NegativeInfinity;
                continue;
            }

            int least = Math.Max((int)_least[i], 1), at = _first[i] + least - 1, level = least;
            double net = _rate[i] - mu;
            double grams = net > 0 ? _high[at] : _low[at];
            double score = net * grams - _cost[at];
            for (int l = least + 1; l <= most && net > 0; l++)
            {
                at++;
                double s = net * _high[at] - _cost[at];
                if (s > score)
                {
                    (score, grams, level) = (s, _high[at], l);
                }
            }

            (_score[i], _grams[i]) = (score, grams);
            if (_least[i] > 0)
            {
                _level[i] = (byte)level;
                value += score;
                slope -= grams;
            }
            else if (score > 0)
            {
                _level[i] = (byte)level;
                _order[free++] = i;
            }
        }

        int take = Math.Min(free, _slots - _forced);
        _threshold = 0;
        if (take < free)
        {
            SelectTop(take, free);
            for (int j = take; j < free; j++)
            {
                _threshold = Math.Max(_threshold, _score[_order[j]]);
                _level[_order[j]] = 0;
            }
        }

        for (int j = 0; j < take; j++)
        {
            int i = _order[j];
            value += _score[i];
            slope -= _grams[i];
        }

        return slope;
    }

    /// <summary>Puts the items of the highest scores first (Hoare's selection).</summary>
    private void SelectTop(int take, int free)
    {
        int low = 0, high = free - 1;
        while (low < high)
        {
            double pivot = _score[_order[(low + high) >> 1]];
            int i = low, j = high;
            while (i <= j)
            {
                while (_score[_order[i]] > pivot)
                {
                    i++;
                }

                while (_score[_order[j]] < pivot)
                {
                    j--;
                }

                if (i <= j)
                {
                    (_order[i], _order[j]) = (_order[j], _order[i]);
                    i++;
                    j--;
                }
            }

            if (take <= j + 1)
            {
                high = j;
            }
            else if (take > i)
            {
                low = i;
            }
            else
            {
                return;
            }
        }
    }

    /// <summary>The widest item that the two sides of the minimum disagree on, or −1.</summary>
    private int BranchingItem()
    {
        int item = -1;
        double widest = -1;
        for (int i = 0; i < _items; i++)
        {
            if (_left[i] != _right[i] && Math.Max(_left[i], _right[i]) > _least[i])
            {
                double width = _high[_first[i] + Math.Max(_left[i], _right[i]) - 1];
                if (width > widest)
                {
                    (item, widest) = (i, width);
                }
            }
        }

        return item;
    }

    /// <summary>Ships the best grams over a choice of levels; keeps the result if it is the best.</summary>
    private void Offer(byte[] choice)
    {
        double left = _capacity, value = 0;
        int chosen = 0;
        for (int i = 0; i < _items; i++)
        {
            _grams[i] = 0;
            if (choice[i] < _least[i])
            {
                return;
            }

            if (choice[i] > 0)
            {
                int at = _first[i] + choice[i] - 1;
                _grams[i] = _low[at];
                left -= _low[at];
                value += _rate[i] * _low[at] - _cost[at];
                _order[chosen++] = i;
            }
        }

        if (left < 0 || chosen > _slots)
        {
            return;
        }

        for (int j = 0; j < chosen && left > 0; j++)
        {
            int best = j;
            for (int h = j + 1; h < chosen; h++)
            {
                best = _rate[_order[h]] > _rate[_order[best]] ? h : best;
            }

            (_order[j], _order[best]) = (_order[best], _order[j]);
            int i = _order[j], at = _first[i] + choice[i] - 1;
            if (_rate[i] <= 0)
            {
                break;
            }

            double more = Math.Min(left, _high[at] - _low[at]);
            _grams[i] += more;
            left -= more;
            value += _rate[i] * more;
        }

        if (value > _best)
        {
            _best = value;
            _bestGrams.AsSpan(0, _added).Clear();
            for (int i = 0; i < _items; i++)
            {
                _bestGrams[_item[i]] = _grams[i];
            }
        }
    }
}
