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
    private const double SupplyShareOfFew = 0.45, ShareBeforeExact = 0.5;
    private const int LeastAnneals = 10;
    private const long RoundOperationsPerNgo = 4000;

    // Temperatures of the search, as parts of the mean value of a delivery.
    private const double Hot = 0.04, Reheated = 0.01, Warm = 0.005, Cool = 0.002, Cold = 0.001, Coldest = 0.0001;
    private const double EnoughNanosecondsPerNgo = 2e7;

    private void Search()
    {
        var earlier = _options.WarmStart is { Allocations.IsEmpty: false } warm ? new TakenOver(_problem, warm.Allocations) : null;
        var (candidates, plan, filled) = Fill(earlier?.Deliveries ?? []);
        Improve(bound: null, plan);
        var annealing = new Annealing(candidates, plan, _supplyPrices, _crew);
        if (earlier is not null)
        {
            earlier.Disturbed.UnionWith(filled.Take(MostDisturbed));
            Resettle(candidates, annealing, plan, earlier.Disturbed);
        }
        else
        {
            Build(candidates, annealing, plan);
            Anneal(annealing, plan, FirstSearchShare, Warm);
        }

        int arcs = _problem.ArcCount;
        double hot = earlier is null ? Hot : Cool;
        var bound = PriceSupply(arcs <= FewArcs ? SupplyShareOfFew : arcs > ManyArcs ? SupplyShareOfMany : SupplyShare);
        if (bound is not null && earlier is null)
        {
            (candidates, plan) = Focus(bound);
            annealing = new Annealing(candidates, plan, _supplyPrices, _crew);
        }

        if (bound is not null && arcs <= FewArcs && _problem.ClassCount == 0)
        {
            AnnealAgain(annealing, plan, ShareBeforeExact, hot);
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

    /// <summary>A plan of deliveries that are kept, by ascending arc, and what a greedy pass adds to them.</summary>
    private (Candidates Candidates, Plan Plan, List<int> Filled) Fill(Delivery[] kept)
    {
        // An earlier plan needs fewer to be made whole again than a first one to be found.
        int most = kept.Length > 0 ? CandidatesAgain : DonationCandidates;
        var candidates = new Candidates(
            _problem, _crew, _prices, _supplyPrices, most, Array.ConvertAll(kept, delivery => delivery.Arc));
        _meter.Spend(NanosecondsPerArcChosen * _problem.ArcCount);
        var plan = new Plan(candidates);
        plan.Load(kept);
        var filled = Greedy.Extend(candidates, plan, _prices);
        _meter.Spend(NanosecondsPerArcChosen * candidates.Count);
        return (candidates, plan, filled);
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
            Improve(bound: null, plan);
        }

        _meter.Spend((long)(operations * NanosecondsPerSearch) + NanosecondsPerArcChosen * candidates.Count);
        plan.Load(_best);
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

    /// <summary>Anneals, then again and again from the best plan so far, each time from less heat: where a small problem's
    /// search has come to rest, a longer one helps less than another try from near by.</summary>
    private void AnnealAgain(Annealing annealing, Plan plan, double part, double hot)
    {
        double span = part * (_meter.LimitNanoseconds - _meter.UsedNanoseconds);
        int anneals = Math.Max(LeastAnneals, (int)(span / (EnoughNanosecondsPerNgo * Math.Max(1, _problem.NgoCount))));
        double each = part / anneals;
        for (int i = 0; i < anneals && !IsOptimal && !MeetsTarget && _meter.Continue(); i++)
        {
            Anneal(annealing, plan, each / (1 - i * each), i == 0 ? hot : Reheated);
            plan.Load(_best);
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
}
