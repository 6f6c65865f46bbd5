using Thesis.OptEngine.Model;
using Thesis.OptEngine.Solving.Bounds;

namespace Thesis.OptEngine.Solving.Search;

/// <summary>
/// Ruin and recreate by whole patterns: a few neighbouring NGOs give up all they receive, then each in turn chooses its
/// best deliveries among what is left by an exact fixed-charge knapsack. Those that choose first pay a random part of
/// each donation's price, so that they leave to the later ones what is worth more there; the last one pays nothing.
/// Results are accepted as in simulated annealing.
/// </summary>
internal sealed class PatternSearch
{
    private const int KnapsackNodes = 200, MostNgos = 3, NeighbourTries = 20;
    private const double LargestShare = 1.2;
    private readonly AllocationProblem _problem;
    private readonly Plan _plan;
    private readonly Candidates _candidates;
    private readonly double[] _supplyPrice, _guess;
    private readonly FixedChargeKnapsack _knapsack;
    private readonly int[] _items, _ruined = new int[MostNgos];
    private readonly List<Delivery> _saved = [];

    public PatternSearch(AllocationProblem problem, Plan plan, Candidates candidates, double[] supplyPrice)
    {
        (_problem, _plan, _candidates, _supplyPrice) = (problem, plan, candidates, supplyPrice);
        int most = 0;
        for (int n = 0; n < problem.NgoCount; n++)
        {
            most = Math.Max(most, candidates.OfNgo(n).Length);
        }

        (_knapsack, _items, _guess) = (new FixedChargeKnapsack(most, KnapsackNodes), new int[most], new double[problem.NgoCount]);
    }

    /// <summary>Elementary operations since the start, for the work meter.</summary>
    public long Operations { get; private set; }

    /// <summary>Gives an NGO, which must have no deliveries, its best choice among what is left when each donation costs
    /// <paramref name="share"/> of its price.</summary>
    public void Fill(int ngo, double share)
    {
        _knapsack.Clear();
        foreach (int arc in _candidates.OfNgo(ngo))
        {
            int d = _problem.ArcDonation[arc];
            double upper = Math.Min(_plan.Rest(d), _problem.ArcUpper[arc]);
            double rate = _problem.ArcValue[arc] * 0.001 - share * _supplyPrice[d];
            if (upper >= _problem.MinLot[d] && rate * upper > _problem.ArcCost[arc])
            {
                _items[_knapsack.Count] = arc;
                _knapsack.Add(rate, _problem.MinLot[d], upper, _problem.ArcCost[arc]);
            }
        }

        _knapsack.Solve(_problem.Capacity[ngo], _problem.Slots[ngo], _guess[ngo]);
        _guess[ngo] = _knapsack.CapacityPrice;
        Operations += _knapsack.Operations + 4 * _candidates.OfNgo(ngo).Length;
        var grams = _knapsack.Grams;
        for (int i = 0; i < grams.Length; i++)
        {
            if (grams[i] > 0)
            {
                _plan.Add(_items[i], grams[i]);
            }
        }
    }

    /// <summary>One ruin and recreate.</summary>
    public void Step(ref RandomSource random, double temperature)
    {
        var ruined = _ruined.AsSpan(0, ChooseNeighbours(ref random));
        double before = 0, after = 0;
        _saved.Clear();
        foreach (int n in ruined)
        {
            before += _plan.ValueOf(n);
            _saved.AddRange(_plan.Deliveries(n));
            _plan.Clear(n);
        }

        for (int i = 0; i < ruined.Length; i++)
        {
            Fill(ruined[i], i == ruined.Length - 1 ? 0 : LargestShare * random.Fraction());
            after += _plan.ValueOf(ruined[i]);
        }

        if (after - before >= temperature * random.LogFraction())
        {
            return;
        }

        foreach (int n in ruined)
        {
            _plan.Clear(n);
        }

        foreach (var (arc, grams) in _saved)
        {
            _plan.Add(arc, grams);
        }
    }

    private int ChooseNeighbours(ref RandomSource random)
    {
        int size = 2 + random.Below(MostNgos - 1), count = 1;
        _ruined[0] = random.Below(_problem.NgoCount);
        for (int t = 0; t < NeighbourTries && count < size; t++)
        {
            var arcs = _candidates.OfNgo(_ruined[random.Below(count)]);
            if (arcs.IsEmpty)
            {
                continue;
            }

            var others = _candidates.OfDonation(_problem.ArcDonation[arcs[random.Below(arcs.Length)]]);
            int n = _problem.ArcNgo[others[random.Below(others.Length)]];
            if (!_ruined.AsSpan(0, count).Contains(n))
            {
                _ruined[count++] = n;
            }
        }

        return count;
    }
}
