using Thesis.OptEngine.Model;
using Thesis.OptEngine.Solving.Search;
using Thesis.OptEngine.Verification;

namespace Thesis.OptEngine.Tests.Solving.Search;

public class BestGramsTests
{
    [Fact]
    public void Grams_move_along_a_path_of_shared_donations()
    {
        // NGO 1 would rather have donation 1 of NGO 0, who can take more of donation 0 instead.
        var builder = new AllocationProblemBuilder();
        builder.AddDonation(100_000, 10_000);
        builder.AddDonation(100_000, 10_000);
        builder.AddNgo(100_000, 2);
        builder.AddNgo(100_000, 2);
        builder.AddArc(0, 0, 1.0, 1);
        builder.AddArc(1, 0, 1.1, 1);
        builder.AddArc(1, 1, 2.0, 1);
        Assert.Equal([90_000.0, 10_000, 90_000], BestGrams.Ship(builder.Build(), [0, 1, 2])?.Deliveries.Select(d => d.Grams));
    }

    [Fact]
    public void A_limit_by_storage_class_binds_the_deliveries_of_the_class_alone()
    {
        var builder = new AllocationProblemBuilder();
        builder.AddNgo(100_000, 3);
        builder.LimitClass(0, 1, 30_000);
        builder.AddDonation(60_000, 1_000, storageClass: 0);
        builder.AddDonation(60_000, 1_000, storageClass: 1);
        builder.AddDonation(60_000, 1_000, storageClass: 1);
        builder.AddArc(0, 0, 1.0, 0);
        builder.AddArc(1, 0, 3.0, 0);
        builder.AddArc(2, 0, 2.0, 0);
        var shipped = BestGrams.Ship(builder.Build(), [0, 1, 2]);
        Assert.Equal([60_000.0, 29_000, 1_000], shipped?.Deliveries.Select(d => d.Grams));
        Assert.Equal(60 + 87 + 2, shipped?.Value ?? 0, 1e-9);
    }

    [Fact]
    public void Any_set_of_trips_reaches_the_value_of_its_best_flow()
    {
        for (int seed = 0; seed < 100; seed++)
        {
            var problem = SyntheticProblem.Make(seed, donations: 5, ngos: 3, reach: 0.9, maxArcs: 12);
            var random = new Random(seed);
            int[] arcs = [.. Enumerable.Range(0, problem.ArcCount).Where(_ => random.Next(3) == 0)];
            double best = EnumerationOracle.BestFlow(problem, arcs);
            if (BestGrams.Ship(problem, arcs) is not { } shipped)
            {
                Assert.Equal(double.NegativeInfinity, best);
                continue;
            }

            Assert.Equal(best, shipped.Value, 1e-5);
            Assert.True(SolutionVerifier.Verify(problem, Delivery.Solution(problem, shipped.Deliveries)).Holds, $"seed {seed}");
        }
    }
}
