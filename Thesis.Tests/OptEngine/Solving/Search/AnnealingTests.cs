using Thesis.OptEngine.Model;
using Thesis.OptEngine.Solving.Bounds;
using Thesis.OptEngine.Solving;
using Thesis.OptEngine.Solving.Search;
using Thesis.OptEngine.Verification;

namespace Thesis.OptEngine.Tests.Solving.Search;

public class AnnealingTests
{
    private const long OperationsPerNgo = 4000;

    [Fact]
    public void Rounds_come_out_the_same_on_any_number_of_threads()
    {
        var problem = SyntheticProblem.Make(7, donations: 1200, ngos: 160, reach: 0.15);
        var first = Anneal(problem, threads: 1);
        Assert.NotEmpty(first);
        foreach (int threads in (int[])[1, 2, 3, 7])
        {
            Assert.Equal(first, Anneal(problem, threads));
        }
    }

    [Fact]
    public void Every_round_leaves_a_plan_that_holds_and_whose_value_is_the_verifiers()
    {
        foreach (int classes in (int[])[0, 3])
        {
            var problem = SyntheticProblem.Make(8, donations: 400, ngos: 70, reach: 0.2, classes: classes);
            var (annealing, plan, crew) = Start(problem, threads: 2);
            using (crew)
            {
                for (int i = 0; i < 6; i++)
                {
                    Assert.True(annealing.Round(temperature: 5, OperationsPerNgo, () => false, out _));
                    var report = SolutionVerifier.Verify(problem, Delivery.Solution(problem, plan.Save()));
                    Assert.True(report.Holds, string.Join("; ", report.Violations));
                    Assert.Equal((double)report.Value, plan.Total(), tolerance: 1e-6);
                }
            }
        }
    }

    [Fact]
    public void An_interruption_waits_for_no_more_than_the_cell_at_work()
    {
        var problem = SyntheticProblem.Make(9, donations: 1500, ngos: 200, reach: 0.15);
        var (annealing, _, crew) = Start(problem, threads: 1);
        using (crew)
        {
            int asked = 0;
            Assert.False(annealing.Round(5, OperationsPerNgo, () => asked++ > 0, out long operations));
            // A cell of 50 NGOs at 9 ns an operation: below 2 ms of work, and one step beyond.
            Assert.InRange(operations, 1, 60 * OperationsPerNgo);
        }
    }

    [Fact]
    public void Annealing_betters_the_greedy_plan()
    {
        for (int seed = 20; seed < 25; seed++)
        {
            var problem = SyntheticProblem.Make(seed, donations: 300, ngos: 40, reach: 0.3);
            var (annealing, plan, crew) = Start(problem, threads: 1);
            using (crew)
            {
                double greedy = plan.Total();
                for (int i = 0; i < 20; i++)
                {
                    annealing.Round(temperature: 0.5, OperationsPerNgo, () => false, out _);
                }

                Assert.True(plan.Total() > greedy, $"seed {seed}: {plan.Total()} after annealing, {greedy} before");
            }
        }
    }

    private static Delivery[] Anneal(AllocationProblem problem, int threads)
    {
        var (annealing, plan, crew) = Start(problem, threads);
        using (crew)
        {
            for (int i = 0; i < 8; i++)
            {
                Assert.True(annealing.Round(temperature: 5, OperationsPerNgo, () => false, out _));
            }
        }

        return plan.Save();
    }

    private static (Annealing Annealing, Plan Plan, WorkCrew Crew) Start(AllocationProblem problem, int threads)
    {
        var prices = new double[RoomPrices.Count(problem)];
        var supply = new double[problem.DonationCount];
        Array.Fill(supply, 0.0005);
        var crew = new WorkCrew(threads);
        var candidates = new Candidates(problem, crew, prices, supply, perDonation: 8);
        var plan = new Plan(candidates);
        Greedy.Extend(candidates, plan, prices);
        return (new Annealing(candidates, plan, supply, crew), plan, crew);
    }
}
