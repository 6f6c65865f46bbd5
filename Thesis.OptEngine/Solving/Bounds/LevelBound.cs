using Thesis.OptEngine.Model;

namespace Thesis.OptEngine.Solving.Bounds;

/// <summary>
/// The engine's tightest bound, improved one evaluation at a time: the <see cref="LevelRelaxation"/> under the volume
/// algorithm, from prices of supply that a simpler bound found. Arcs get prices on their steps when a choice uses them.
/// </summary>
internal sealed class LevelBound
{
    private const int ActivateEvery = 5, MostActivePerSlot = 4, MostRests = 12, FewArcs = 4000;
    private const double StepAtRest = 1e-4, SlackPart = 0.02;
    private readonly LevelRelaxation _relaxation;
    private readonly VolumeMethod _method;
    private readonly AllocationProblem _problem;
    private readonly int _mostActive;
    private ChoiceMemory _choices;
    private int _iterations, _rests;

    /// <param name="problem">The problem.</param>
    /// <param name="crew">Threads that evaluate it.</param>
    /// <param name="supplyPrices">Prices per gram of each donation to start from.</param>
    /// <param name="interrupted">Asked on any thread; true stops an evaluation.</param>
    /// <param name="steps">Prices of steps from an earlier bound; null without.</param>
    public LevelBound(
        AllocationProblem problem, WorkCrew crew, ReadOnlySpan<double> supplyPrices, Func<bool> interrupted, StepPrices? steps = null)
    {
        _problem = problem;
        _relaxation = new LevelRelaxation(problem, crew, Units(problem)) { Slack = 1e-4 };
        var start = supplyPrices.ToArray();
        if (steps is not null && steps.Units == _relaxation.Units)
        {
            start = Resume(steps, start);
            (_relaxation.Slack, _relaxation.Known) = (steps.Slack, steps.Choices);
        }

        var scale = new double[start.Length];
        Array.Fill(scale, 1);
        SupplyScale(problem).CopyTo(scale, 0);
        _mostActive = MostActivePerSlot * (problem.DonationCount + problem.NgoCount);
        _method = new VolumeMethod((p, g) => _relaxation.Evaluate(p, g, interrupted), start, scale, VolumePace.Near);
        _relaxation.Known = null;

        // Choices of an evaluation that was interrupted are worth nothing.
        _choices = double.IsFinite(_method.Best) ? _relaxation.Remember() : new ChoiceMemory(0);
    }

    /// <summary>The best bound so far; infinite if even the first evaluation was interrupted.</summary>
    public double Bound => _method.Best;

    /// <summary>The relaxation that is bounded with, and all prices of the best bound.</summary>
    public LevelRelaxation Relaxation => _relaxation;

    public ReadOnlySpan<double> Prices => _method.Prices;

    /// <summary>Prices per gram of each donation at the best bound.</summary>
    public ReadOnlySpan<double> SupplyPrices => _method.Prices[.._problem.DonationCount];

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
        var known = _method.Prices[_problem.DonationCount..];
        known[..Math.Min(known.Length, prices.Length)].CopyTo(prices);
        return new StepPrices(SupplyPrices.ToArray(), ends, prices, _relaxation.Units, _relaxation.Slack, _choices);
    }

    /// <summary>Whether further iterations are not worth their time.</summary>
    public bool IsAtRest => _rests > MostRests;

    /// <summary>Elementary operations since the start, for the work meter.</summary>
    public long Operations => _relaxation.Operations;

    /// <summary>One evaluation.</summary>
    /// <param name="value">Value of the best solution known.</param>
    public void Iterate(double value)
    {
        if (_iterations++ % ActivateEvery == 0)
        {
            _relaxation.ActivateChosen(_mostActive);
            _method.Extend(_relaxation.Dimensions);
        }

        double gap = _method.Best > 0 ? (_method.Best - value) / _method.Best : 0;
        _relaxation.Slack = Math.Clamp(SlackPart * gap, 1e-9, 1e-4);
        double best = _method.Best;
        _method.Iterate(Math.Max(value, 0.995 * best));
        _choices = _method.Best < best ? _relaxation.Remember() : _choices;
        if (_method.Step < StepAtRest)
        {
            // The direction has grown stale: begin anew from the best prices, more patiently each time.
            _rests++;
            _method.Restart(VolumePace.Near with { Step = 0.02 / (1 + _rests), Reds = 10 * (1 + _rests) });
        }
    }

    /// <summary>A finer scale is tighter but slower to converge, which only smaller problems have the time for.</summary>
    private static int Units(AllocationProblem problem) =>
        problem.ArcCount <= FewArcs ? 24 : 12;

    private double[] Resume(StepPrices steps, double[] supply)
    {
        var prices = new List<double>(supply);
        for (int i = 0; i < steps.Ends.Length; i++)
        {
            var (d, n) = steps.Ends[i];
            int arc = (uint)d < (uint)_problem.DonationCount && (uint)n < (uint)_problem.NgoCount ? _problem.FindArc(d, n) : -1;
            if (arc >= 0 && _relaxation.TryActivate(arc))
            {
                prices.AddRange(steps.Prices.AsSpan(i * _relaxation.Units, _relaxation.Units));
            }
        }

        return [.. prices];
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
