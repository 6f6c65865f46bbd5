namespace Thesis.OptEngine.Solving.Bounds;

/// <summary>
/// One NGO's best choice of deliveries at given prices: maximise Σ rate·x − cost·y with Σ x ≤ capacity, at most
/// <c>slots</c> deliveries and min ≤ x ≤ upper on each. Solved by branch and bound on the linear relaxation's
/// Lagrangian form, in which a price μ of capacity leaves a choice of the best <c>slots</c> items; the best μ lies
/// where two tangents meet. A node limit keeps the time bounded: beyond it the answer is the proven bound.
/// Not safe for use by several threads at once.
/// </summary>
internal sealed class FixedChargeKnapsack
{
    private const int MaxTangents = 60;
    private const double Tolerance = 1e-9;

    private readonly double[] _rate, _min, _upper, _cost, _score, _grams, _bestGrams;
    private readonly sbyte[] _fixed; // 1: in, −1: out, 0: free
    private readonly int[] _order, _item;
    private readonly bool[] _chosen, _left, _right;
    private readonly int _maxNodes;
    private int _count, _added, _slots, _forced, _nodes;
    private double _capacity, _best, _unresolved, _guess, _threshold;

    /// <param name="maxItems">Most items of a problem.</param>
    /// <param name="maxNodes">Nodes after which the search for the best choice gives up and reports a bound.</param>
    public FixedChargeKnapsack(int maxItems, int maxNodes)
    {
        _maxNodes = maxNodes;
        (_rate, _min, _upper, _cost) = (new double[maxItems], new double[maxItems], new double[maxItems], new double[maxItems]);
        (_score, _grams, _bestGrams) = (new double[maxItems], new double[maxItems], new double[maxItems]);
        (_fixed, _order, _item) = (new sbyte[maxItems], new int[maxItems], new int[maxItems]);
        (_chosen, _left, _right) = (new bool[maxItems], new bool[maxItems], new bool[maxItems]);
    }

    /// <summary>Grams that the best choice ships of each item, in the order they were added.</summary>
    public ReadOnlySpan<double> Grams => _bestGrams.AsSpan(0, _added);

    /// <summary>Items added since <see cref="Clear"/>.</summary>
    public int Count => _added;

    /// <summary>Price of a gram of capacity at the root of the last solve.</summary>
    public double CapacityPrice { get; private set; }

    /// <summary>Elementary operations of the last solve, for the work meter.</summary>
    public long Operations { get; private set; }

    public void Clear() => _added = 0;

    /// <summary>Adds an item; one that loses even when full need not be added.</summary>
    public void Add(double rate, double min, double upper, double cost)
    {
        int i = _added++;
        (_rate[i], _min[i], _upper[i], _cost[i], _fixed[i], _item[i]) = (rate, min, upper, cost, 0, i);
    }

    /// <summary>Upper bound on the best value; exact, and attained by <see cref="Grams"/>, unless the node limit was met.</summary>
    /// <param name="capacity">Grams.</param>
    /// <param name="slots">Deliveries.</param>
    /// <param name="guess">A guess at the price of capacity.</param>
    public double Solve(double capacity, int slots, double guess)
    {
        _count = _added;
        (_capacity, _slots, _guess, _forced, _nodes) = (capacity, Math.Min(slots, _count), guess, 0, 0);
        (_best, _unresolved) = (0, 0);
        _bestGrams.AsSpan(0, _added).Clear();
        CapacityPrice = 0;
        Operations = _count;
        if (_slots > 0)
        {
            Branch();
        }

        return Math.Max(_best, _unresolved);
    }

    private void Branch()
    {
        bool root = _nodes++ == 0;
        double bound = Relax(out double price);
        if (root)
        {
            CapacityPrice = price;
        }

        if (bound <= _best + Tolerance * Math.Max(1, Math.Abs(_best)))
        {
            return;
        }

        Offer(_left);
        Offer(_right);
        if (bound <= _best + Tolerance * Math.Max(1, Math.Abs(_best)))
        {
            return;
        }

        if (root)
        {
            Fix(bound, price);
        }

        int item = BranchingItem();
        if (item < 0)
        {
            return;
        }

        if (_nodes >= _maxNodes)
        {
            _unresolved = Math.Max(_unresolved, bound);
            return;
        }

        _guess = price;
        _fixed[item] = 1;
        _forced++;
        Branch();
        _forced--;
        _fixed[item] = -1;
        Branch();
        _fixed[item] = 0;
    }

    /// <summary>Drops items that no better choice contains and forces those that every better choice contains: at the
    /// prices of the root, deciding an item against its reduced value costs at least that value.</summary>
    private void Fix(double bound, double price)
    {
        Tangent(price, out _);
        double room = bound - _best;
        for (int i = _count - 1; i >= 0; i--)
        {
            double reduced = _score[i] - _threshold;
            if (reduced <= -room)
            {
                Drop(i);
            }
            else if (reduced >= room)
            {
                _fixed[i] = 1;
                _forced++;
            }
        }
    }

    private void Drop(int i)
    {
        int last = --_count;
        (_rate[i], _min[i], _upper[i], _cost[i]) = (_rate[last], _min[last], _upper[last], _cost[last]);
        (_fixed[i], _item[i], _left[i], _right[i]) = (_fixed[last], _item[last], _left[last], _right[last]);
        _score[i] = _score[last];
    }

    /// <summary>Minimises over μ ≥ 0; leaves the choices just left and just right of the minimum.</summary>
    private double Relax(out double price)
    {
        double slope = Tangent(0, out double value);
        _chosen.AsSpan(0, _count).CopyTo(_left);
        _chosen.AsSpan(0, _count).CopyTo(_right);
        price = 0;
        if (slope >= 0)
        {
            return value;
        }

        double leftMu = 0, leftValue = value, leftSlope = slope, top = _guess > 0 ? _guess : 0;
        double rightMu = -1, rightValue = 0, rightSlope = 0, high = HighestRate();
        for (int i = 0; i < MaxTangents; i++)
        {
            double mu = i == 0 && top > 0 && top < high ? top
                : rightMu < 0 ? high
                : leftMu + (rightValue - leftValue - rightSlope * (rightMu - leftMu)) / (leftSlope - rightSlope);
            if (rightMu >= 0 && (mu <= leftMu || mu >= rightMu))
            {
                break;
            }

            slope = Tangent(mu, out value);
            bool touches = rightMu >= 0 && value <= leftValue + leftSlope * (mu - leftMu) + Tolerance * Math.Abs(value);
            if (slope < 0)
            {
                (leftMu, leftValue, leftSlope) = (mu, value, slope);
                _chosen.AsSpan(0, _count).CopyTo(_left);
            }
            else
            {
                (rightMu, rightValue, rightSlope) = (mu, value, slope);
                _chosen.AsSpan(0, _count).CopyTo(_right);
            }

            if (touches)
            {
                break;
            }

            if (slope < 0 && rightMu < 0 && mu >= high)
            {
                break; // The minimum lots that branching forced in do not fit: the value falls for ever.
            }
        }

        bool leftIsLower = rightMu < 0 || leftValue < rightValue;
        price = leftIsLower ? leftMu : rightMu;
        return rightMu < 0 ? double.NegativeInfinity : leftIsLower ? leftValue : rightValue;
    }

    private double HighestRate()
    {
        double high = 0;
        for (int i = 0; i < _count; i++)
        {
            high = Math.Max(high, _rate[i]);
        }

        return high * 1.001;
    }

    /// <summary>Value and slope of the relaxation at a price, with its choice in <c>_chosen</c>.</summary>
    private double Tangent(double mu, out double value)
    {
        double slope = _capacity;
        Operations += _count;
        value = _capacity * mu;
        int free = 0;
        for (int i = 0; i < _count; i++)
        {
            _chosen[i] = false;
            if (_fixed[i] < 0)
            {
                continue;
            }

            double net = _rate[i] - mu;
            _grams[i] = net > 0 ? _upper[i] : _min[i];
            _score[i] = net * _grams[i] - _cost[i];
            if (_fixed[i] > 0)
            {
                _chosen[i] = true;
                value += _score[i];
                slope -= _grams[i];
            }
            else if (_score[i] > 0)
            {
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
            }
        }

        for (int j = 0; j < take; j++)
        {
            int i = _order[j];
            _chosen[i] = true;
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

    /// <summary>The widest free item that the two sides of the minimum disagree on, or −1.</summary>
    private int BranchingItem()
    {
        int item = -1;
        for (int i = 0; i < _count; i++)
        {
            if (_left[i] != _right[i] && _fixed[i] == 0 && (item < 0 || _upper[i] > _upper[item]))
            {
                item = i;
            }
        }

        return item;
    }

    /// <summary>Ships the best grams over a choice of items; keeps the result if it is the best.</summary>
    private void Offer(bool[] choice)
    {
        double left = _capacity, value = 0;
        int free = 0;
        for (int i = 0; i < _count; i++)
        {
            _grams[i] = 0;
            if (choice[i])
            {
                _grams[i] = _min[i];
                left -= _min[i];
                value += _rate[i] * _min[i] - _cost[i];
                _order[free++] = i;
            }
        }

        if (left < 0)
        {
            return;
        }

        for (int j = 0; j < free && left > 0; j++)
        {
            int best = j;
            for (int h = j + 1; h < free; h++)
            {
                best = _rate[_order[h]] > _rate[_order[best]] ? h : best;
            }

            (_order[j], _order[best]) = (_order[best], _order[j]);
            int i = _order[j];
            double more = Math.Min(left, _upper[i] - _min[i]);
            if (_rate[i] <= 0)
            {
                break;
            }

            _grams[i] += more;
            left -= more;
            value += _rate[i] * more;
        }

        if (value > _best)
        {
            _best = value;
            _bestGrams.AsSpan(0, _added).Clear();
            for (int i = 0; i < _count; i++)
            {
                _bestGrams[_item[i]] = _grams[i];
            }
        }
    }
}
