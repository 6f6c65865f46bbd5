using Thesis.OptEngine.Model;
using Thesis.OptEngine.Solving;
using Thesis.OptEngine.Solving.Bounds;

namespace Thesis.OptEngine.Tests.Solving.Bounds;

public class LevelBoundTests
{
    [Theory]
    [InlineData(10_000)]
    [InlineData(60_000)]
    [InlineData(1)]
    public void No_prices_at_all_bring_the_bound_below_the_enumerated_optimum(long minLot)
    {
        for (int seed = 0; seed < 25; seed++)
        {
            var problem = SyntheticProblem.Make(seed, donations: 5, ngos: 3, reach: 0.8, minLot: minLot, maxArcs: 11);
            double best = EnumerationOracle.Best(problem);
            using var crew = new WorkCrew(1);
            var relaxation = new LevelRelaxation(problem, crew, 12);
            for (int a = 0; a < problem.ArcCount; a++)
            {
                relaxation.Activate(a);
            }

            var random = new Random(seed);
            var prices = new double[relaxation.Dimensions];
            for (int trial = 0; trial < 40; trial++)
            {
                for (int i = 0; i < prices.Length; i++)
                {
                    bool priced = random.Next(3) > 0;
                    prices[i] = !priced ? 0 : random.NextDouble() * (i < problem.DonationCount ? 0.002 : 20);
                }

                double bound = relaxation.Evaluate(prices, new double[prices.Length], () => false);
                Assert.True(bound >= best - 1e-6, $"seed {seed}, trial {trial}: bound {bound} below the optimum {best}");
            }
        }
    }

    [Fact]
    public void The_bound_never_rises_and_ends_near_the_enumerated_optimum()
    {
        double worst = 0;
        for (int seed = 0; seed < 15; seed++)
        {
            var problem = SyntheticProblem.Make(seed, donations: 6, ngos: 3, reach: 0.8, maxArcs: 12);
            double best = EnumerationOracle.Best(problem), last = double.PositiveInfinity;
            using var crew = new WorkCrew(1);
            var bound = new LevelBound(problem, crew, new double[problem.DonationCount], () => false);
            for (int i = 0; i < 600 && !bound.IsAtRest; i++)
            {
                bound.Iterate(best);
                Assert.True(bound.Bound <= last && bound.Bound >= best - 1e-6, $"seed {seed}: {bound.Bound} after {last}, optimum {best}");
                last = bound.Bound;
            }

            worst = Math.Max(worst, bound.Bound / best - 1);
        }

        Assert.True(worst < 0.06, $"worst gap {worst}");
    }

    [Fact]
    public void The_subgradient_supports_the_bound_from_below()
    {
        var problem = SyntheticProblem.Make(7, donations: 30, ngos: 6, reach: 0.6);
        using var crew = new WorkCrew(1);
        var relaxation = new LevelRelaxation(problem, crew, 12);
        relaxation.Activate(0);
        for (int a = 1; a < problem.ArcCount; a += 2)
        {
            relaxation.Activate(a);
        }

        var random = new Random(3);
        double[] Prices() => [.. Enumerable.Range(0, relaxation.Dimensions)
            .Select(i => random.NextDouble() * (i < problem.DonationCount ? 0.001 : 5))];
        for (int trial = 0; trial < 40; trial++)
        {
            double[] here = Prices(), there = Prices(), gradient = new double[here.Length];
            double value = relaxation.Evaluate(here, gradient, () => false);
            double support = value + Enumerable.Range(0, here.Length).Sum(i => gradient[i] * (there[i] - here[i]));
            double other = relaxation.Evaluate(there, new double[here.Length], () => false);
            Assert.True(other >= support - 1e-4, $"trial {trial}: {other} below the support {support}");
        }
    }

    [Fact]
    public void Any_number_of_threads_evaluates_to_the_same_bits()
    {
        var problem = SyntheticProblem.Make(9, donations: 900, ngos: 60, reach: 0.2);
        var bounds = new List<double>();
        foreach (int threads in (int[])[1, 2, 3])
        {
            using var crew = new WorkCrew(threads);
            var bound = new LevelBound(problem, crew, new double[problem.DonationCount], () => false);
            for (int i = 0; i < 12; i++)
            {
                bound.Iterate(0);
            }

            bounds.Add(bound.Bound);
        }

        Assert.Single(bounds.Distinct());
    }

    [Fact]
    public void An_interrupted_evaluation_bounds_nothing()
    {
        var problem = SyntheticProblem.Make(1, donations: 20, ngos: 5);
        using var crew = new WorkCrew(1);
        var bound = new LevelBound(problem, crew, new double[problem.DonationCount], () => true);
        Assert.Equal(double.PositiveInfinity, bound.Bound);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1_000_000_000, 1)]
    [InlineData(1_000_000_000, 1_000_000_000)]
    [InlineData(13, 5)]
    public void Deliveries_that_fit_side_by_side_are_never_told_apart(long supply, long minLot)
    {
        var builder = new AllocationProblemBuilder();
        builder.AddDonation(supply, minLot);
        var scale = new DonationScale(builder.Build(), units: 12);
        var random = new Random(4);
        for (int trial = 0; trial < 2000; trial++)
        {
            long left = supply;
            int units = 0;
            while (left >= minLot && random.Next(5) > 0)
            {
                long grams = random.NextInt64(minLot, left + 1);
                units += scale.UnitsOf(0)[scale.Reached(0, grams) - 1];
                left -= grams;
            }

            Assert.True(units < scale.Units, $"{units} units");
        }
    }
}
