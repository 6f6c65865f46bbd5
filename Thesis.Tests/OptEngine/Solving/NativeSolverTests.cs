using Thesis.OptEngine.Model;
using Thesis.OptEngine.Solving;
using Thesis.OptEngine.Verification;

namespace Thesis.OptEngine.Tests.Solving;

public class NativeSolverTests
{
    private static readonly NativeSolver Solver = new();

    [Fact]
    public void Tiny_problems_lie_between_the_enumerated_optimum_and_the_bound()
    {
        for (int seed = 0; seed < 60; seed++)
        {
            var problem = SyntheticProblem.Make(seed, donations: 6, ngos: 3, reach: 0.8, maxArcs: 12);
            double best = EnumerationOracle.Best(problem);
            var result = Solver.Solve(problem, new SolveOptions { Work = 20 });
            Assert.True((double)result.Bound >= best - 1e-6, $"seed {seed}: bound {result.Bound} below the optimum {best}");
            Assert.True((double)result.Value <= best + 1e-6, $"seed {seed}: value {result.Value} above the optimum {best}");
            Assert.True((double)result.Value >= 0.97 * best, $"seed {seed}: value {result.Value} far from the optimum {best}");
        }
    }

    [Fact]
    public void Tiny_problems_are_solved_to_the_enumerated_optimum()
    {
        for (int seed = 100; seed < 130; seed++)
        {
            var problem = SyntheticProblem.Make(seed, donations: 6, ngos: 3, reach: 0.8, maxArcs: 12);
            double best = EnumerationOracle.Best(problem);
            var result = Solver.Solve(problem, new SolveOptions { Work = 100 });
            Assert.True(Math.Abs((double)result.Value - best) <= 1e-5, $"seed {seed}: {result.Value} of {best}; {string.Join(" ", result.Solution.Allocations)}");
        }
    }

    [Fact]
    public void Limits_by_storage_class_are_kept()
    {
        for (int seed = 40; seed < 50; seed++)
        {
            var free = SyntheticProblem.Make(seed, donations: 60, ngos: 10, reach: 0.5);
            var limited = SyntheticProblem.Make(seed, donations: 60, ngos: 10, reach: 0.5, classes: 4);
            var result = Solver.Solve(limited, new SolveOptions { Work = 60 });
            Assert.NotEqual(SolveStatus.Faulty, result.Status);
            Assert.True(result.Value > 0);
            Assert.True(result.Value <= Solver.Solve(free, new SolveOptions { Work = 60 }).Bound);
        }
    }

    [Fact]
    public void A_city_of_a_hundred_NGOs_is_solved_to_one_percent()
    {
        var problem = SyntheticProblem.Make(1, donations: 600, ngos: 100, reach: 0.2);
        var result = Solver.Solve(problem, new SolveOptions { Work = 1500 });
        Assert.True(result.Gap <= 0.01, $"gap {result.Gap}");
        Assert.True(SolutionVerifier.Verify(problem, result.Solution).Holds);
    }

    [Fact]
    public void The_same_work_gives_the_same_answer_on_any_number_of_threads()
    {
        var problem = SyntheticProblem.Make(2, donations: 900, ngos: 130, reach: 0.2);
        var first = Solver.Solve(problem, new SolveOptions { Work = 400 });
        foreach (int threads in (int[])[1, 2, 3])
        {
            var again = Solver.Solve(problem, new SolveOptions { Work = 400, Threads = threads });
            Assert.Equal(first.Solution.Allocations.AsEnumerable(), again.Solution.Allocations.AsEnumerable());
            Assert.Equal(first.Bound, again.Bound);
        }
    }

    [Fact]
    public void Cancellation_returns_the_best_so_far_with_its_bound()
    {
        var problem = SyntheticProblem.Make(3, donations: 400, ngos: 60, reach: 0.4);
        using var stop = new CancellationTokenSource();
        var options = new SolveOptions { Work = 1_000_000, Progress = p => { if (p.Value > 0) { stop.Cancel(); } } };
        var result = Solver.Solve(problem, options, stop.Token);
        Assert.Equal(StopReason.Cancelled, result.StoppedBy);
        Assert.True(result.Value > 0 && result.Bound >= result.Value);
    }

    [Fact]
    public void A_time_limit_is_told_in_the_answer()
    {
        var problem = SyntheticProblem.Make(4, donations: 400, ngos: 60, reach: 0.4);
        var result = Solver.Solve(problem, new SolveOptions { Work = 1_000_000, TimeLimit = TimeSpan.FromMilliseconds(300) });
        Assert.Equal(StopReason.TimeLimit, result.StoppedBy);
        Assert.True(result.Bound >= result.Value);
    }

    [Fact]
    public void A_problem_without_arcs_is_answered_with_its_reason()
    {
        var builder = new AllocationProblemBuilder();
        builder.AddDonation(5_000, 10_000);
        builder.AddNgo(0, 3);
        builder.AddArc(0, 0, 1, 0);
        var result = Solver.Solve(builder.Build(), new SolveOptions());
        Assert.Equal(SolveStatus.Optimal, result.Status);
        Assert.Equal(0, result.Value);
        Assert.NotEqual("", result.Reason);
    }

    [Fact]
    public void An_empty_problem_is_answered()
    {
        var result = Solver.Solve(new AllocationProblemBuilder().Build(), new SolveOptions());
        Assert.Equal(SolveStatus.Optimal, result.Status);
        Assert.Equal(0, result.Bound);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1_000_000_000, 1)]
    [InlineData(1_000_000_000, 1_000_000_000)]
    public void One_arc_carries_all_it_can(long grams, long minLot)
    {
        var builder = new AllocationProblemBuilder();
        builder.AddDonation(grams, minLot);
        builder.AddNgo(grams, 1);
        builder.AddArc(0, 0, 2, 0);
        var result = Solver.Solve(builder.Build(), new SolveOptions { Work = 50 });
        Assert.Equal(SolveStatus.Optimal, result.Status);
        Assert.Equal(new Allocation(0, 0, grams), Assert.Single(result.Solution.Allocations));
    }

    [Fact]
    public void Equal_weights_everywhere_still_fill_every_NGO()
    {
        var builder = new AllocationProblemBuilder();
        for (int d = 0; d < 12; d++)
        {
            builder.AddDonation(10_000, 1_000);
        }

        for (int n = 0; n < 3; n++)
        {
            builder.AddNgo(20_000, 4);
            for (int d = 0; d < 12; d++)
            {
                builder.AddArc(d, n, 1, 1);
            }
        }

        var result = Solver.Solve(builder.Build(), new SolveOptions { Work = 100 });
        Assert.Equal(54, result.Value);
        Assert.Equal(SolveStatus.Optimal, result.Status);
    }
}
