using Thesis.OptEngine.Model;
using Thesis.OptEngine.Solving;
using Thesis.OptEngine.Solving.Bounds;
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

    [Theory]
    [InlineData(41, 0.5)]
    [InlineData(42, 2)]
    public void A_changed_donation_is_bounded_near_by_as_truly_as_anew(int seed, double factor)
    {
        var before = SyntheticProblem.Make(seed, donations: 900, ngos: 120, reach: 0.12);
        var after = With(before, donation: 450, factor);
        using var crew = new WorkCrew(1);
        var earlier = new LevelBound(before, crew, new double[before.DonationCount], () => false);
        for (int i = 0; i < 40; i++)
        {
            earlier.Iterate(0);
        }

        double expected = 0;
        double best = (double)Solver.Solve(after, new SolveOptions { Work = 2000 }).Value;
        foreach (int threads in (int[])[1, 2, 3])
        {
            using var others = new WorkCrew(threads);
            var bound = new LevelBound(after, others, earlier.SupplyPrices, () => false, earlier.Steps());
            double first = bound.Bound;
            Assert.NotEmpty(bound.Unsettled);
            Assert.True(bound.IterateNear(30, 0.9 * first) && bound.IterateNear(120, 0.9 * first));
            Assert.True(bound.Bound <= first && bound.Bound >= best, $"{bound.Bound} after {first}, a plan is worth {best}");

            // From the prices alone, all choices made anew: what was not asked again near by had not changed.
            var steps = bound.Steps();
            var forgetful = new StepPrices(steps.Supply, steps.Ends, steps.Prices, steps.Units, steps.Slack, new ChoiceMemory(0));
            var anew = new LevelBound(after, crew, bound.SupplyPrices, () => false, forgetful);
            Assert.Equal(anew.Bound, bound.Bound, 2e-4 * first);
            expected = threads == 1 ? bound.Bound : expected;
            Assert.Equal(BitConverter.DoubleToInt64Bits(expected), BitConverter.DoubleToInt64Bits(bound.Bound));
        }
    }

    private static AllocationProblem With(AllocationProblem problem, int donation, double factor)
    {
        var builder = new AllocationProblemBuilder();
        for (int d = 0; d < problem.DonationCount; d++)
        {
            builder.AddDonation((long)(problem.Supply[d] * (d == donation ? factor : 1)), problem.MinLot[d]);
        }

        for (int n = 0; n < problem.NgoCount; n++)
        {
            builder.AddNgo(problem.Capacity[n], problem.Slots[n]);
        }

        for (int a = 0; a < problem.ArcCount; a++)
        {
            builder.AddArc(problem.ArcDonation[a], problem.ArcNgo[a], problem.ArcValue[a], problem.ArcCost[a]);
        }

        return builder.Build();
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
