using System.Runtime.InteropServices;

namespace Thesis.OptEngine.Solving.Bounds;

/// <summary>
/// One NGO's best choice of deliveries when what a delivery pays depends on its size in steps: maximise
/// Σ rate·x − cost(level of x) with Σ x ≤ capacity and at most <c>slots</c> deliveries. An item's levels are adjoining
/// ranges of grams, least first, whose costs do not fall; level 0 is no delivery. An item of one level is a delivery
/// with a smallest lot, a most and a fixed charge. Solved by branch and bound on the linear relaxation's Lagrangian
/// form: at a price μ of capacity each item takes its best level and the best <c>slots</c> items are chosen; the best μ
/// lies where two tangents meet. Branching splits an item's range of levels between the two choices that meet. A node
/// limit keeps the time bounded: beyond it the answer is the proven bound. Items may belong to groups that take no more than
/// a limit of their own each: such a group then has a price of its own. Not safe for use by several threads at once.
/// </summary>
internal sealed partial class DeliveryKnapsack
{
    private const int MaxTangents = 60, NodesBetweenQuestions = 256, MaxSweeps = 8;
    private const double Tolerance = 1e-10, LeastGain = 0.05;
    private static readonly double[] Widening = [1.04, 1.15, 1.5, 3, double.PositiveInfinity];

    private readonly KnapsackItems _items;
    private readonly TopScores _top;
    private readonly KnapsackChoice _hint, _here, _left, _right;
    private readonly double[] _grams, _bestGrams;
    private readonly int[] _required, _order;
    private readonly byte[] _compared;
    private readonly bool[] _marked;
    private readonly List<int> _alike = []; // whose levels the open nodes limit together
    private readonly int _maxNodes;

    // By group; place 0 is for what has no limit of its own.
    private readonly double[] _limits, _prices, _rootPrices, _load, _leftLoad, _rightLoad, _mixed, _rest;
    private readonly bool[] _own; // Groups whose price is above that of capacity.
    private int _added, _requiredCount, _slots, _nodes, _groups, _item, _split;
    private double _capacity, _best, _unresolved, _slack, _enough, _firstValue, _firstBar, _widest;
    private bool _isFirst;

    /// <param name="maxItems">Most items of a problem.</param>
    /// <param name="maxLevels">Most levels of all items together.</param>
    /// <param name="maxNodes">Nodes after which the search gives up and reports a bound.</param>
    /// <param name="maxGroups">Most groups of items with a limit of their own.</param>
    /// <param name="joins">Whether groups are solved alone and joined before the tree is begun, which a search of few nodes does without.</param>
    public DeliveryKnapsack(int maxItems, int maxLevels, int maxNodes, int maxGroups = 0, bool joins = true)
    {
        if (joins && maxGroups > 0)
        {
            (_alone, _aloneItems) = (new DeliveryKnapsack(maxItems, maxLevels, maxNodes), new int[maxItems]);
        }

        int prices = 1 + maxGroups;
        (_limits, _prices, _rootPrices, _load) = (new double[prices], new double[prices], new double[prices], new double[prices]);
        (_leftLoad, _rightLoad, _mixed, _rest) = (new double[prices], new double[prices], new double[prices], new double[prices]);
        _own = new bool[prices];
        (_maxNodes, _items, _top) = (maxNodes, new KnapsackItems(maxItems, maxLevels), new TopScores(maxItems));
        (_hint, _here) = (new KnapsackChoice(maxItems), new KnapsackChoice(maxItems));
        (_left, _right) = (new KnapsackChoice(maxItems), new KnapsackChoice(maxItems));
        (_grams, _bestGrams, _required, _order) = (new double[maxItems], new double[maxItems], new int[maxItems], new int[maxItems]);
        (_compared, _marked) = (new byte[maxItems], new bool[maxItems]);
    }

    /// <summary>Grams that the best choice ships of each item, in the order they were added.</summary>
    public ReadOnlySpan<double> Grams => _bestGrams.AsSpan(0, _added);

    /// <summary>Asked now and then; true ends the search, whose answer is then what is proven so far.</summary>
    public Func<bool> Interrupted { get; set; } = static () => false;

    /// <summary>Items added since <see cref="Clear"/>.</summary>
    public int Count => _added;

    /// <summary>Price of a gram of capacity at the root of the last solve, then what a gram of each group pays there.</summary>
    public ReadOnlySpan<double> Prices => _rootPrices.AsSpan(0, 1 + _groups);

    /// <summary>What an item had to score at the price guessed to be among the chosen there, at the last solve.</summary>
    public double Bar { get; private set; }

    /// <summary>By how much the relaxation at the price guessed exceeded the bound returned. An item left out that scores at
    /// that price at most <see cref="Bar"/> less this would not have changed the bound: with it the relaxation is no more.</summary>
    public double Room { get; private set; }

    /// <summary>Elementary operations of the last solve, for the work meter.</summary>
    public long Operations { get; private set; }

    /// <summary>Begins another problem.</summary>
    /// <param name="limits">Most grams of each group, if there are any; their numbers begin with 1.</param>
    public void Clear(ReadOnlySpan<double> limits = default)
    {
        limits.CopyTo(_limits.AsSpan(1));
        (_added, _requiredCount, _groups) = (0, 0, limits.Length);
        _items.Clear();
        _hint.Clear();
    }

    /// <summary>Starts an item; its levels follow, least first.</summary>
    public void Add(double rate, int group = 0)
    {
        _items.Add(rate, group);
        _added++;
    }

    /// <summary>Adds a level to the item added last: a delivery of low to high grams costs so much.</summary>
    public void AddLevel(double low, double high, double cost) => _items.AddLevel(low, high, cost);

    /// <summary>Requires a delivery of the item added last.</summary>
    public void Require()
    {
        _items.Require();
        _required[_requiredCount++] = _added - 1;
    }

    /// <summary>Says that the item added last may well be shipped in this quantity.</summary>
    public void Hint(double grams) => _hint.Add(_added - 1, _items.LevelOf(_added - 1, grams));

    /// <summary>Upper bound on the best value, at most <paramref name="slack"/> above the value of <see cref="Grams"/>
    /// unless the node limit was met.</summary>
    /// <param name="capacity">Grams.</param>
    /// <param name="slots">Deliveries.</param>
    /// <param name="guess">A guess at the <see cref="Prices"/>.</param>
    /// <param name="slack">By how much the choice may be worth less than the best.</param>
    public double Solve(double capacity, int slots, ReadOnlySpan<double> guess, double slack)
    {
        Start(capacity, slots, guess, slack);
        _best = _requiredCount == 0 ? 0 : double.NegativeInfinity;
        _enough = double.PositiveInfinity;
        Search();
        double value = Math.Max(_best, _unresolved);
        Bar = _firstBar;
        Room = _firstValue - value;
        return value;
    }

    /// <summary>Whether some choice may be worth more than <paramref name="value"/>: false only if none is.
    /// <see cref="Grams"/> then means nothing.</summary>
    public bool Exceeds(double value, double capacity, int slots, ReadOnlySpan<double> guess)
    {
        Start(capacity, slots, guess, slack: 0);
        (_best, _enough) = (value, value);
        bool nothing = _requiredCount == 0 && value < 0;
        Search();
        return _best > value || _unresolved > value || nothing;
    }

    private void Start(double capacity, int slots, ReadOnlySpan<double> guess, double slack)
    {
        _items.Start();
        (_capacity, _slots, _nodes, _slack) = (capacity, slots, 0, Math.Max(0, slack));
        (_unresolved, _firstValue, _firstBar, _isFirst) = (double.NegativeInfinity, 0, double.PositiveInfinity, true);
        _prices[0] = Math.Max(0, guess[0]);
        for (int g = 1; g <= _groups; g++)
        {
            _prices[g] = Math.Max(_prices[0], guess[g]);
            _own[g] = _prices[g] > _prices[0];
        }

        _bestGrams.AsSpan(0, _added).Clear();
        _rootPrices.AsSpan().Clear();
        Operations = 0;
    }

    private void Search()
    {
        if (_slots > 0)
        {
            Offer(_hint);
            Branch(double.PositiveInfinity);
        }

        Operations += _items.Operations;
    }

    /// <summary>Solves a part of the problem.</summary>
    /// <param name="ceiling">What no choice of the whole that it is a part of is worth more than. Prices that the last part was
    /// settled at may be poor ones here, so its own bound may lie above that.</param>
    private void Branch(double ceiling)
    {
        if (_best > _enough)
        {
            return;
        }

        bool root = _nodes++ == 0;
        bool open = Bound(root, ceiling, out double bound);
        if (root)
        {
            _prices.CopyTo(_rootPrices, 0);
        }

        if (!open)
        {
            return;
        }

        if (root)
        {
            double joined = _groups > 0 && _alone is not null ? Join(_alone, bound) : bound;
            if (Settled(joined, Rounding * Math.Abs(joined)))
            {
                return;
            }

            Fix(bound);
            bound = joined;
        }

        if (_nodes % NodesBetweenQuestions == 0 && Interrupted())
        {
            _nodes = _maxNodes;
        }

        if (_item < 0 && !root)
        {
            // Far from the minimum the two sides may agree.
            if (!Bound(true, bound, out bound))
            {
                return;
            }
        }

        bool decided = _item < 0 && !FindUndecided();
        if (decided && _groups > 0)
        {
            OfferRequired();
        }
        else if (decided || _nodes >= _maxNodes)
        {
            _unresolved = Math.Max(_unresolved, bound);
        }
        else
        {
            Divide(_item, _split, bound);
        }
    }

    /// <summary>Offers the one choice that is left where every item is decided: the best grams for it are those of the node.</summary>
    private void OfferRequired()
    {
        _here.Clear();
        foreach (int i in _required.AsSpan(0, _requiredCount))
        {
            _here.Add(i, (byte)_items.Least(i));
        }

        Offer(_here);
    }

    /// <summary>Bounds the node, offers the choices that it finds and looks for an item to branch on; false if the node is
    /// settled.</summary>
    private bool Bound(bool thorough, double ceiling, out double bound)
    {
        (_item, _widest) = (-1, -1);
        bound = Math.Min(ceiling, Relax(thorough));
        return !Settled(bound);
    }

    /// <summary>Looks at the item's levels from the split on, then at those below it. There its likes are below it, too: a
    /// choice in which one of them is not becomes one of the first part when the two are exchanged.</summary>
    private void Divide(int item, int split, double bound)
    {
        int least = _items.Least(item), most = _items.Most(item);
        if (least == 0)
        {
            _required[_requiredCount++] = item;
        }

        _items.Allow(item, split, most);
        Branch(bound);
        if (least == 0)
        {
            _requiredCount--;
        }

        _items.Allow(item, least, most);
        int from = _alike.Count;
        _items.FindAlike(item, _alike);
        AllowAlike(from, least, split - 1);
        Branch(bound);
        AllowAlike(from, least, most);
        _alike.RemoveRange(from, _alike.Count - from);
    }

    private void AllowAlike(int from, int least, int most)
    {
        foreach (int i in CollectionsMarshal.AsSpan(_alike)[from..])
        {
            _items.Allow(i, least, most);
        }
    }

    private bool Settled(double bound, double rounding = 0)
    {
        bool settled = bound <= _best + _slack + rounding;
        _unresolved = settled ? Math.Max(_unresolved, bound) : _unresolved;
        return settled;
    }

    /// <summary>Drops items that no better choice contains and requires those that every better choice contains: at the
    /// prices of the root, deciding an item against its reduced value costs at least that value.</summary>
    private void Fix(double bound)
    {
        Tangent();
        double room = bound - _best, next = 0;
        var marked = _marked.AsSpan(0, _items.Count);
        marked.Clear();
        foreach (int i in _top.Items)
        {
            marked[i] = true;
        }

        for (int i = 0; i < marked.Length; i++)
        {
            next = marked[i] ? next : Math.Max(next, _items.Score(i));
        }

        foreach (int i in _top.Items)
        {
            if (_items.Score(i) - next >= room)
            {
                _items.Allow(i, 1, _items.Most(i));
                _required[_requiredCount++] = i;
            }
        }

        for (int i = 0; i < marked.Length; i++)
        {
            marked[i] = !marked[i] && _items.Least(i) == 0 && _items.Score(i) - _top.Bar <= -room;
        }

        var moved = _items.Drop(marked);
        _left.Follow(moved);
        _right.Follow(moved);
        for (int j = 0; j < _requiredCount; j++)
        {
            _required[j] = moved[_required[j]];
        }

        (_item, _widest) = (-1, -1);
        FindDifferent();
    }

    /// <summary>Looks for the widest item that the two sides of a minimum disagree on, and the higher of their levels of it, from
    /// which on one branch goes.</summary>
    private void FindDifferent()
    {
        for (int j = 0; j < _right.Count; j++)
        {
            _compared[_right.Items[j]] = _right.Levels[j];
        }

        for (int j = 0; j < _left.Count; j++)
        {
            int i = _left.Items[j], level = Math.Max(_left.Levels[j], _compared[i]);
            bool differ = _left.Levels[j] != _compared[i];
            _compared[i] = 0;
            Consider(i, differ ? level : 0);
        }

        // What is still marked is chosen on the right alone.
        for (int j = 0; j < _right.Count; j++)
        {
            int i = _right.Items[j];
            Consider(i, _compared[i]);
            _compared[i] = 0;
        }
    }

    private void Consider(int i, int level)
    {
        if (level > _items.Least(i) && _items.High(i, level) > _widest)
        {
            (_item, _split, _widest) = (i, level, _items.High(i, level));
        }
    }

    /// <summary>The widest chosen item whose level is not decided, or any: where groups have prices, those found one at a time
    /// need not be the best, and no sides to disagree are left.</summary>
    private bool FindUndecided()
    {
        foreach (var choice in _groups == 0 ? [] : (ReadOnlySpan<KnapsackChoice>)[_left, _right])
        {
            for (int j = 0; j < choice.Count; j++)
            {
                ConsiderUndecided(choice.Items[j], choice.Levels[j]);
            }
        }

        for (int i = 0; i < _items.Count && _item < 0 && _groups > 0; i++)
        {
            ConsiderUndecided(i, level: 0);
        }

        return _item >= 0;
    }

    private void ConsiderUndecided(int i, int level)
    {
        if (_items.Least(i) < _items.Most(i))
        {
            Consider(i, Math.Clamp(level, _items.Least(i) + 1, _items.Most(i)));
        }
    }
}
