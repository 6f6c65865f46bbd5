using System.Runtime.InteropServices;
using Thesis.OptEngine.Model;
using Thesis.OptEngine.Solving;
using Thesis.OptEngine.Solving.Bounds;

namespace Thesis.OptEngine.Tests.Solving.Bounds;

public class BundleMasterTests
{
    private const int Seeds = 32, Evaluations = 40, MoreSolves = 100;
    private const double FarReach = 30_000;

    /// <summary>What is left of the way to the best prices, in the mean; one block at a time leaves 0.0101.</summary>
    private const double Rest = 0.009;

    [Fact]
    public void Near_the_best_prices_blocks_that_move_together_get_further()
    {
        double sum = 0;
        foreach (int seed in Enumerable.Range(1, Seeds))
        {
            var problem = SyntheticProblem.Make(seed, donations: 80, ngos: 12, reach: 0.7);
            using var crew = new WorkCrew(1);
            var (master, far) = (Gather(problem, crew, seed, out var columns), Gather(problem, crew, seed, out _));
            for (int i = 0; i < MoreSolves; i++)
            {
                far.Solve(bound: double.MaxValue, iteration: 1); // So far above, nothing counts as standing still.
            }

            double start = Penalised(problem, master, columns, master.Center), best = Penalised(problem, far, columns, far.Prices);
            master.Solve(bound: Model(problem, columns, far.Prices), iteration: 1);
            double found = Penalised(problem, master, columns, master.Prices);
            sum += (found - best) / (start - best);
        }

        Assert.True(sum / Seeds <= Rest, $"{sum / Seeds} of the way is left.");
    }

    [Fact]
    public void What_the_model_promises_is_how_far_it_lies_below_the_bound()
    {
        var problem = SyntheticProblem.Make(4, donations: 80, ngos: 12, reach: 0.7);
        using var crew = new WorkCrew(1);
        var master = Gather(problem, crew, 4, out var columns);
        double promised = master.Solve(bound: 1000, iteration: 1);
        Assert.Equal(1000 - Model(problem, columns, master.Prices), promised, 1e-6);
    }

    /// <summary>A master with what each NGO chooses at forty lists of prices by chance, about a centre of a price for all.</summary>
    private static BundleMaster Gather(AllocationProblem problem, WorkCrew crew, int seed, out List<(double Value, BundlePart[] Parts)>[] columns)
    {
        var random = new Random(seed);
        var relaxation = new LevelRelaxation(problem, crew, units: 12);
        var master = new BundleMaster(problem, crew, relaxation.Units, LevelBound.SupplyScale(problem));
        columns = [.. Enumerable.Range(0, problem.NgoCount).Select(_ => new List<(double, BundlePart[])>())];
        var center = new double[problem.DonationCount];
        Array.Fill(center, 0.001);
        master.MoveTo(center);
        for (int i = 0; i < Evaluations; i++)
        {
            double[] prices = [.. center.Select(_ => 0.002 * random.NextDouble())];
            relaxation.Evaluate(prices, [], () => false);
            for (int n = 0; n < problem.NgoCount; n++)
            {
                var column = Column(problem, relaxation, n);
                columns[n].Add(column);
                master.Add(n, column.Value, column.Parts, iteration: 0);
            }
        }

        for (int d = 0; d < problem.DonationCount; d++)
        {
            master.Add(problem.NgoCount + d, 0, [], iteration: 0);
        }

        master.Weigh();
        master.Recount();
        master.Reach = FarReach / master.SquaredResidual();
        return master;
    }

    private static (double Value, BundlePart[] Parts) Column(AllocationProblem problem, LevelRelaxation relaxation, int ngo)
    {
        var parts = new List<BundlePart>();
        double value = 0;
        foreach (int a in relaxation.Chosen(ngo))
        {
            double grams = relaxation.Grams[a];
            value += problem.ArcValue[a] * 0.001 * grams - problem.ArcCost[a];
            parts.Add(new BundlePart(a, problem.ArcDonation[a], grams, 0, 0));
        }

        return (value, [.. parts]);
    }

    /// <summary>What the master minimises: the model of the bound and the penalty for leaving the centre.</summary>
    private static double Penalised(
        AllocationProblem problem, BundleMaster master, List<(double Value, BundlePart[] Parts)>[] columns, ReadOnlySpan<double> prices)
    {
        double total = Model(problem, columns, prices);
        double[] scale = LevelBound.SupplyScale(problem);
        for (int d = 0; d < prices.Length; d++)
        {
            double away = prices[d] - master.Center[d];
            total += away * away / (2 * master.Reach * scale[d] * scale[d]);
        }

        return total;
    }

    private static double Model(AllocationProblem problem, List<(double Value, BundlePart[] Parts)>[] columns, ReadOnlySpan<double> prices)
    {
        double total = 0;
        for (int d = 0; d < prices.Length; d++)
        {
            total += prices[d] * problem.Supply[d];
        }

        foreach (var list in columns)
        {
            double best = double.NegativeInfinity;
            foreach (var (value, parts) in CollectionsMarshal.AsSpan(list))
            {
                double worth = value;
                foreach (var part in parts)
                {
                    worth -= prices[part.Donation] * part.Grams;
                }

                best = Math.Max(best, worth);
            }

            total += best;
        }

        return total;
    }
}
