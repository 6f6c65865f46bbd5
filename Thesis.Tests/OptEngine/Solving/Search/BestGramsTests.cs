using Thesis.OptEngine.Model;
using Thesis.OptEngine.Solving;
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
        var problem = builder.Build();
        var (candidates, plan) = Start(problem);
        plan.Set(0, 10_000);
        plan.Set(1, 90_000);
        plan.Set(2, 10_000);
        new BestGrams(candidates, plan).Improve();
        Assert.Equal([90_000.0, 10_000, 90_000], plan.Grams);
        Assert.True(SolutionVerifier.Verify(problem, Delivery.Solution(problem, plan.Save())).Holds);
    }

    [Fact]
    public void Random_plans_reach_the_value_of_the_best_flow()
    {
        for (int seed = 0; seed < 200; seed++)
        {
            var problem = SyntheticProblem.Make(seed, donations: 5, ngos: 3, reach: 0.9, maxArcs: 12);
            var (candidates, plan) = Start(problem);
            var random = new Random(seed);
            for (int i = 0; i < 30 && candidates.Count > 0; i++)
            {
                int c = random.Next(candidates.Count);
                long lot = problem.MinLot[candidates.Donation[c]];
                double most = Math.Min(
                    Math.Min(candidates.Upper[c], plan.Rest[candidates.Donation[c]]), plan.Room[candidates.Ngo[c]]);
                if (plan.Grams[c] == 0 && plan.HasSlot(candidates.Ngo[c]) && most >= lot)
                {
                    plan.Set(c, lot + random.NextInt64((long)most - lot + 1));
                }
            }

            double best = EnumerationOracle.BestFlow(problem, Enumerable.Range(0, candidates.Count).Where(c => plan.Grams[c] > 0).Select(c => candidates.Arc[c]));
            new BestGrams(candidates, plan).Improve();
            Assert.True(SolutionVerifier.Verify(problem, Delivery.Solution(problem, plan.Save())).Holds);
            Assert.True(Math.Abs(best - plan.Total()) <= 1e-5, $"seed {seed}: {plan.Total()} of {best}");
        }
    }

    private static (Candidates, Plan) Start(AllocationProblem problem)
    {
        using var crew = new WorkCrew(1);
        var candidates = new Candidates(problem, crew, new double[2 * problem.NgoCount], new double[problem.DonationCount], 100);
        return (candidates, new Plan(candidates));
    }
}
