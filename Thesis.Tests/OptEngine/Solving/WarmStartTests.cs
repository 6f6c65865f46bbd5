using Thesis.OptEngine.Model;
using Thesis.OptEngine.Solving;
using Thesis.OptEngine.Verification;

namespace Thesis.OptEngine.Tests.Solving;

public class WarmStartTests
{
    private static readonly NativeSolver Solver = new();

    [Fact]
    public void A_donation_withdrawn_moves_only_what_is_near_it()
    {
        // Two towns, too far apart to share anything.
        var before = Towns(withdrawn: -1);
        var first = Solver.Solve(before, new SolveOptions { Work = 400 });
        int gone = first.Solution.Allocations.First(a => a.Ngo < 6).Donation;
        var after = Towns(gone);
        var again = Solver.Solve(after, new SolveOptions
        {
            Work = 400,
            TargetGap = first.Gap + 0.01,
            WarmStart = new WarmStart(first.Solution.Allocations) { Duals = first.Duals },
        });
        Assert.Equal(StopReason.TargetGap, again.StoppedBy);
        Assert.True(again.Work < first.Work, $"{again.Work} units of work again, {first.Work} at first");
        Assert.True(SolutionVerifier.Verify(after, again.Solution).Holds);
        Assert.Equal(
            first.Solution.Allocations.Where(a => a.Ngo >= 6), again.Solution.Allocations.Where(a => a.Ngo >= 6));
        Assert.DoesNotContain(again.Solution.Allocations, a => a.Donation == gone);
    }

    [Fact]
    public void An_unchanged_problem_is_answered_from_its_own_plan_and_prices()
    {
        var problem = SyntheticProblem.Make(30, donations: 300, ngos: 40, reach: 0.3);
        var first = Solver.Solve(problem, new SolveOptions { Work = 800 });
        var again = Solver.Solve(problem, new SolveOptions
        {
            Work = 800,
            TargetGap = first.Gap + 1e-4,
            WarmStart = new WarmStart(first.Solution.Allocations) { Duals = first.Duals },
        });
        Assert.Equal(StopReason.TargetGap, again.StoppedBy);
        Assert.Equal(first.Solution.Allocations.AsEnumerable(), again.Solution.Allocations.AsEnumerable());
        Assert.True(again.Work < first.Work / 4, $"{again.Work} units of work again, {first.Work} at first");
    }

    [Fact]
    public void An_earlier_plan_is_never_made_worse()
    {
        var problem = SyntheticProblem.Make(31, donations: 200, ngos: 30, reach: 0.4);
        var first = Solver.Solve(problem, new SolveOptions { Work = 300 });
        foreach (long work in (long[])[0, 20, 100])
        {
            var again = Solver.Solve(problem, new SolveOptions
            {
                Work = work,
                WarmStart = new WarmStart(first.Solution.Allocations) { Duals = first.Duals },
            });
            Assert.True(again.Value >= first.Value || work == 0, $"work {work}: {again.Value} after {first.Value}");
        }
    }

    [Fact]
    public void An_earlier_plan_that_fits_nowhere_does_no_harm()
    {
        var problem = SyntheticProblem.Make(32, donations: 60, ngos: 10, reach: 0.5);
        var nonsense = new WarmStart([new Allocation(-1, 2, 5), new Allocation(9999, 9999, 1), new Allocation(0, 0, long.MaxValue), new Allocation(0, 0, 1)]);
        var result = Solver.Solve(problem, new SolveOptions { Work = 100, WarmStart = nonsense });
        Assert.Equal(SolveStatus.Feasible, result.Status);
        Assert.True(result.Value > 0);
    }

    [Fact]
    public void Prices_of_another_size_are_refused_with_the_remedy()
    {
        var problem = SyntheticProblem.Make(33, donations: 60, ngos: 10, reach: 0.5);
        var warm = new WarmStart([]) { Duals = new DualPrices([1], [1], [1]) };
        var refused = Assert.Throws<ArgumentException>(() => Solver.Solve(problem, new SolveOptions { WarmStart = warm }));
        Assert.Contains("map them first", refused.Message, StringComparison.Ordinal);
    }

    private static AllocationProblem Towns(int withdrawn)
    {
        var random = new Random(5);
        var builder = new AllocationProblemBuilder();
        for (int n = 0; n < 12; n++)
        {
            builder.AddNgo(300_000 + 1000 * random.Next(200), 6);
        }

        for (int d = 0; d < 80; d++)
        {
            builder.AddDonation(20_000 + 1000 * random.Next(100), 10_000);
            for (int n = d % 2 * 6; n < d % 2 * 6 + 6; n++)
            {
                var (value, cost) = (Math.Round(0.8 + random.NextDouble(), 4), Math.Round(20 * random.NextDouble(), 4));
                if (d != withdrawn)
                {
                    builder.AddArc(d, n, value, cost);
                }
            }
        }

        return builder.Build();
    }
}
