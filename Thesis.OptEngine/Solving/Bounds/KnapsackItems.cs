using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Thesis.OptEngine.Solving.Bounds;

/// <summary>
/// The items of a <see cref="DeliveryKnapsack"/> and what each is worth at a price μ of capacity, or of what
/// its group may take of it. An item's best level is
/// a line worth − μ·grams; it stays the best while μ is in a range, so it is looked for anew only when μ leaves that
/// range, and the lines are priced four at a time.
/// </summary>
internal sealed class KnapsackItems
{
    private const int Lanes = 4;
    private readonly double[] _rate, _worth, _grams, _from, _to, _barred, _score;
    private readonly int[] _first, _count, _number, _moved;
    private readonly byte[] _least, _most, _level, _group;
    private readonly double[] _low, _high, _cost; // by first + level − 1
    private int _levels;

    /// <param name="maxItems">Most items.</param>
    /// <param name="maxLevels">Most levels of all items together.</param>
    public KnapsackItems(int maxItems, int maxLevels)
    {
        int padded = maxItems + Lanes;
        (_rate, _worth, _grams, _from) = (new double[padded], new double[padded], new double[padded], new double[padded]);
        (_to, _barred, _score) = (new double[padded], new double[padded], new double[padded]);
        (_first, _count, _number, _moved) = (new int[maxItems], new int[maxItems], new int[maxItems], new int[maxItems]);
        (_least, _most, _level, _group) = (new byte[padded], new byte[padded], new byte[padded], new byte[padded]);
        (_low, _high, _cost) = (new double[maxLevels], new double[maxLevels], new double[maxLevels]);
    }

    /// <summary>Items that are left.</summary>
    public int Count { get; private set; }

    /// <summary>Elementary operations since the last <see cref="Start"/>, for the work meter.</summary>
    public long Operations { get; private set; }

    public void Clear() => (Count, _levels) = (0, 0);

    public void Add(double rate, int group)
    {
        int i = Count++;
        (_rate[i], _first[i], _count[i], _least[i], _group[i]) = (rate, _levels, 0, 0, (byte)group);
    }

    public void AddLevel(double low, double high, double cost)
    {
        (_low[_levels], _high[_levels], _cost[_levels]) = (low, high, cost);
        _levels++;
        _count[Count - 1]++;
    }

    /// <summary>Requires the item added last.</summary>
    public void Require() => _least[Count - 1] = 1;

    /// <summary>Ends adding: every level is allowed, and the item's number is its place among those added.</summary>
    public void Start()
    {
        Operations = Count;
        for (int i = 0; i < Count; i++)
        {
            (_number[i], _most[i]) = (i, (byte)_count[i]);
            Renew(i);
        }

        Pad(Count);
    }

    public double Rate(int item) => _rate[item];

    /// <summary>The number of an item that is left: its place among those added.</summary>
    public int Number(int item) => _number[item];

    public int Least(int item) => _least[item];

    public int Most(int item) => _most[item];

    public double Low(int item, int level) => _low[_first[item] + level - 1];

    public double High(int item, int level) => _high[_first[item] + level - 1];

    public double Cost(int item, int level) => _cost[_first[item] + level - 1];

    /// <summary>The level of an item that holds so many grams.</summary>
    public byte LevelOf(int item, double grams)
    {
        int level = 1;
        while (level < _count[item] && grams > High(item, level))
        {
            level++;
        }

        return (byte)level;
    }

    /// <summary>What an item is worth on its line at the price of its group; its line must have been priced there.</summary>
    public double Worth(int item, ReadOnlySpan<double> prices) => _worth[item] - prices[_group[item]] * _grams[item];

    public int Group(int item) => _group[item];

    /// <summary>Grams and level of an item's line.</summary>
    public double Grams(int item) => _grams[item];

    public byte Level(int item) => _level[item];

    /// <summary>Score of an item at the price last priced; −∞ for one that is required or barred.</summary>
    public double Score(int item) => _score[item];

    /// <summary>The highest rate of a group's items; of all items for group 0.</summary>
    public double HighestRate(int group)
    {
        double highest = 0;
        for (int i = 0; i < Count; i++)
        {
            highest = group == 0 || _group[i] == group ? Math.Max(highest, _rate[i]) : highest;
        }

        return highest;
    }

    /// <summary>Allows an item's levels from least to most; none if most is 0, and it is required if least is not.</summary>
    public void Allow(int item, int least, int most)
    {
        (_least[item], _most[item]) = ((byte)least, (byte)most);
        Renew(item);
    }

    /// <summary>Adds to a list the items that nothing tells apart from an item, and it: what they pay, may carry and are allowed.</summary>
    public void FindAlike(int item, List<int> alike)
    {
        var rates = _rate.AsSpan(0, Count);
        Operations += Count / Lanes;
        for (int i = rates.IndexOf(rates[item]), next; i >= 0; i = next < 0 ? -1 : i + 1 + next)
        {
            if (IsAlike(i, item))
            {
                alike.Add(i);
            }

            next = rates[(i + 1)..].IndexOf(rates[item]);
        }
    }

    private bool IsAlike(int one, int other) =>
        (_least[one], _most[one], _group[one], _count[one]) == (_least[other], _most[other], _group[other], _count[other])
        && Levels(_low, one).SequenceEqual(Levels(_low, other))
        && Levels(_high, one).SequenceEqual(Levels(_high, other))
        && Levels(_cost, one).SequenceEqual(Levels(_cost, other));

    private ReadOnlySpan<double> Levels(double[] of, int item) => of.AsSpan(_first[item], _count[item]);

    /// <summary>Scores every item at the price of its group and offers those that are neither required nor barred.</summary>
    public void Price(ReadOnlySpan<double> prices, TopScores top)
    {
        bool grouped = prices.Length > 1;
        var at = Vector256.Create(prices[0]);
        Operations += Count / Lanes + Lanes;
        for (int i = 0; i < Count; i += Lanes)
        {
            at = grouped
                ? Vector256.Create(prices[_group[i]], prices[_group[i + 1]], prices[_group[i + 2]], prices[_group[i + 3]])
                : at;
            var stale = Vector256.LessThan(at, Load(_from, i)) | Vector256.GreaterThan(at, Load(_to, i));
            if (stale != Vector256<double>.Zero)
            {
                Retrace(i, stale.ExtractMostSignificantBits(), prices);
            }

            // No fused multiplication: every machine is to find the same bits.
            var score = Load(_worth, i) - at * Load(_grams, i) + Load(_barred, i);
            score.StoreUnsafe(ref MemoryMarshal.GetArrayDataReference(_score), (nuint)i);
            uint better = Vector256.GreaterThan(score, Vector256.Create(top.Bar)).ExtractMostSignificantBits();
            for (; better != 0; better &= better - 1)
            {
                int item = i + BitOperations.TrailingZeroCount(better);
                top.Offer(_score[item], item);
            }
        }
    }

    /// <summary>Leaves out the items that are marked and closes the gaps; returns where each item went, −1 for nowhere.</summary>
    public ReadOnlySpan<int> Drop(ReadOnlySpan<bool> marked)
    {
        int kept = 0, before = Count;
        for (int i = 0; i < before; i++)
        {
            _moved[i] = marked[i] ? -1 : kept;
            if (!marked[i])
            {
                Move(i, kept++);
            }
        }

        Count = kept;
        Pad(kept);
        return _moved.AsSpan(0, before);
    }

    private static Vector256<double> Load(double[] from, int at) =>
        Vector256.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(from), (nuint)at);

    /// <summary>Makes the lanes beyond the last item score nothing.</summary>
    private void Pad(int from)
    {
        for (int i = from; i < from + Lanes; i++)
        {
            (_worth[i], _grams[i], _barred[i], _group[i]) = (0, 0, double.NegativeInfinity, 0);
            (_from[i], _to[i]) = (double.NegativeInfinity, double.PositiveInfinity);
        }
    }

    private void Move(int from, int to)
    {
        (_rate[to], _worth[to], _grams[to], _from[to], _to[to]) = (_rate[from], _worth[from], _grams[from], _from[from], _to[from]);
        (_barred[to], _score[to], _level[to]) = (_barred[from], _score[from], _level[from]);
        (_first[to], _count[to], _number[to]) = (_first[from], _count[from], _number[from]);
        (_least[to], _most[to], _group[to]) = (_least[from], _most[from], _group[from]);
    }

    /// <summary>Forgets an item's line, which its limits have changed; a barred one has none.</summary>
    private void Renew(int item)
    {
        bool none = _most[item] == 0;
        _barred[item] = none || _least[item] > 0 ? double.NegativeInfinity : 0;
        (_from[item], _to[item]) = none
            ? (double.NegativeInfinity, double.PositiveInfinity)
            : (double.PositiveInfinity, double.NegativeInfinity);
        (_worth[item], _grams[item]) = (0, 0);
    }

    private void Retrace(int block, uint stale, ReadOnlySpan<double> prices)
    {
        for (; stale != 0; stale &= stale - 1)
        {
            int item = block + BitOperations.TrailingZeroCount(stale);
            Retrace(item, prices[_group[item]]);
        }
    }

    /// <summary>Finds an item's best line at a price, and how far it reaches. At a price above the rate that is the lowest
    /// level's fewest grams; below, one of the levels' most grams.</summary>
    private void Retrace(int item, double price)
    {
        int least = Math.Max((int)_least[item], 1), most = _most[item], first = _first[item] - 1;
        double rate = _rate[item], net = rate - price;
        Operations += 1 + most - least;
        if (net <= 0)
        {
            int at = first + least;
            (_grams[item], _worth[item], _level[item]) = (_low[at], rate * _low[at] - _cost[at], (byte)least);
            (_from[item], _to[item]) = (rate, double.PositiveInfinity);
            return;
        }

        int best = least;
        double score = net * _high[first + least] - _cost[first + least];
        for (int l = least + 1; l <= most; l++)
        {
            double s = net * _high[first + l] - _cost[first + l];
            (score, best) = s > score ? (s, l) : (score, best);
        }

        double grams = _high[first + best], cost = _cost[first + best];
        (_grams[item], _worth[item], _level[item]) = (grams, rate * grams - cost, (byte)best);
        (_from[item], _to[item]) = Reach(first, least, best, most, rate);
    }

    /// <summary>Between which prices a level stays better than the others.</summary>
    private (double From, double To) Reach(int first, int least, int best, int most, double rate)
    {
        double grams = _high[first + best], cost = _cost[first + best], from = double.NegativeInfinity, to = rate;
        for (int l = least; l < best; l++)
        {
            double fewer = grams - _high[first + l];
            to = fewer > 0 ? Math.Min(to, rate - (cost - _cost[first + l]) / fewer) : to;
        }

        for (int l = best + 1; l <= most; l++)
        {
            double more = _high[first + l] - grams;
            from = more > 0 ? Math.Max(from, rate - (_cost[first + l] - cost) / more) : from;
        }

        return (from, to);
    }
}
