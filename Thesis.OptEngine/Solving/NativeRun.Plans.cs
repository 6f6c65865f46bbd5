using Thesis.OptEngine.Solving.Bounds;
using Thesis.OptEngine.Solving.Exact;
using Thesis.OptEngine.Solving.Search;

namespace Thesis.OptEngine.Solving;

/// <content>Plans: a first one, made better, and proven best where the problem is small.</content>
internal sealed partial class NativeRun
{
    private const int DonationCandidates = 8, CandidatesAgain = 4, FocusedCandidates = 2;
    private const double SupplyShare = 0.55, SupplyShareOfMany = 0.35, FirstSearchShare = 0.1;
    private const int FewArcs = 4000, ManyArcs = 100_000;
    private const double SupplyShareOfFew = 0.45, FirstTurnOfArc = 1e5, MostFirstTurn = 5e7, MostTurn = 2.5e8;
    private const long RoundOperationsPerNgo = 4000;

    // Temperatures of the search, as parts of the mean value of a delivery.
    private const double Hot = 0.04, Reheated = 0.01, Warm = 0.005, Cool = 0.002, Cold = 0.001;
    private const double EnoughNanosecondsPerNgo = 2e7;
    private long _lastOperation; // of the bound's, at which a proof is broken off

    private void Search()
    {
        var earlier = _options.WarmStart is { Allocations.IsEmpty: false } warm ? new TakenOver(_problem, warm.Allocations) : null;
        var (candidates, plan) = Fill(earlier?.Deliveries ?? []);
        Improve(plan);
        var annealing = new Annealing(candidates, plan, _supplyPrices, _crew);
        bool few = _problem.ArcCount <= FewArcs;
        if (earlier is null)
        {
            Build(candidates, annealing, plan);
            AnnealFor(annealing, plan, few ? FirstTurn : FirstSearchShare * _meter.Left, Warm);
        }
        else
        {
            PriceSupply(share: 0); // A small change may leave nothing to do.
        }

        var bound = PriceSupply(few ? SupplyShareOfFew : _problem.ArcCount > ManyArcs ? SupplyShareOfMany : SupplyShare);
        if (bound is not null && earlier is null)
        {
            (candidates, plan) = Focus(bound);
            annealing = new Annealing(candidates, plan, _supplyPrices, _crew);
        }

        if (bound is not null && few)
        {
            TakeTurns(annealing, plan, bound, earlier is null ? Hot : Cool);
            return;
        }

        AnnealFor(annealing, plan, _meter.Left, earlier is null ? Hot : Cool);
        if (earlier is null || !MeetsTarget)
        {
            Settle(plan);
        }
    }

    /// <summary>Work of the first turns of a small problem, in nanoseconds.</summary>
    private double FirstTurn => Math.Min(FirstTurnOfArc * _problem.ArcCount, MostFirstTurn);

    /// <summary>A plan of deliveries that are kept, by ascending arc, and of what a greedy pass adds to them.</summary>
    private (Candidates Candidates, Plan Plan) Fill(Delivery[] kept)
    {
        // An earlier plan needs fewer to be made whole again than a first one to be found.
        int most = kept.Length > 0 ? CandidatesAgain : DonationCandidates;
        var candidates = new Candidates(
            _problem, _crew, _prices, _supplyPrices, most, Array.ConvertAll(kept, delivery => delivery.Arc));
        _meter.Spend(NanosecondsPerArcChosen * _problem.ArcCount);
        var plan = new Plan(candidates);
        plan.Load(kept);
        Greedy.Extend(candidates, plan, _prices);
        _meter.Spend(NanosecondsPerArcChosen * candidates.Count);
        return (candidates, plan);
    }

    /// <summary>The best plan so far among fewer candidates: its own arcs, those that the bound's mixtures use, and the best
    /// few of each donation.</summary>
    private (Candidates Candidates, Plan Plan) Focus(LevelBound bound)
    {
        var used = new double[_problem.ArcCount];
        bound.Usage(used);
        foreach (var delivery in _best)
        {
            used[delivery.Arc] = 1;
        }

        int[] arcs = [.. Enumerable.Range(0, used.Length).Where(a => used[a] > 0)];
        var candidates = new Candidates(_problem, _crew, _prices, _supplyPrices, FocusedCandidates, arcs);
        _meter.Spend(NanosecondsPerArcChosen * _problem.ArcCount);
        var plan = new Plan(candidates);
        plan.Load(_best);
        return (candidates, plan);
    }

    /// <summary>Tries a plan of patterns at the prices of the bound; the greedy plan stays if it is better.</summary>
    private void Build(Candidates candidates, Annealing annealing, Plan plan)
    {
        bool whole = annealing.Build(() => _meter.Interrupted() is not null, out long operations);
        if (whole)
        {
            Greedy.Extend(candidates, plan, _prices);
            Improve(plan);
        }

        _meter.Spend((long)(operations * NanosecondsPerSearch) + NanosecondsPerArcChosen * candidates.Count);
        plan.Load(_best);
    }

    /// <summary>Anneals over so many nanoseconds of work.</summary>
    private void AnnealFor(Annealing annealing, Plan plan, double nanoseconds, double hot)
    {
        double unit = plan.Total() / Math.Max(1, plan.Deliveries());
        double left = Math.Max(1, _meter.Left), span = Math.Clamp(nanoseconds, 1, left);
        double start = _meter.Spent, end = start + span / left * (1 - start);

        // Where there is work for a few tries an NGO only, there is no time to cool down from far.
        double tries = Math.Min(1, span / (EnoughNanosecondsPerNgo * _problem.NgoCount));
        var cooling = new Cooling(unit * Math.Max(Cold, hot * tries), unit * Cold);
        bool whole = true;
        while (whole && !IsOver && _meter.Spent < end)
        {
            double temperature = cooling.At((_meter.Spent - start) / (end - start));
            whole = annealing.Round(temperature, RoundOperationsPerNgo, () => _meter.Interrupted() is not null, out long operations);
            _meter.Spend((long)(operations * NanosecondsPerSearch));
            if (whole)
            {
                Improve(plan);
            }
        }
    }

    /// <summary>
    /// A small problem: search and proof take turns, at first of doubling length. What is proven early ends early, whatever work was
    /// allowed, and a search begins again from the best plan, which helps more there than a longer one.
    /// </summary>
    private void TakeTurns(Annealing annealing, Plan plan, LevelBound bound, double hot)
    {
        BranchAndBound? tree = null;
        for (double turn = FirstTurn; !IsOver; turn = Math.Min(2 * turn, MostTurn))
        {
            AnnealFor(annealing, plan, turn, tree is null ? hot : Reheated);
            Settle(plan);
            tree ??= new BranchAndBound(_problem, bound, () => bound.Operations >= _lastOperation || _meter.Interrupted() is not null);
            Prove(tree, turn);
            Return(plan);
        }
    }

    /// <summary>Works on the proof of a small problem's best solution for so many nanoseconds, or what the node begun takes.</summary>
    private void Prove(BranchAndBound tree, double nanoseconds)
    {
        // A node of many alike NGOs may take more than all the work that is left: it is broken off there, and stays open.
        long charged = tree.Operations, end = charged + (long)(nanoseconds / NanosecondsPerOperation);
        _lastOperation = tree.RelaxationOperations + (long)Math.Ceiling(_meter.Left / NanosecondsPerOperation);
        tree.Learn(_best, _value);
        while (!tree.IsDone && tree.Operations < end && !IsOver)
        {
            tree.Step();
            Improve(tree.Best, tree.Value);
            Improve(tree.Bound);
            _meter.Spend((long)((tree.Operations - charged) * NanosecondsPerOperation));
            charged = tree.Operations;
        }
    }

    /// <summary>Gives the best plan found the best grams for its deliveries, and goes on from it.</summary>
    private void Settle(Plan plan)
    {
        if (_meter.Interrupted() is null && BestGrams.Ship(_problem, Array.ConvertAll(_best, delivery => delivery.Arc)) is { } shipped)
        {
            _meter.Spend(BestGrams.NanosecondsPerArc * _best.Length);
            Improve(shipped.Deliveries, shipped.Value);
            Return(plan);
        }
    }

    /// <summary>Goes back to the best plan, unless it has arcs that are no candidates.</summary>
    private void Return(Plan plan)
    {
        if (plan.Fits(_best))
        {
            plan.Load(_best);
        }
    }
}
