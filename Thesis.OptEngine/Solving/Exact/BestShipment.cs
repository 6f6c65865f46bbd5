using Thesis.OptEngine.Model;
using Thesis.OptEngine.Solving.Search;

namespace Thesis.OptEngine.Solving.Exact;

/// <summary>
/// The best grams for a given set of deliveries, exactly: every delivery starts at its smallest lot, and what earns most
/// is shipped along paths of the residual network until none earns anything (successive most profitable paths, which
/// end at the optimum because the network never holds a profitable cycle). Whole grams, so the optimum is whole too.
/// </summary>
internal sealed class BestShipment(AllocationProblem problem)
{
    private const double LeastGain = 1e-12;
    private readonly long[] _rest = new long[problem.DonationCount], _room = new long[problem.NgoCount];
    private readonly int[] _slots = new int[problem.NgoCount];
    private readonly double[] _gain = new double[problem.DonationCount + problem.NgoCount];
    private readonly int[] _via = new int[problem.DonationCount + problem.NgoCount];
    private readonly long[] _grams = new long[problem.ArcCount];

    /// <summary>Elementary operations since the start, for the work meter.</summary>
    public long Operations { get; private set; }

    /// <summary>The deliveries with their best grams and value; null if not even the smallest lots fit.</summary>
    public (Delivery[] Deliveries, double Value)? Ship(IReadOnlyList<int> arcs)
    {
        problem.Supply.CopyTo(_rest);
        problem.Capacity.CopyTo(_room);
        problem.Slots.CopyTo(_slots);
        bool fits = true;
        foreach (int a in arcs)
        {
            int d = problem.ArcDonation[a], n = problem.ArcNgo[a];
            _grams[a] = problem.MinLot[d];
            _rest[d] -= _grams[a];
            _room[n] -= _grams[a];
            fits &= _rest[d] >= 0 && _room[n] >= 0 && --_slots[n] >= 0;
        }

        if (!fits)
        {
            return null;
        }

        while (Augment(arcs))
        {
        }

        double value = 0;
        var deliveries = new Delivery[arcs.Count];
        for (int i = 0; i < deliveries.Length; i++)
        {
            int a = arcs[i];
            deliveries[i] = new Delivery(a, _grams[a]);
            value += problem.ArcValue[a] * 0.001 * _grams[a] - problem.ArcCost[a];
        }

        return (deliveries, value);
    }

    private bool Augment(IReadOnlyList<int> arcs)
    {
        int donations = problem.DonationCount;
        for (int v = 0; v < _gain.Length; v++)
        {
            (_gain[v], _via[v]) = (v < donations && _rest[v] > 0 ? 0 : double.NegativeInfinity, -1);
        }

        bool changed = true;
        for (int round = 0; round < _gain.Length && changed; round++)
        {
            changed = Relax(arcs);
        }

        int end = -1;
        double best = LeastGain;
        for (int n = 0; n < problem.NgoCount; n++)
        {
            if (_room[n] > 0 && _gain[donations + n] > best)
            {
                (end, best) = (donations + n, _gain[donations + n]);
            }
        }

        return end >= 0 && Push(end);
    }

    private bool Relax(IReadOnlyList<int> arcs)
    {
        bool changed = false;
        Operations += arcs.Count;
        foreach (int a in arcs)
        {
            int d = problem.ArcDonation[a], n = problem.DonationCount + problem.ArcNgo[a];
            double rate = problem.ArcValue[a] * 0.001;
            if (_grams[a] < problem.ArcUpper[a] && _gain[d] + rate > _gain[n] + LeastGain)
            {
                (_gain[n], _via[n], changed) = (_gain[d] + rate, a, true);
            }

            if (_grams[a] > problem.MinLot[d] && _gain[n] - rate > _gain[d] + LeastGain)
            {
                (_gain[d], _via[d], changed) = (_gain[n] - rate, a, true);
            }
        }

        return changed;
    }

    private bool Push(int end)
    {
        int donations = problem.DonationCount, v = end;
        long grams = _room[end - donations];
        for (; _via[v] >= 0; v = Previous(v))
        {
            int a = _via[v];
            grams = Math.Min(grams, v >= donations ? problem.ArcUpper[a] - _grams[a] : _grams[a] - problem.MinLot[problem.ArcDonation[a]]);
        }

        grams = Math.Min(grams, _rest[v]);
        _rest[v] -= grams;
        _room[end - donations] -= grams;
        for (v = end; _via[v] >= 0; v = Previous(v))
        {
            _grams[_via[v]] += v >= donations ? grams : -grams;
        }

        return grams > 0;
    }

    private int Previous(int node) =>
        node >= problem.DonationCount ? problem.ArcDonation[_via[node]] : problem.DonationCount + problem.ArcNgo[_via[node]];
}
