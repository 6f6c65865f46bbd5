using Thesis.OptEngine.Model;
using Thesis.OptEngine.Solving;
using Thesis.OptEngine.Solving.Bounds;

namespace Thesis.OptEngine.Tests.Solving.Bounds;

public class LevelRelaxationTests
{
    private const int Units = 12;

    [Fact]
    public void What_an_NGO_chooses_among_the_arcs_near_its_last_choice_is_worth_what_it_would_choose_among_all()
    {
        for (int seed = 0; seed < 6; seed++)
        {
            var problem = SyntheticProblem.Make(seed, donations: 120, ngos: 12, reach: 0.7);
            using var crew = new WorkCrew(1);
            var near = Begin(problem, crew);
            var random = new Random(seed);
            double[] prices = new double[near.Dimensions], subgradient = new double[near.Dimensions];
            for (int trial = 0; trial < 30; trial++)
            {
                Move(prices, problem.DonationCount, random, bold: trial % 10 == 9);

                // A relaxation that has chosen nothing yet looks at every arc.
                double all = Begin(problem, crew).Evaluate(prices, subgradient, () => false);
                double value = near.Evaluate(prices, subgradient, () => false);
                Assert.True(Math.Abs(value - all) <= 1e-7 * all, $"seed {seed}, trial {trial}: {value}, among all arcs {all}");
            }
        }
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Prices_that_are_no_numbers_prove_nothing(double price)
    {
        var problem = SyntheticProblem.Make(1, donations: 40, ngos: 6, reach: 0.7);
        using var crew = new WorkCrew(1);
        var relaxation = Begin(problem, crew);
        double[] prices = new double[relaxation.Dimensions];
        prices[^1] = price;
        Assert.Equal(double.PositiveInfinity, relaxation.Evaluate(prices, [], () => false));
    }

    private static LevelRelaxation Begin(AllocationProblem problem, WorkCrew crew)
    {
        var relaxation = new LevelRelaxation(problem, crew, Units);
        for (int a = 0; a < problem.ArcCount; a += 3)
        {
            relaxation.Activate(a);
        }

        return relaxation;
    }

    /// <summary>Moves the prices a little, as from one iteration to the next, or far.</summary>
    private static void Move(double[] prices, int donations, Random random, bool bold)
    {
        for (int i = 0; i < prices.Length; i++)
        {
            double unit = i < donations ? 0.001 : 3;
            prices[i] = bold && random.Next(2) == 0
                ? random.NextDouble() * unit
                : Math.Max(0, prices[i] + (random.NextDouble() - 0.45) * 0.1 * unit);
        }
    }
}
