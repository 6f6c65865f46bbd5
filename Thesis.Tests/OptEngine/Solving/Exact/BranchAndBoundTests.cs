using Thesis.OptEngine.Model;
using Thesis.OptEngine.Solving;
using Thesis.OptEngine.Solving.Bounds;
using Thesis.OptEngine.Solving.Exact;
using Thesis.OptEngine.Solving.OrTools;
using Thesis.OptEngine.Solving.Search;

namespace Thesis.OptEngine.Tests.Solving.Exact;

public class BranchAndBoundTests
{
    [Theory]
    [InlineData(10_000)]
    [InlineData(60_000)]
    [InlineData(1)]
    public void Tiny_problems_are_closed_at_the_enumerated_optimum(long minLot)
    {
        for (int seed = 0; seed < 12; seed++)
        {
            var problem = SyntheticProblem.Make(seed, donations: 6, ngos: 3, reach: 0.8, minLot: minLot, maxArcs: 12);
            double best = EnumerationOracle.Best(problem);
            using var crew = new WorkCrew(1);
            var tree = Grow(problem, crew);
            Assert.True(tree.IsDone, $"seed {seed}: not closed after {tree.Nodes} nodes");
            Assert.True(Math.Abs(tree.Value - best) <= 1e-6 * best + 1e-6, $"seed {seed}: {tree.Value}, optimum {best}");
            Assert.True(tree.Bound >= best - 1e-6 && tree.Bound <= best * (1 + 1e-6) + 1e-6, $"seed {seed}: bound {tree.Bound}, optimum {best}");
        }
    }

    [Fact]
    public void The_engine_proves_problems_of_a_few_NGOs_optimal()
    {
        for (int seed = 0; seed < 4; seed++)
        {
            var problem = SyntheticProblem.Make(seed, donations: 12, ngos: 4, reach: 0.6);
            var result = new NativeSolver().Solve(problem, new SolveOptions { Work = 6000 });
            Assert.Equal((seed, SolveStatus.Optimal), (seed, result.Status));
            var again = new NativeSolver().Solve(problem, new SolveOptions { Work = 6000, Threads = 2 });
            Assert.Equal(result.Solution.Allocations.AsEnumerable(), again.Solution.Allocations.AsEnumerable());
            Assert.Equal((result.Bound, result.Work), (again.Bound, again.Work));
        }
    }

    [Fact]
    public void Deciding_arcs_keeps_a_best_solution()
    {
        int decidedInAll = 0;
        for (int seed = 0; seed < 30; seed++)
        {
            var problem = SyntheticProblem.Make(seed, donations: 5, ngos: 3, reach: 0.8, maxArcs: 11);
            double best = EnumerationOracle.Best(problem);
            using var crew = new WorkCrew(1);
            var bound = new LevelBound(problem, crew, new double[problem.DonationCount], () => false);
            for (int i = 0; i < 100; i++)
            {
                bound.Iterate(best);
            }

            var decided = new List<int>();
            bound.Relaxation.Decide(bound.Prices, best - 1e-6, new double[problem.ArcCount], decided, () => false);
            bound.Relaxation.Decide(bound.Prices, best - 1e-6, [.. Enumerable.Repeat(1.0, problem.ArcCount)], decided, () => false);
            decidedInAll += decided.Count;
            Assert.True(BestWithin(problem, bound.Relaxation.Limits) >= best - 1e-6, $"seed {seed}: {decided.Count} arcs decided");
        }

        Assert.True(decidedInAll > 50, $"only {decidedInAll} arcs decided");
    }

    [Fact]
    public void An_interrupted_tree_keeps_its_bound_and_goes_on_later()
    {
        var problem = SyntheticProblem.Make(2, donations: 6, ngos: 3, reach: 0.8, maxArcs: 12);
        double best = EnumerationOracle.Best(problem);
        using var crew = new WorkCrew(1);
        bool interrupted = false;
        var root = new LevelBound(problem, crew, new double[problem.DonationCount], () => interrupted);
        var tree = new BranchAndBound(problem, root, () => interrupted);
        interrupted = true;
        tree.Step();
        Assert.False(tree.IsDone);
        Assert.True(tree.Bound >= best - 1e-6);
        interrupted = false;
        Assert.Equal(best, Finish(tree).Value, 4);
    }

    [Fact]
    public void A_shipment_gets_its_best_grams()
    {
        for (int seed = 0; seed < 20; seed++)
        {
            var problem = SyntheticProblem.Make(seed, donations: 5, ngos: 3, reach: 0.8, maxArcs: 10);
            double best = 0;
            for (int set = 0; set < 1 << problem.ArcCount; set++)
            {
                var arcs = Enumerable.Range(0, problem.ArcCount).Where(a => (set >> a & 1) == 1).ToArray();
                best = Math.Max(best, BestGrams.Ship(problem, arcs)?.Value ?? 0);
            }

            Assert.Equal(EnumerationOracle.Best(problem), best, 1e-6);
        }
    }

    [Fact]
    public void Limits_by_storage_class_are_in_the_tree()
    {
        for (int seed = 0; seed < 12; seed++)
        {
            var problem = SyntheticProblem.Make(seed, donations: 8, ngos: 3, reach: 0.8, classes: 3);
            var exact = new CpSatSolver().Solve(problem, new SolveOptions { Work = 5000 });
            using var crew = new WorkCrew(1);
            var tree = Grow(problem, crew);
            Assert.True(tree.IsDone, $"seed {seed}: not closed after {tree.Nodes} nodes");
            Assert.Equal((double)exact.Value, tree.Value, 1e-5 * tree.Value + 1e-6);
            Assert.InRange(tree.Bound, (double)exact.Value * (1 - 1e-9), (double)exact.Value * (1 + 1e-6) + 1e-6);
        }
    }

    private static BranchAndBound Grow(AllocationProblem problem, WorkCrew crew)
    {
        var root = new LevelBound(problem, crew, new double[problem.DonationCount], () => false);
        for (int i = 0; i < 60; i++)
        {
            root.Iterate(0);
        }

        return Finish(new BranchAndBound(problem, root, () => false));
    }

    private static BranchAndBound Finish(BranchAndBound tree)
    {
        double last = double.PositiveInfinity;
        while (!tree.IsDone && tree.Nodes < 5000)
        {
            tree.Step();
            Assert.True(tree.Bound <= last, "the bound rose");
            last = tree.Bound;
        }

        return tree;
    }

    /// <summary>The best value among solutions that keep to limits on arcs, by full enumeration.</summary>
    private static double BestWithin(AllocationProblem problem, ArcLimits limits)
    {
        double best = double.NegativeInfinity;
        for (int set = 0; set < 1 << problem.ArcCount; set++)
        {
            var arcs = Enumerable.Range(0, problem.ArcCount).Where(a => (set >> a & 1) == 1).ToArray();
            bool within = Enumerable.Range(0, problem.ArcCount)
                .All(a => arcs.Contains(a) ? !limits.IsClosed(a) : !limits.IsOpen(a));
            best = within ? Math.Max(best, BestGrams.Ship(problem, arcs)?.Value ?? double.NegativeInfinity) : best;
        }

        return best;
    }
}
