using Thesis.OptEngine.Model;
using Thesis.OptEngine.Solving.Bounds;
using Thesis.OptEngine.Solving.Search;

namespace Thesis.OptEngine.Solving;

/// <summary>One solve by the native solver, phase by phase, each ending at its share of the work.</summary>
internal sealed class NativeRun
{
    private const double NanosecondsPerOperation = 18;
    private const int CapacityIterations = 800, DonationCandidates = 8, NgoCandidates = 60;
    private const double CapacityShare = 0.2, SupplyShare = 0.35;

    // Temperatures of the search, as parts of the mean value of a delivery.
    private const double Hot = 0.05, Cold = 0.004;
    private const double OptimalGap = 1e-6;

    private readonly AllocationProblem _problem;
    private readonly SolveOptions _options;
    private readonly WorkMeter _meter;
    private readonly double[] _prices, _supplyPrices;
    private readonly Plan _plan, _best;
    private double _bound, _value;

    public NativeRun(AllocationProblem problem, SolveOptions options, CancellationToken cancellationToken)
    {
        (_problem, _options) = (problem, options);
        _meter = new WorkMeter(options, cancellationToken);
        (_plan, _best) = (new Plan(problem), new Plan(problem));
        (_prices, _supplyPrices) = (new double[2 * problem.NgoCount], new double[problem.DonationCount]);
        _bound = double.PositiveInfinity;
    }

    public SolveResult Solve()
    {
        PriceCapacity();
        if (_problem.ArcCount > 0 && _meter.Continue())
        {
            Search();
        }

        decimal bound = RoundUp(_bound);
        var stopped = IsOptimal ? StopReason.Optimal : MeetsTarget ? StopReason.TargetGap : _meter.Stopped ?? StopReason.WorkSpent;
        return new SolveResult
        {
            Status = IsOptimal ? SolveStatus.Optimal : SolveStatus.Feasible,
            StoppedBy = stopped,
            Reason = _problem.ArcCount == 0 ? "No donation can go to any NGO to advantage." : "",
            Solution = _best.ToSolution(),
            Value = 0,
            Bound = bound,
            Duals = Duals(),
            Work = _meter.Used,
            SolverVersion = "",
        };
    }

    private bool IsOptimal => _bound - _value <= OptimalGap * Math.Abs(_value);

    private bool MeetsTarget => _bound - _value <= _options.TargetGap * _value;

    private void PriceCapacity()
    {
        int ngos = _problem.NgoCount;
        var relaxation = new CapacityRelaxation(_problem);
        double mean = MeanSupply();
        var scale = new double[2 * ngos];
        scale.AsSpan(0, ngos).Fill(1 / mean);
        scale.AsSpan(ngos).Fill(1);
        long cost = (long)(CapacityRelaxation.NanosecondsPerArc * _problem.ArcCount + 20 * (_problem.DonationCount + ngos));

        double Bound(ReadOnlySpan<double> prices, Span<double> subgradient)
        {
            double bound = relaxation.Evaluate(prices[..ngos], prices[ngos..], subgradient[..ngos], subgradient[ngos..]);
            for (int n = 0; n < ngos; n++)
            {
                subgradient[n] = _problem.Capacity[n] - subgradient[n];
                subgradient[ngos + n] = _problem.Slots[n] - subgradient[ngos + n];
            }

            return bound;
        }

        // Without prices nothing is known at all, so the first evaluation happens whatever the limits.
        var method = new VolumeMethod(Bound, _prices, scale, step: 1);
        long limit = (long)(CapacityShare * _meter.LimitNanoseconds);
        for (int i = 0; i < CapacityIterations && _meter.Spend(cost) && _meter.UsedNanoseconds < limit; i++)
        {
            method.Iterate(0.995 * method.Best);
        }

        method.Prices.CopyTo(_prices, 0);
        relaxation.SupplyPrices(_prices.AsSpan(0, ngos), _prices.AsSpan(ngos), _supplyPrices);
        Improve(method.Best, value: null);
    }

    private void Search()
    {
        int ngos = _problem.NgoCount;
        var candidates = new Candidates(
            _problem, _prices.AsSpan(0, ngos), _prices.AsSpan(ngos), _supplyPrices, DonationCandidates, NgoCandidates);
        _meter.Spend(200L * _problem.ArcCount);
        var search = new PatternSearch(_problem, _plan, candidates, _supplyPrices);
        for (int n = 0; n < ngos; n++)
        {
            long operations = search.Operations;
            search.Fill(n, share: 1);
            if (!_meter.Spend((long)((search.Operations - operations) * NanosecondsPerOperation)))
            {
                break;
            }
        }

        Improve(bound: null, _plan.Value);
        PriceSupply();
        Anneal(search);
    }

    private void PriceSupply()
    {
        if (!_meter.Continue() || IsOptimal || MeetsTarget)
        {
            return;
        }

        var relaxation = new SupplyRelaxation(_problem);
        var scale = new double[_problem.DonationCount];
        double mean = MeanSupply();
        for (int d = 0; d < scale.Length; d++)
        {
            scale[d] = 1 / Math.Sqrt(mean * Math.Max(1, _problem.Supply[d]));
        }

        long charged = 0;
        bool Charge()
        {
            long operations = relaxation.Operations - charged;
            charged = relaxation.Operations;
            return !_meter.Spend((long)(operations * NanosecondsPerOperation));
        }

        double Bound(ReadOnlySpan<double> prices, Span<double> subgradient) =>
            relaxation.Evaluate(prices, subgradient, Charge);

        var method = new VolumeMethod(Bound, _supplyPrices, scale, step: 0.5);
        long limit = _meter.UsedNanoseconds + (long)(SupplyShare * (_meter.LimitNanoseconds - _meter.UsedNanoseconds));
        while (!Charge() && _meter.UsedNanoseconds < limit && !IsOptimal && !MeetsTarget && method.Step > 1e-6)
        {
            method.Iterate(Math.Max(_value, 0.995 * method.Best));
            Improve(method.Best, value: null);
        }

        if (double.IsFinite(method.Best))
        {
            method.Prices.CopyTo(_supplyPrices, 0);
        }
    }

    private void Anneal(PatternSearch search)
    {
        var random = new RandomSource(1);
        int deliveries = 1;
        for (int n = 0; n < _problem.NgoCount; n++)
        {
            deliveries += _plan.Deliveries(n).Length;
        }

        double unit = _plan.Value / deliveries;
        long start = _meter.UsedNanoseconds, span = Math.Max(1, _meter.LimitNanoseconds - start);
        int steps = Math.Clamp(_problem.NgoCount / 2, 16, 200);
        for (long charged = search.Operations; !IsOptimal && !MeetsTarget; charged = search.Operations)
        {
            double part = Math.Min(1, (_meter.UsedNanoseconds - start) / (double)span);
            double temperature = unit * Hot * Math.Exp(part * Math.Log(Cold / Hot));
            for (int i = 0; i < steps; i++)
            {
                search.Step(ref random, temperature);
            }

            Improve(bound: null, _plan.Value);
            if (!_meter.Spend((long)((search.Operations - charged) * NanosecondsPerOperation)))
            {
                break;
            }
        }
    }

    private void Improve(double? bound, double? value)
    {
        bool better = false;
        if (bound is { } b && b < _bound)
        {
            (_bound, better) = (b, true);
        }

        if (value is { } v && v > _value)
        {
            _best.CopyFrom(_plan);
            (_value, better) = (v, true);
        }

        if (better)
        {
            _options.Progress?.Invoke(new SolveProgress(_value, _bound, _meter.Used, _meter.Elapsed));
        }
    }

    private double MeanSupply()
    {
        double total = 0;
        foreach (long grams in _problem.Supply)
        {
            total += grams;
        }

        return Math.Max(1, total / Math.Max(1, _problem.DonationCount));
    }

    private DualPrices Duals()
    {
        int ngos = _problem.NgoCount;
        return new DualPrices(
            Array.ConvertAll(_supplyPrices, p => 1000 * p),
            Array.ConvertAll(_prices[..ngos], p => 1000 * p),
            _prices[ngos..]);
    }

    /// <summary>The bound with room for the rounding of its sums: terms are all of one sign and below 10⁸ in number, and the
    /// knapsacks are solved to 10⁻⁹ of their value.</summary>
    private static decimal RoundUp(double bound)
    {
        decimal safe = (decimal)bound * 1.000000003m;
        return Math.Ceiling(safe * 1_000_000m) / 1_000_000m;
    }
}
