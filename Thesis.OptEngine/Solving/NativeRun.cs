using Thesis.OptEngine.Model;
using Thesis.OptEngine.Solving.Bounds;
using Thesis.OptEngine.Solving.Exact;
using Thesis.OptEngine.Solving.Search;

namespace Thesis.OptEngine.Solving;

/// <summary>One solve by the native solver, phase by phase, each ending at its share of the work.</summary>
internal sealed class NativeRun : IDisposable
{
    private const double NanosecondsPerOperation = 12, NanosecondsPerSearch = 9;
    private const int CapacityIterations = 800, DonationCandidates = 8;
    private const double CapacityShare = 0.35, SupplyShare = 0.55, SupplyShareOfMany = 0.35, FirstSearchShare = 0.1;
    private const int WarmIterations = 4, ResettleRounds = 16, MostDisturbed = 8;
    private const int FewArcs = 4000, ManyArcs = 100_000;
    private const double SupplyShareOfFew = 0.45, ShareBeforeExact = 0.15;
    private const long RoundOperationsPerNgo = 4000;

    // Temperatures of the search, as parts of the mean value of a delivery.
    private const double Hot = 0.04, Warm = 0.005, Cool = 0.002, Cold = 0.001, Coldest = 0.0001;
    private const double OptimalGap = 1e-6;
    private const double EnoughNanosecondsPerNgo = 2e7;
    private const long NanosecondsPerArcChosen = 150;

    private readonly AllocationProblem _problem;
    private readonly SolveOptions _options;
    private readonly WorkMeter _meter;
    private readonly double[] _prices, _supplyPrices;
    private readonly WorkCrew _crew;
    private Delivery[] _best = [];
    private LevelBound? _level;
    private double _bound, _value;
    private bool _warm;

    public NativeRun(AllocationProblem problem, SolveOptions options, CancellationToken cancellationToken)
    {
        (_problem, _options) = (problem, options);
        _meter = new WorkMeter(options, cancellationToken);
        _crew = new WorkCrew(options.Threads);
        (_prices, _supplyPrices) = (new double[2 * problem.NgoCount], new double[problem.DonationCount]);
        _bound = double.PositiveInfinity;
    }

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

    /// <summary>Starts from the prices of an earlier solve, where they fit the problem.</summary>
    private void TakeOverPrices()
    {
        int ngos = _problem.NgoCount;
        if (_options.WarmStart?.Duals is not { } duals)
        {
            return;
        }

        if (duals.Supply.Length != _problem.DonationCount || duals.Capacity.Length != ngos || duals.Slot.Length != ngos)
        {
            throw new ArgumentException(
                "WarmStart.Duals must have a price for each donation and each NGO of the problem: map them first, with NaN for the new ones.");
        }

        for (int n = 0; n < ngos; n++)
        {
            _prices[n] = duals.Capacity[n] > 0 ? duals.Capacity[n] / 1000 : 0;
            _prices[ngos + n] = duals.Slot[n] > 0 ? duals.Slot[n] : 0;
        }

        _warm = true;
    }

    private void PriceCapacity()
    {
        int ngos = _problem.NgoCount;
        var relaxation = new CapacityRelaxation(_problem, _crew);
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
        var method = new VolumeMethod(Bound, _prices, scale, VolumePace.Far with { Step = _warm ? 0.1 : 1 });
        long limit = (long)(CapacityShare * _meter.LimitNanoseconds);
        for (int i = 0; i < (_warm ? WarmIterations : CapacityIterations) && _meter.Spend(cost) && _meter.UsedNanoseconds < limit; i++)
        {
            method.Iterate(0.995 * method.Best);
        }

        method.Prices.CopyTo(_prices);
        relaxation.SupplyPrices(_prices.AsSpan(0, ngos), _prices.AsSpan(ngos), _supplyPrices);
        var steps = _options.WarmStart?.Duals?.Steps;
        for (int d = 0; _warm && d < _supplyPrices.Length; d++)
        {
            // A donation that is new has no price from the earlier solve: the one just found stands in.
            double earlier = steps?.Supply.Length == _supplyPrices.Length
                ? steps.Supply[d]
                : (_options.WarmStart?.Duals?.Supply[d] ?? double.NaN) / 1000;
            _supplyPrices[d] = double.IsNaN(earlier) ? _supplyPrices[d] : Math.Max(0, earlier);
        }

        Improve(method.Best);
    }

    private void Search()
    {
        var earlier = _options.WarmStart is { Allocations.IsEmpty: false } warm ? new TakenOver(_problem, warm.Allocations) : null;
        var kept = earlier?.Deliveries ?? [];
        var candidates = new Candidates(
            _problem, _prices, _supplyPrices, DonationCandidates, Array.ConvertAll(kept, delivery => delivery.Arc));
        _meter.Spend(NanosecondsPerArcChosen * _problem.ArcCount);
        var plan = new Plan(candidates);
        plan.Load(kept);
        var filled = Greedy.Extend(candidates, plan, _prices);
        _meter.Spend(NanosecondsPerArcChosen * candidates.Count);
        Improve(bound: null, plan);
        var annealing = new Annealing(candidates, plan, _supplyPrices, _crew);
        if (earlier is not null)
        {
            PriceSupply(share: 0);
            earlier.Disturbed.UnionWith(filled.Take(MostDisturbed));
            Resettle(annealing, plan, earlier.Disturbed);
        }
        else
        {
            Build(candidates, annealing, plan);
            Anneal(annealing, plan, FirstSearchShare, Warm);
        }

        int arcs = _problem.ArcCount;
        double hot = earlier is null ? Hot : Cool;
        var bound = PriceSupply(arcs <= FewArcs ? SupplyShareOfFew : arcs > ManyArcs ? SupplyShareOfMany : SupplyShare);
        if (bound is not null && arcs <= FewArcs && _problem.ClassCount == 0)
        {
            Anneal(annealing, plan, ShareBeforeExact, hot);
            Settle(candidates, plan);
            Close(bound);
            return;
        }

        Anneal(annealing, plan, 1, hot);
        if (earlier is null || !MeetsTarget)
        {
            Settle(candidates, plan);
        }
    }

    /// <summary>Gives the best plan found the best grams for its deliveries.</summary>
    private void Settle(Candidates candidates, Plan plan)
    {
        if (_meter.Interrupted() is null)
        {
            plan.Load(_best);
            var grams = new BestGrams(candidates, plan);
            grams.Improve();
            _meter.Spend((long)(grams.Operations * NanosecondsPerSearch));
            Improve(bound: null, plan);
        }
    }

    /// <summary>Tries a plan of patterns at the prices of the bound; the greedy plan stays if it is better.</summary>
    private void Build(Candidates candidates, Annealing annealing, Plan plan)
    {
        bool whole = annealing.Build(() => _meter.Interrupted() is not null, out long operations);
        if (whole)
        {
            Greedy.Extend(candidates, plan, _prices);
            Improve(bound: null, plan);
        }

        _meter.Spend((long)(operations * NanosecondsPerSearch) + NanosecondsPerArcChosen * candidates.Count);
        plan.Load(_best);
    }

    /// <summary>Sees to the neighbourhood of what changed since an earlier plan.</summary>
    private void Resettle(Annealing annealing, Plan plan, SortedSet<int> disturbed)
    {
        double unit = plan.Total() / Math.Max(1, plan.Deliveries());
        for (int i = 0; i < ResettleRounds && disturbed.Count > 0 && !IsOptimal && !MeetsTarget && _meter.Continue(); i++)
        {
            var interrupted = () => _meter.Interrupted() is not null;
            bool whole = annealing.Near(disturbed, unit * (i % 2 == 0 ? Cold : Coldest), RoundOperationsPerNgo, interrupted, out long operations);
            if (whole)
            {
                Improve(bound: null, plan);
            }

            _meter.Spend((long)(operations * NanosecondsPerSearch));
        }
    }

    /// <summary>Proves a small problem's best solution, or at least a better bound, with the work that is left.</summary>
    private void Close(LevelBound root)
    {
        // A node of many alike NGOs may take more than all the work that is left: it is broken off there, and stays open.
        long end = root.Operations + (long)Math.Ceiling((_meter.LimitNanoseconds - _meter.UsedNanoseconds) / NanosecondsPerOperation);
        var tree = new BranchAndBound(_problem, root, _best, _value, () => root.Operations >= end || _meter.Interrupted() is not null);
        long charged = tree.Operations;
        while (!tree.IsDone && !IsOptimal && !MeetsTarget && _meter.Continue())
        {
            tree.Step();
            (_best, _value) = (tree.Best, tree.Value);
            Improve(tree.Bound);
            _meter.Spend((long)((tree.Operations - charged) * NanosecondsPerOperation));
            charged = tree.Operations;
        }
    }

    /// <summary>Tightens the bound from both sides over a part of the work that is left, by one evaluation at least the
    /// first time; null if there was no work left to begin.</summary>
    private LevelBound? PriceSupply(double share)
    {
        if (!_meter.Continue() || IsOptimal || MeetsTarget)
        {
            return null;
        }

        long limit = _meter.UsedNanoseconds + (long)(share * (_meter.LimitNanoseconds - _meter.UsedNanoseconds));
        long charged = _level?.Operations ?? 0;
        var bound = _level ??= new LevelBound(
            _problem, _crew, _supplyPrices, () => _meter.Interrupted() is not null, _options.WarmStart?.Duals?.Steps);
        bool Charge()
        {
            long operations = bound.Operations - charged;
            charged = bound.Operations;
            return _meter.Spend((long)(operations * NanosecondsPerOperation));
        }

        bool running = Charge();
        Improve(bound.Bound);
        while (running && _meter.UsedNanoseconds < limit && !IsOptimal && !MeetsTarget && !bound.IsAtRest)
        {
            bound.Iterate(_value);
            running = Charge();
            Improve(bound.Bound);
        }

        if (double.IsFinite(bound.Bound))
        {
            bound.SupplyPrices.CopyTo(_supplyPrices);
        }

        return double.IsFinite(bound.Bound) ? bound : null;
    }

    /// <summary>Anneals over a part of the work that is left.</summary>
    private void Anneal(Annealing annealing, Plan plan, double part, double hot)
    {
        double unit = plan.Total() / Math.Max(1, plan.Deliveries());
        long start = _meter.UsedNanoseconds, span = Math.Max(1, (long)(part * (_meter.LimitNanoseconds - start)));

        // Where there is work for a few tries an NGO only, there is no time to cool down from far.
        double tries = Math.Min(1, span / (EnoughNanosecondsPerNgo * _problem.NgoCount));
        var cooling = new Cooling(unit * Math.Max(Cold, hot * tries), unit * Cold);
        bool whole = true;
        while (whole && !IsOptimal && !MeetsTarget && _meter.Continue() && _meter.UsedNanoseconds - start < span)
        {
            double temperature = cooling.At((_meter.UsedNanoseconds - start) / (double)span);
            whole = annealing.Round(temperature, RoundOperationsPerNgo, () => _meter.Interrupted() is not null, out long operations);
            _meter.Spend((long)(operations * NanosecondsPerSearch));
            if (whole)
            {
                Improve(bound: null, plan);
            }
        }
    }

    private void Improve(double? bound, Plan? plan = null)
    {
        bool better = false;
        if (bound is { } b && b < _bound)
        {
            (_bound, better) = (b, true);
        }

        if (plan?.Total() is { } value && value > _value)
        {
            (_best, _value, better) = (plan.Save(), value, true);
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
            _prices[ngos..])
        {
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
