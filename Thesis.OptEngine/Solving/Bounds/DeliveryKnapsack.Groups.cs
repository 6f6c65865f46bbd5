namespace Thesis.OptEngine.Solving.Bounds;

/// <content>
/// Groups solved alone and joined. A relaxation chooses part of a delivery in each group whose limit binds, and a tree over
/// all of them has as many nodes as the trees of the groups multiplied. Alone, at a price of capacity, a group is a knapsack
/// of its own with its limit as capacity; what it is worth with so many deliveries is all that the others have to know of it. So
/// groups are joined over the deliveries. Where capacity has no price that is exact; elsewhere it is a bound, and where the tree begins.
/// </content>
internal sealed partial class DeliveryKnapsack
{
    private const int MostJoins = 40;
    private const double Rounding = 1e-12;
    private readonly DeliveryKnapsack? _alone;
    private readonly int[] _aloneItems = [];
    private readonly List<(int Item, byte Level)> _found = [];
    private Part[] _parts = []; // by group and deliveries
    private double[] _joined = []; // what the groups until here are worth at most, by group and deliveries
    private int[] _picked = []; // the last of these groups' deliveries
    private int _width;

    /// <summary>A bound on the whole from the groups, at the price that capacity has at the root; offers the choice that it is of.
    /// Only what the join may choose is solved: until then the relaxation says what a group is worth at most.</summary>
    private double Join(DeliveryKnapsack alone, double bound)
    {
        double price = LimitsFill() ? _prices[0] : 0;
        alone.Interrupted = Interrupted;
        Estimate(price);
        for (int round = 0; round < MostJoins; round++)
        {
            double total = _capacity * price + Combine();
            bound = Math.Min(bound, total);
            if (total <= _best + _slack)
            {
                break;
            }

            bool solved = true;
            for (int g = _groups, slots = _width - 1; g > 0; g--)
            {
                int count = _picked[g * _width + slots];
                solved &= _parts[g * _width + count].IsSolved;
                SolveAlone(alone, g, count, price);
                slots -= count;
            }

            if (solved)
            {
                OfferJoined();
                break;
            }
        }

        return bound;
    }

    /// <summary>Whether the limits of all groups together exceed capacity.</summary>
    private bool LimitsFill()
    {
        double sum = 0;
        for (int g = 1; g <= _groups; g++)
        {
            sum += _limits[g];
        }

        return sum > _capacity;
    }

    /// <summary>What each group is worth at most with so many deliveries, at the prices of the root.</summary>
    private void Estimate(double price)
    {
        Tangent();
        _width = Math.Min(_slots, _items.Count) + 1;
        int size = (1 + _groups) * _width;
        if (_parts.Length < size)
        {
            (_parts, _joined, _picked) = (new Part[size], new double[size], new int[size]);
        }

        _found.Clear();
        for (int g = 1; g <= _groups; g++)
        {
            Estimate(g, _parts.AsSpan(g * _width, _width), (_prices[g] - price) * _limits[g]);
        }
    }

    private void Estimate(int group, Span<Part> parts, double worth)
    {
        int required = 0;
        _top.Clear(_width - 1);
        for (int i = 0; i < _items.Count; i++)
        {
            if (_items.Group(i) == group)
            {
                required += _items.Least(i) > 0 ? 1 : 0;
                worth += _items.Least(i) > 0 ? _items.Worth(i, _prices) : 0;
                _top.Offer(_items.Score(i), i);
            }
        }

        Span<double> scores = stackalloc double[_top.Count];
        for (int j = 0; j < scores.Length; j++)
        {
            scores[j] = -_items.Score(_top.Items[j]);
        }

        scores.Sort();
        Operations += _items.Count + 4 * scores.Length;
        for (int k = 0; k < parts.Length; k++)
        {
            int next = k - required - 1;
            worth -= next >= 0 && next < scores.Length ? scores[next] : 0;
            parts[k] = new Part(k < required ? double.NegativeInfinity : worth, false, 0, 0);
        }
    }

    /// <summary>The most that all groups are worth together by what is known of each; notes how many deliveries each has then.</summary>
    private double Combine()
    {
        _joined.AsSpan(0, _width).Clear();
        for (int g = 1; g <= _groups; g++)
        {
            for (int slots = 0; slots < _width; slots++)
            {
                double most = double.NegativeInfinity;
                int pick = 0;
                for (int k = 0; k <= slots; k++)
                {
                    double sum = _joined[(g - 1) * _width + slots - k] + _parts[g * _width + k].Most;
                    (most, pick) = sum > most ? (sum, k) : (most, pick);
                }

                (_joined[g * _width + slots], _picked[g * _width + slots]) = (most, pick);
            }
        }

        Operations += _groups * _width * _width / 2;
        return _joined[_groups * _width + _width - 1];
    }

    /// <summary>Solves a group with at most so many deliveries, unless it is solved; what it needs fewer for is solved with them.</summary>
    private void SolveAlone(DeliveryKnapsack alone, int group, int deliveries, double price)
    {
        var parts = _parts.AsSpan(group * _width, _width);
        if (parts[deliveries].IsSolved)
        {
            return;
        }

        Load(alone, group, price);
        double most = alone.Solve(Math.Min(_limits[group], _capacity), deliveries, [_prices[group] - price], _slack / (1 + _groups));
        Operations += alone.Operations + 4 * alone.Count;
        int from = _found.Count, used = 0;
        var grams = alone.Grams;
        for (int j = 0; j < grams.Length; j++)
        {
            if (grams[j] > 0)
            {
                used++;
                _found.Add((_aloneItems[j], _items.LevelOf(_aloneItems[j], grams[j])));
            }
        }

        for (int k = 0; k <= deliveries; k++)
        {
            parts[k] = k < used ? parts[k] with { Most = Math.Min(parts[k].Most, most) } : new Part(most, true, from, used);
        }
    }

    private void Load(DeliveryKnapsack alone, int group, double price)
    {
        alone.Clear();
        for (int i = 0; i < _items.Count; i++)
        {
            if (_items.Group(i) != group)
            {
                continue;
            }

            _aloneItems[alone.Count] = i;
            alone.Add(_items.Rate(i) - price);
            for (int level = 1; level <= _items.Most(i); level++)
            {
                alone.AddLevel(_items.Low(i, level), _items.High(i, level), _items.Cost(i, level));
            }

            if (_items.Least(i) > 0)
            {
                alone.Require();
            }
        }
    }

    /// <summary>Offers the groups' choices together.</summary>
    private void OfferJoined()
    {
        _here.Clear();
        for (int g = _groups, slots = _width - 1; g > 0; g--)
        {
            int count = _picked[g * _width + slots];
            var part = _parts[g * _width + count];
            foreach (var (item, level) in _found[part.From..(part.From + part.Count)])
            {
                _here.Add(item, level);
            }

            slots -= count;
        }

        Offer(_here);
    }

    /// <summary>What is known of a group with at most so many deliveries.</summary>
    /// <param name="Most">What it is worth at most, less what it pays for capacity.</param>
    /// <param name="IsSolved">Whether there is a choice that is worth that.</param>
    /// <param name="From">Where the choice begins among those found.</param>
    /// <param name="Count">Its deliveries.</param>
    private readonly record struct Part(double Most, bool IsSolved, int From, int Count);
}
