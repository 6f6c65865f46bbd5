using System.Runtime.InteropServices;

namespace Thesis.OptEngine.Solving.Search;

/// <summary>
/// The best grams for the deliveries of a plan as they stand: a flow from donations to NGOs in which no delivery falls
/// below its smallest lot. Gains are sought as paths of the residual network, by Bellman and Ford's labels, from grams
/// that are left, or that an NGO gives up, to room that is left, or to nowhere. A plan whose deliveries
/// each took all they could get is nearly there, so few passes are needed.
/// </summary>
internal sealed class BestGrams
{
    private const int MostPasses = 40, MostRounds = 24;
    private const double LeastGain = 1e-9;
    private readonly Candidates _candidates;
    private readonly Plan _plan;
    private readonly double[] _gain, _minLot; // Nodes: donations, then NGOs.
    private readonly int[] _via; // The delivery by which a node was reached; −1 at the start of a path.
    private readonly bool[] _used;
    private readonly List<int> _deliveries = [], _path = [], _nodes = [];
    private readonly int _donations;

    public BestGrams(Candidates candidates, Plan plan)
    {
        (_candidates, _plan, _donations) = (candidates, plan, candidates.Problem.DonationCount);
        int nodes = _donations + candidates.Problem.NgoCount;
        (_gain, _via, _used) = (new double[nodes], new int[nodes], new bool[nodes]);
        _minLot = Array.ConvertAll(candidates.Problem.MinLot.ToArray(), grams => (double)grams);
    }

    /// <summary>Elementary operations since the start, for the work meter.</summary>
    public long Operations { get; private set; }

    /// <summary>Betters the grams of the plan; leaves problems with limits by storage class as they are.</summary>
    public void Improve()
    {
        if (_candidates.Problem.ClassCount > 0)
        {
            return; // The network has no node for a class.
        }

        _deliveries.Clear();
        for (int n = 0; n < _candidates.Problem.NgoCount; n++)
        {
            foreach (int c in _plan.Entries(n))
            {
                _deliveries.Add(c);
            }
        }

        for (int pass = 0; pass < MostPasses && Pass(); pass++)
        {
        }

        for (int n = 0; n < _candidates.Problem.NgoCount; n++)
        {
            _plan.Recount(n);
        }
    }

    /// <summary>Labels all nodes, then ships along gainful paths that have no node in common.</summary>
    private bool Pass()
    {
        for (int v = 0; v < _gain.Length; v++)
        {
            _gain[v] = v >= _donations || _plan.Rest[v] >= 1 ? 0 : double.NegativeInfinity;
            (_via[v], _used[v]) = (-1, false);
        }

        bool changed = true;
        for (int round = 0; round < MostRounds && changed; round++)
        {
            changed = Relax();
        }

        bool any = false;
        for (int v = 0; v < _gain.Length; v++)
        {
            bool ends = v < _donations || _plan.Room[v - _donations] >= 1;
            any |= ends && _gain[v] > LeastGain && Ship(v);
        }

        return any;
    }

    private bool Relax()
    {
        bool changed = false;
        Operations += 2 * _deliveries.Count;
        foreach (int c in _deliveries)
        {
            int d = _candidates.Donation[c], n = _donations + _candidates.Ngo[c];
            double rate = _candidates.Rate[c], grams = _plan.Grams[c];
            if (_gain[d] + rate > _gain[n] + LeastGain && grams < _candidates.Upper[c] && _via[d] != c)
            {
                (_gain[n], _via[n], changed) = (_gain[d] + rate, c, true);
            }

            if (_gain[n] - rate > _gain[d] + LeastGain && grams > _minLot[d] && _via[n] != c)
            {
                (_gain[d], _via[d], changed) = (_gain[n] - rate, c, true);
            }
        }

        return changed;
    }

    /// <summary>Ships along the path that ends at a node, or round the cycle it runs into, as much as it carries. False if
    /// it meets another path of this pass.</summary>
    private bool Ship(int end)
    {
        _path.Clear();
        _nodes.Clear();
        int v = end;
        for (; !_used[v]; v = Previous(v))
        {
            _used[v] = true;
            _nodes.Add(v);
            if (_via[v] < 0)
            {
                double most = Math.Min(
                    end < _donations ? double.PositiveInfinity : _plan.Room[end - _donations],
                    v < _donations ? _plan.Rest[v] : double.PositiveInfinity);
                return Apply(0, most);
            }

            _path.Add(v >= _donations ? _via[v] : ~_via[v]);
        }

        int from = _nodes.IndexOf(v);
        return from >= 0 && Apply(from, double.PositiveInfinity);
    }

    private int Previous(int node) =>
        node >= _donations ? _candidates.Donation[_via[node]] : _donations + _candidates.Ngo[_via[node]];

    private bool Apply(int from, double grams)
    {
        double gain = 0;
        var steps = CollectionsMarshal.AsSpan(_path)[from..];
        foreach (int step in steps)
        {
            int c = step >= 0 ? step : ~step;
            gain += step >= 0 ? _candidates.Rate[c] : -_candidates.Rate[c];
            grams = Math.Min(grams, step >= 0 ? _candidates.Upper[c] - _plan.Grams[c] : _plan.Grams[c] - _minLot[_candidates.Donation[c]]);
        }

        if (gain <= LeastGain || !(grams >= 1) || double.IsInfinity(grams))
        {
            return false;
        }

        foreach (int step in steps)
        {
            int c = step >= 0 ? step : ~step;
            _plan.Set(c, _plan.Grams[c] + (step >= 0 ? grams : -grams));
        }

        return true;
    }
}
