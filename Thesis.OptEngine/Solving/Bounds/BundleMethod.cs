using System.Runtime.InteropServices;
using Thesis.OptEngine.Model;

namespace Thesis.OptEngine.Solving.Bounds;

/// <summary>
/// A proximal bundle method (Kiwiel, Mathematical Programming 46, 1990) for the prices of a <see cref="LevelRelaxation"/>,
/// disaggregated: every choice that an NGO or a donation made is kept as a column of its own block, so that the model of
/// the bound mixes the choices of each block freely, and bends where any of them changes. Near the best prices that takes
/// a tenth of the evaluations of a subgradient method, and goes on where that comes to rest. The mixture is a solution of
/// the relaxation's linear side as well: how often a block uses a delivery says what to branch on.
/// </summary>
internal sealed class BundleMethod
{
    private const int Age = 20, MostNulls = 10, RecountEvery = 50, Stale = 30;
    private const double FirstReach = 0.2, Serious = 0.1, Longer = 2, Shorter = 0.8, TooFar = 3, Anew = 0.2;
    private const double SlackPart = 0.1, SlackOfGap = 0.005, MostSlack = 1e-4, NoGain = 1e-6;
    private readonly AllocationProblem _problem;
    private readonly List<BundlePart>[] _parts; // by worker
    private readonly LevelRelaxation _relaxation;
    private readonly BundleMaster _master;
    private readonly Func<bool> _interrupted;
    private int _iteration, _nulls, _stale;
    private double _goodReach;

    /// <param name="problem">The problem.</param>
    /// <param name="crew">Threads that work.</param>
    /// <param name="relaxation">The relaxation, evaluated at <paramref name="start"/>.</param>
    /// <param name="start">Prices to start from.</param>
    /// <param name="bound">The bound there.</param>
    /// <param name="supplyScale">Units in which prices of supply are measured.</param>
    /// <param name="interrupted">Asked on any thread; true stops an evaluation.</param>
    public BundleMethod(
        AllocationProblem problem,
        WorkCrew crew,
        LevelRelaxation relaxation,
        ReadOnlySpan<double> start,
        double bound,
        ReadOnlySpan<double> supplyScale,
        Func<bool> interrupted)
    {
        (_problem, _relaxation, _interrupted, Best) = (problem, relaxation, interrupted, bound);
        _parts = [.. Enumerable.Range(0, crew.Threads).Select(_ => new List<BundlePart>())];
        _master = new BundleMaster(problem, crew, relaxation.Units, supplyScale);
        _master.Extend(start.Length, relaxation.Slots);
        _master.MoveTo(start);
        AddColumns();
        _master.Weigh();
        _master.Recount();
    }

    /// <summary>The best bound so far.</summary>
    public double Best { get; private set; }

    /// <summary>The prices that give the best bound.</summary>
    public ReadOnlySpan<double> Prices => _master.Center;

    /// <summary>Whether further iterations are not worth their time.</summary>
    public bool IsAtRest => _stale > Stale;

    /// <summary>Elementary operations of the method itself, the relaxation's not among them.</summary>
    public long Operations => _master.Operations;

    /// <summary>Adds the prices of arcs that the relaxation has activated; they start at 0.</summary>
    public void Extend() => _master.Extend(_relaxation.Dimensions, _relaxation.Slots);

    /// <summary>Begins anew at other prices and under the relaxation's limits of the moment, with the columns that these
    /// allow. False when interrupted, or if the limits leave no choice at all: <see cref="Best"/> then says which.</summary>
    public bool Restart(ReadOnlySpan<double> prices, double slack)
    {
        Extend();
        _master.MoveTo(prices);
        _relaxation.Slack = slack;
        Best = _relaxation.Evaluate(_master.Center, [], _interrupted);
        if (!double.IsFinite(Best))
        {
            return false;
        }

        _master.Heed(_relaxation.Limits);
        _iteration++;
        AddColumns();
        _master.Weigh();
        _master.Recount();
        (_nulls, _stale) = (0, 0);
        _master.Reach = Anew * _goodReach;
        return true;
    }

    /// <summary>How much of each arc's deliveries the mixtures use, from 0 to 1, by arc.</summary>
    public void Usage(Span<double> used) => _master.Usage(used);

    /// <summary>One evaluation. <paramref name="target"/> is a value the bound cannot reach, such as the incumbent's.</summary>
    public void Iterate(double target)
    {
        if (_master.Reach <= 0)
        {
            _master.Reach = FirstReach * Math.Max(0, Best - target) / Math.Max(1e-300, _master.SquaredResidual());
        }

        double expected = _master.Solve(Best, _iteration++);
        _relaxation.Slack = Math.Clamp(SlackPart * expected / Best, Math.Clamp(SlackOfGap * (Best - target) / Best, 1e-9, MostSlack), MostSlack);
        double value = _relaxation.Evaluate(_master.Prices, [], _interrupted);
        if (!double.IsFinite(value))
        {
            _stale++;
            return;
        }

        AddColumns();
        Adapt(Best - value, expected);
        _master.DropUnusedSince(_iteration - Age);
        if (_iteration % RecountEvery == 0)
        {
            _master.Recount();
        }
    }

    private void Adapt(double gain, double expected)
    {
        _stale = gain > NoGain * Math.Abs(Best) ? 0 : _stale + 1;
        if (gain > 0)
        {
            Best -= gain;
            _master.MoveTo(_master.Prices);
        }

        if (gain > Serious * Math.Max(0, expected))
        {
            (_nulls, _goodReach) = (0, _master.Reach);
            _master.Reach *= gain > 0.5 * expected ? Longer : 1;
        }
        else if (-gain > TooFar * expected || ++_nulls > MostNulls)
        {
            _nulls = 0;
            _master.Reach *= Shorter;
        }
    }

    /// <summary>Keeps what each block chose in the last evaluation.</summary>
    private void AddColumns()
    {
        _master.ForEachBlock((worker, b) =>
        {
            var parts = _parts[worker];
            parts.Clear();
            double value = b < _problem.NgoCount ? Choice(b, parts) : Service(b - _problem.NgoCount, parts);
            _master.Add(b, value, CollectionsMarshal.AsSpan(parts), _iteration);
        });
    }

    private double Choice(int ngo, List<BundlePart> parts)
    {
        double value = 0;
        foreach (int a in _relaxation.Chosen(ngo))
        {
            double grams = _relaxation.Grams[a];
            value += _problem.ArcValue[a] * 0.001 * grams - _problem.ArcCost[a];
            parts.Add(new BundlePart(a, _problem.ArcDonation[a], grams, _relaxation.Asked(a), _master.RowOf(_relaxation.Slots[a])));
        }

        return value;
    }

    private double Service(int donation, List<BundlePart> parts)
    {
        for (int a = _problem.DonationStart[donation]; a < _problem.DonationStart[donation + 1]; a++)
        {
            if (_relaxation.Slots[a] is >= 0 and var slot && _relaxation.Sold(slot) is > 0 and var sold)
            {
                parts.Add(new BundlePart(a, donation, 0, sold, _master.RowOf(slot)));
            }
        }

        return 0;
    }
}
