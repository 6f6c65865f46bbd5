using Thesis.OptEngine.Model;

namespace Thesis.OptEngine.Solving.Bounds;

/// <summary>
/// The engine's tightest bound, improved one evaluation at a time: the <see cref="LevelRelaxation"/> under the
/// <see cref="BundleMethod"/>, from prices of supply that a simpler bound found. Arcs get prices on their steps when a choice uses them.
/// </summary>
internal sealed class LevelBound
{
    private const int ActivateEvery = 5, MostActivePerSlot = 4, FinelyScaledArcs = 40_000;
    private readonly WorkCrew _crew;
    private readonly LevelRelaxation _relaxation;
    private readonly AllocationProblem _problem;
    private readonly Func<bool> _interrupted;
    private readonly double[] _start, _supplyScale;
    private readonly int _mostActive;
    private BundleMethod? _method;
    private readonly double _best;
    private (double Bound, double[] Prices, double Slack)? _lent;
    private int _iterations;

    /// <param name="problem">The problem.</param>
    /// <param name="crew">Threads that evaluate it.</param>
    /// <param name="supplyPrices">Prices per gram of each donation to start from.</param>
    /// <param name="interrupted">Asked on any thread; true stops an evaluation.</param>
    /// <param name="steps">Prices of steps from an earlier bound; null without.</param>
    public LevelBound(
        AllocationProblem problem, WorkCrew crew, ReadOnlySpan<double> supplyPrices, Func<bool> interrupted, StepPrices? steps = null)
    {
        (_problem, _crew, _interrupted) = (problem, crew, interrupted);
        _relaxation = new LevelRelaxation(problem, crew, Units(problem)) { Slack = 1e-4 };
        (_start, _supplyScale) = (supplyPrices.ToArray(), SupplyScale(problem));
        if (steps is not null && steps.Units == _relaxation.Units)
        {
            _start = Resume(steps, _start);
            _relaxation.Slack = steps.Slack;
        }

        _mostActive = MostActivePerSlot * (problem.DonationCount + problem.NgoCount);
        _best = _relaxation.Evaluate(_start, [], interrupted);
    }

    /// <summary>The best bound so far; infinite if even the first evaluation was interrupted.</summary>
    public double Bound => _lent?.Bound ?? _method?.Best ?? _best;

    /// <summary>The relaxation that is bounded with, and all prices of the best bound.</summary>
    public LevelRelaxation Relaxation => _relaxation;

    public ReadOnlySpan<double> Prices => _lent is { } lent ? lent.Prices : _method is null ? _start : _method.Prices;

    /// <summary>Prices per gram of each donation at the best bound.</summary>
    public ReadOnlySpan<double> SupplyPrices => Prices[.._problem.DonationCount];

    /// <summary>The prices of steps at the best bound, to begin from in a problem that is nearly the same.</summary>
    public StepPrices Steps()
    {
        var active = _relaxation.Active;
        var ends = new (int Donation, int Ngo)[active.Count];
        for (int i = 0; i < ends.Length; i++)
        {
            ends[i] = (_problem.ArcDonation[active[i]], _problem.ArcNgo[active[i]]);
        }

        // What was activated last may have no prices yet: it stands at 0.
        var prices = new double[active.Count * _relaxation.Units];
        var known = Prices[_problem.DonationCount..];
        known[..Math.Min(known.Length, prices.Length)].CopyTo(prices);
        return new StepPrices(SupplyPrices.ToArray(), ends, prices, _relaxation.Units, _lent?.Slack ?? _relaxation.Slack);
    }

    /// <summary>Whether further iterations are not worth their time.</summary>
    public bool IsAtRest => _method?.IsAtRest ?? false;

    /// <summary>Elementary operations since the start, for the work meter.</summary>
    public long Operations => _relaxation.Operations + (_method?.Operations ?? 0);

    /// <summary>How much of each arc's deliveries the bound's mixtures of choices use, from 0 to 1, by arc.</summary>
    public void Usage(Span<double> used) => Method().Usage(used);

    /// <summary>Gives the method, with all it knows, away to bound parts of the problem. Prices and bound stay as they are, and
    /// no iteration may follow.</summary>
    public BundleMethod Lend()
    {
        var method = Method();
        _lent = (Bound, Prices.ToArray(), _relaxation.Slack);
        return method;
    }

    private BundleMethod Method() =>
        _method ??= new BundleMethod(_problem, _crew, _relaxation, _start, _best, _supplyScale, _interrupted);

    /// <summary>One evaluation.</summary>
    /// <param name="value">Value of the best solution known.</param>
    public void Iterate(double value)
    {
        var method = Method();
        if (_iterations++ % ActivateEvery == 0)
        {
            _relaxation.ActivateChosen(_mostActive);
            method.Extend();
        }

        method.Iterate(Math.Max(value, 0.995 * method.Best));
    }

    /// <summary>A finer scale is tighter but slower to converge, which only smaller problems have the time for.</summary>
    private static int Units(AllocationProblem problem) =>
        problem.ArcCount <= FinelyScaledArcs ? 24 : 12;

    private double[] Resume(StepPrices steps, double[] supply)
    {
        _relaxation.Reserve(steps.Ends.Length);
        var prices = new double[supply.Length + steps.Prices.Length];
        supply.CopyTo(prices, 0);
        for (int i = 0; i < steps.Ends.Length; i++)
        {
            var (d, n) = steps.Ends[i];
            int arc = (uint)d < (uint)_problem.DonationCount && (uint)n < (uint)_problem.NgoCount ? _problem.FindArc(d, n) : -1;
            int at = _relaxation.Dimensions;
            if (arc >= 0 && _relaxation.TryActivate(arc))
            {
                steps.Prices.AsSpan(i * _relaxation.Units, _relaxation.Units).CopyTo(prices.AsSpan(at));
            }
        }

        return prices.AsSpan(0, _relaxation.Dimensions).ToArray();
    }

    /// <summary>Units in which prices of supply are measured: a step moves the price of a whole donation about as far as
    /// that of a step of its scale.</summary>
    public static double[] SupplyScale(AllocationProblem problem)
    {
        double mean = MeanSupply(problem);
        var scale = new double[problem.DonationCount];
        for (int d = 0; d < scale.Length; d++)
        {
            scale[d] = 1 / Math.Sqrt(mean * Math.Max(1, problem.Supply[d]));
        }

        return scale;
    }

    private static double MeanSupply(AllocationProblem problem)
    {
        double total = 0;
        foreach (long grams in problem.Supply)
        {
            total += grams;
        }

        return Math.Max(1, total / Math.Max(1, problem.DonationCount));
    }
}
