using Thesis.OptEngine.Model;
using Thesis.OptEngine.Solving;
using Thesis.OptEngine.Solving.Bounds;

namespace Thesis.OptEngine.Tests.Solving.Bounds;

public class BundleMethodTests
{
    private const int Units = 12;

    [Fact]
    public void A_fifth_of_the_evaluations_bring_it_below_the_volume_algorithm()
    {
        foreach (int seed in (int[])[1, 2, 3])
        {
            var problem = SyntheticProblem.Make(seed, donations: 100, ngos: 15, reach: 0.6);
            using var crew = new WorkCrew(1);
            var bundle = Begin(problem, crew, out _);
            for (int i = 0; i < 60; i++)
            {
                bundle.Iterate(0.9 * bundle.Best);
            }

            double volume = Volume(problem, crew, evaluations: 300);
            Assert.True(bundle.Best <= volume, $"seed {seed}: {bundle.Best} in 60 evaluations, {volume} by the volume algorithm in 300");
        }
    }

    [Fact]
    public void Its_bound_is_what_an_evaluation_at_its_prices_proves()
    {
        var problem = SyntheticProblem.Make(4, donations: 80, ngos: 12, reach: 0.6);
        using var crew = new WorkCrew(1);
        var bundle = Begin(problem, crew, out _);
        for (int i = 0; i < 40; i++)
        {
            bundle.Iterate(0.9 * bundle.Best);
            var fresh = Activated(problem, crew);
            fresh.Slack = 1e-9;
            double proven = fresh.Evaluate(bundle.Prices, [], () => false);
            Assert.InRange(proven, bundle.Best * (1 - 1e-4), bundle.Best * (1 + 1e-9));
        }
    }

    [Fact]
    public void Prices_are_the_same_to_the_bit_on_any_number_of_threads()
    {
        var problem = SyntheticProblem.Make(5, donations: 600, ngos: 40, reach: 0.3);
        double[][] prices = [.. new[] { 1, 2, 3 }.Select(threads =>
        {
            using var crew = new WorkCrew(threads);
            var bundle = Begin(problem, crew, out _);
            for (int i = 0; i < 12; i++)
            {
                bundle.Iterate(0.9 * bundle.Best);
            }

            return bundle.Prices.ToArray();
        })];
        Assert.Equal(prices[0], prices[1]);
        Assert.Equal(prices[0], prices[2]);
    }

    [Fact]
    public void Mixtures_keep_to_the_limits_on_arcs_and_forget_them_when_these_are_lifted()
    {
        var problem = SyntheticProblem.Make(6, donations: 60, ngos: 10, reach: 0.7);
        using var crew = new WorkCrew(1);
        var bundle = Begin(problem, crew, out var relaxation);
        for (int i = 0; i < 30; i++)
        {
            bundle.Iterate(0.9 * bundle.Best);
        }

        double free = bundle.Best;
        double[] prices = bundle.Prices.ToArray(), used = new double[problem.ArcCount];
        bundle.Usage(used);
        int closed = Array.FindIndex(used, u => u > 0.9), opened = Array.FindIndex(used, u => u is > 0 and < 0.5);
        relaxation.Limits.Set(closed, open: false);
        relaxation.Limits.Set(opened, open: true);
        Assert.True(bundle.Restart(prices, 1e-9));
        for (int i = 0; i < 10; i++)
        {
            bundle.Iterate(0.9 * bundle.Best);
            bundle.Usage(used);
            Assert.Equal(0, used[closed]);
            Assert.Equal(1, used[opened], 1e-9);
        }

        Assert.True(bundle.Best < free, $"{bundle.Best} under limits, {free} without");
        relaxation.Limits.Free(closed);
        relaxation.Limits.Free(opened);
        Assert.True(bundle.Restart(prices, 1e-9));
        Assert.InRange(bundle.Best, free * (1 - 1e-4), free * (1 + 1e-9));
    }

    [Fact]
    public void No_mixture_uses_more_of_an_NGO_than_its_slots()
    {
        var problem = SyntheticProblem.Make(7, donations: 60, ngos: 10, reach: 0.7);
        using var crew = new WorkCrew(1);
        var bundle = Begin(problem, crew, out _);
        var used = new double[problem.ArcCount];
        for (int i = 0; i < 60; i++)
        {
            bundle.Iterate(0.9 * bundle.Best);
            bundle.Usage(used);
            for (int n = 0; n < problem.NgoCount; n++)
            {
                double deliveries = problem.NgoArcs[problem.NgoStart[n]..problem.NgoStart[n + 1]].ToArray().Sum(a => used[a]);
                Assert.InRange(deliveries, 0, problem.Slots[n] + 1e-9);
            }
        }
    }

    private static BundleMethod Begin(AllocationProblem problem, WorkCrew crew, out LevelRelaxation relaxation)
    {
        relaxation = Activated(problem, crew);
        var start = new double[relaxation.Dimensions];
        double bound = relaxation.Evaluate(start, [], () => false);
        return new BundleMethod(problem, crew, relaxation, start, bound, LevelBound.SupplyScale(problem), () => false);
    }

    private static LevelRelaxation Activated(AllocationProblem problem, WorkCrew crew)
    {
        var relaxation = new LevelRelaxation(problem, crew, Units);
        for (int a = 0; a < problem.ArcCount; a += 2)
        {
            relaxation.Activate(a);
        }

        return relaxation;
    }

    private static double Volume(AllocationProblem problem, WorkCrew crew, int evaluations)
    {
        var relaxation = Activated(problem, crew);
        var scale = new double[relaxation.Dimensions];
        Array.Fill(scale, 1);
        LevelBound.SupplyScale(problem).CopyTo(scale, 0);
        var method = new VolumeMethod((p, g) => relaxation.Evaluate(p, g, () => false), new double[scale.Length], scale, step: 1);
        for (int i = 0; i < evaluations; i++)
        {
            method.Iterate(0.9 * method.Best);
        }

        return method.Best;
    }
}
