using Thesis.OptEngine.Model;
using Thesis.OptEngine.Solving.Bounds;
using Thesis.OptEngine.Solving.Search;

namespace Thesis.OptEngine.Solving;

/// <summary>One solve by the native solver, phase by phase, each ending at its share of the work.</summary>
internal sealed partial class NativeRun : IDisposable
{
    private const double NanosecondsPerOperation = 7, NanosecondsPerSearch = 10;
    private const double OptimalGap = 1e-6;
    private const long NanosecondsPerArcChosen = 150;

    private readonly AllocationProblem _problem;
    private readonly SolveOptions _options;
    private readonly WorkMeter _meter;
    private readonly double[] _prices, _supplyPrices;
    private readonly WorkCrew _crew;
    private Delivery[] _best = [];
    private LevelBound? _level;
    private double _bound, _value;
    private long _charged;
    private bool _warm;

    public NativeRun(AllocationProblem problem, SolveOptions options, CancellationToken cancellationToken)
    {
        (_problem, _options) = (problem, options);
        _meter = new WorkMeter(options, cancellationToken);
        _crew = new WorkCrew(options.Threads);
        (_prices, _supplyPrices) = (new double[RoomPrices.Count(problem)], new double[problem.DonationCount]);
        _bound = double.PositiveInfinity;
    }

    private bool IsOver => IsOptimal || MeetsTarget || !_meter.Continue();

    public SolveResult Solve()
    {
        TakeOverPrices();
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
            Solution = Delivery.Solution(_problem, _best),
            Value = 0,
            Bound = bound,
            Duals = Duals(),
            Work = _meter.Used,
            SolverVersion = "",
        };
    }

    public void Dispose() => _crew.Dispose();

    private bool IsOptimal => _bound - _value <= OptimalGap * Math.Abs(_value);

    private bool MeetsTarget => _bound - _value <= _options.TargetGap * _value;

    private void Improve(double bound)
    {
        if (bound < _bound)
        {
            _bound = bound;
            Tell();
        }
    }

    private void Improve(Plan plan)
    {
        if (plan.Total() is var value && value > _value)
        {
            Improve(plan.Save(), value);
        }
    }

    private void Improve(Delivery[] deliveries, double value)
    {
        if (value > _value)
        {
            (_best, _value) = (deliveries, value);
            Tell();
        }
    }

    private void Tell() => _options.Progress?.Invoke(new SolveProgress(_value, _bound, _meter.Used, _meter.Elapsed));

    private DualPrices Duals()
    {
        int ngos = _problem.NgoCount;
        return new DualPrices(
            Array.ConvertAll(_supplyPrices, p => 1000 * p),
            Array.ConvertAll(_prices[..ngos], p => 1000 * p),
            _prices[ngos..(2 * ngos)])
        {
            Classes = Array.ConvertAll(RoomPrices.OfClasses(_problem, _prices).ToArray(), p => 1000 * p),
            Steps = _level?.Steps(),
        };
    }

    /// <summary>The bound with room for the rounding of its sums: terms are all of one sign and below 10⁸ in number, and the
    /// knapsacks are solved to 10⁻⁹ of their value.</summary>
    private static decimal RoundUp(double bound)
    {
        decimal safe = (decimal)bound * 1.000000003m;
        return Math.Ceiling(safe * 1_000_000m) / 1_000_000m;
    }
}
