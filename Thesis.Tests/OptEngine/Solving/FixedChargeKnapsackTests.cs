using Thesis.OptEngine.Solving.Bounds;

namespace Thesis.OptEngine.Tests.Solving;

public class FixedChargeKnapsackTests
{
    [Fact]
    public void Small_knapsacks_are_solved_to_the_enumerated_optimum()
    {
        var random = new Random(5);
        var knapsack = new FixedChargeKnapsack(12, 10_000);
        for (int trial = 0; trial < 2000; trial++)
        {
            var items = Enumerable.Range(0, random.Next(1, 12)).Select(_ => Item(random)).ToArray();
            double capacity = random.Next(1, 60);
            int slots = random.Next(1, 6);
            knapsack.Clear();
            foreach (var (rate, min, upper, cost) in items)
            {
                knapsack.Add(rate, min, upper, cost);
            }

            double best = Enumerate(items, capacity, slots);
            Assert.Equal(best, knapsack.Solve(capacity, slots, guess: random.NextDouble()), 6);
            Assert.Equal(best, ValueOf(items, knapsack.Grams.ToArray(), capacity, slots), 6);
        }
    }

    [Fact]
    public void A_search_cut_short_still_proves_a_bound()
    {
        var random = new Random(6);
        var knapsack = new FixedChargeKnapsack(12, 2);
        for (int trial = 0; trial < 500; trial++)
        {
            var items = Enumerable.Range(0, 12).Select(_ => Item(random)).ToArray();
            knapsack.Clear();
            foreach (var (rate, min, upper, cost) in items)
            {
                knapsack.Add(rate, min, upper, cost);
            }

            Assert.True(knapsack.Solve(30, 4, 0) >= Enumerate(items, 30, 4) - 1e-7);
        }
    }

    private static (double Rate, double Min, double Upper, double Cost) Item(Random random)
    {
        double min = random.Next(1, 10);
        return (Math.Round(3 * random.NextDouble() - 0.2, 2), min, min + random.Next(0, 20), random.Next(0, 12));
    }

    private static double Enumerate((double Rate, double Min, double Upper, double Cost)[] items, double capacity, int slots)
    {
        double best = 0;
        for (int set = 1; set < 1 << items.Length; set++)
        {
            var chosen = items.Where((_, i) => (set >> i & 1) == 1).OrderByDescending(i => i.Rate).ToArray();
            double left = capacity - chosen.Sum(i => i.Min);
            if (chosen.Length > slots || left < 0)
            {
                continue;
            }

            double value = chosen.Sum(i => i.Rate * i.Min - i.Cost);
            foreach (var i in chosen.Where(i => i.Rate > 0))
            {
                double more = Math.Min(left, i.Upper - i.Min);
                left -= more;
                value += more * i.Rate;
            }

            best = Math.Max(best, value);
        }

        return best;
    }

    private static double ValueOf(
        (double Rate, double Min, double Upper, double Cost)[] items, double[] grams, double capacity, int slots)
    {
        Assert.True(grams.Sum() <= capacity + 1e-9);
        Assert.True(grams.Count(g => g > 0) <= slots);
        return items.Zip(grams, (i, g) =>
        {
            Assert.True(g == 0 || (g >= i.Min && g <= i.Upper));
            return g > 0 ? i.Rate * g - i.Cost : 0;
        }).Sum();
    }
}
