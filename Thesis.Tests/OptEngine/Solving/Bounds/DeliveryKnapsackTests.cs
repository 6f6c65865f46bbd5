using Thesis.OptEngine.Solving.Bounds;

namespace Thesis.OptEngine.Tests.Solving.Bounds;

public class DeliveryKnapsackTests
{
    private sealed record Item(double Rate, (double Low, double High, double Cost)[] Levels, bool Required, int Group = 0);

    [Theory]
    [InlineData(1, 11, 5, 11)]
    [InlineData(3, 6, 4, 6)]
    [InlineData(1, 11, 5, 2)]
    [InlineData(3, 6, 4, 2)]
    public void Small_knapsacks_are_solved_to_the_enumerated_optimum(int levels, int mostItems, int mostSlots, int kinds)
    {
        var random = new Random(5);
        var knapsack = new DeliveryKnapsack(12, 36, 100_000);
        for (int trial = 0; trial < 1500; trial++)
        {
            var items = Some(random.Next(1, mostItems + 1), kinds, random, levels);
            double capacity = random.Next(1, 60);
            int slots = random.Next(1, mostSlots + 1);
            Load(knapsack, items, random);
            double best = Enumerate(items, capacity, slots);
            double value = knapsack.Solve(capacity, slots, [random.NextDouble()], slack: 0);
            Assert.True(Math.Abs(best - value) < 1e-6 || (best == value), $"trial {trial}: {value}, enumerated {best}");
            if (double.IsFinite(best))
            {
                Assert.Equal(best, ValueOf(items, knapsack.Grams.ToArray(), capacity, slots), 6);
            }
        }
    }

    [Theory]
    [InlineData(1, 8, 8, true)]
    [InlineData(3, 5, 5, true)]
    [InlineData(1, 8, 2, true)]
    [InlineData(3, 5, 2, true)]
    [InlineData(1, 8, 8, false)]
    [InlineData(3, 5, 5, false)]
    public void Limits_of_groups_are_solved_to_the_enumerated_optimum(int levels, int mostItems, int kinds, bool joins)
    {
        var random = new Random(8);
        var knapsack = new DeliveryKnapsack(12, 36, 100_000, maxGroups: 3, joins);
        for (int trial = 0; trial < 1500; trial++)
        {
            var items = Array.ConvertAll(Some(random.Next(1, mostItems + 1), kinds, random, levels), item => item with { Group = 1 + random.Next(3) });
            double capacity = random.Next(1, 60);
            double[] limits = [random.Next(0, 40), random.Next(5, 60), 100];
            int slots = random.Next(1, 5);
            Load(knapsack, items, random, limits);
            double best = Best(items, 0, [], capacity, slots, [0, .. limits]);
            double[] guess = [random.NextDouble(), random.NextDouble(), random.NextDouble(), 0];
            double value = knapsack.Solve(capacity, slots, guess, slack: 0);
            Assert.True(Math.Abs(best - value) < 1e-6 || (best == value), $"trial {trial}: {value}, enumerated {best}");
            if (double.IsFinite(best))
            {
                var grams = knapsack.Grams.ToArray();
                Assert.Equal(best, ValueOf(items, grams, capacity, slots), 6);
                Assert.All(Enumerable.Range(1, 3), g => Assert.True(items.Zip(grams).Where(pair => pair.First.Group == g).Sum(pair => pair.Second) <= limits[g - 1] + 1e-9));
            }
        }
    }

    [Theory]
    [InlineData(3, 0.0)]
    [InlineData(100_000, 2.0)]
    public void A_search_cut_short_or_content_with_less_still_proves_a_bound(int nodes, double slack)
    {
        var random = new Random(6);
        var knapsack = new DeliveryKnapsack(8, 32, nodes);
        for (int trial = 0; trial < 500; trial++)
        {
            var items = Enumerable.Range(0, 7).Select(_ => Make(random, 3)).ToArray();
            Load(knapsack, items, random);
            Assert.True(knapsack.Solve(30, 4, [0], slack) >= Enumerate(items, 30, 4) - 1e-7, $"trial {trial}");
        }
    }

    [Theory]
    [InlineData(20)]
    [InlineData(200)]
    public void A_search_cut_short_proves_no_less_than_the_relaxation_it_began_with(int nodes)
    {
        var random = new Random(9);
        var (brief, longer) = (new DeliveryKnapsack(40, 80, maxNodes: 1), new DeliveryKnapsack(40, 80, nodes));
        for (int trial = 0; trial < 200; trial++)
        {
            // Items that hardly differ: many nodes stay open, and what settles one is a poor price for the next.
            var items = Enumerable.Range(0, 40).Select(_ => new Item(1 + 1e-6 * random.Next(5), [(2, 12, 1), (13, 20, 1 + random.Next(2))], false)).ToArray();
            double Bound(DeliveryKnapsack knapsack)
            {
                Load(knapsack, items, new Random(trial));
                return knapsack.Solve(capacity: 73 + trial % 20, slots: 6, guess: [1], slack: 0);
            }

            Assert.True(Bound(longer) <= Bound(brief) + 1e-9, $"trial {trial}: {Bound(longer)}, at first {Bound(brief)}");
        }
    }

    [Fact]
    public void Tight_limits_of_groups_multiply_no_trees()
    {
        var random = new Random(4);
        (long Together, long Joined) operations = default;
        for (int trial = 0; trial < 20; trial++)
        {
            var items = Enumerable.Range(0, 45).Select(i => new Item(0.8 + 0.05 * random.NextDouble(), [(10, random.Next(30, 90), random.Next(2, 5))], false, 1 + i % 3)).ToArray();
            (double Bound, long Operations) Solve(bool joins)
            {
                var knapsack = new DeliveryKnapsack(45, 45, maxNodes: 100_000, maxGroups: 3, joins);
                Load(knapsack, items, new Random(trial), 97, 128, 154);
                return (knapsack.Solve(capacity: 500, slots: 9, guess: [0, 0, 0, 0], slack: 0.01), knapsack.Operations);
            }

            var (together, joined) = (Solve(joins: false), Solve(joins: true));
            Assert.InRange(joined.Bound, together.Bound - 0.0101, together.Bound + 0.0101);
            operations = (operations.Together + together.Operations, operations.Joined + joined.Operations);
        }

        Assert.True(operations.Joined < operations.Together / 5, $"{operations}");
    }

    [Fact]
    public void Items_that_nothing_tells_apart_are_not_all_tried()
    {
        var knapsack = new DeliveryKnapsack(100, 200, maxNodes: 200);
        for (int i = 0; i < 100; i++)
        {
            knapsack.Add(1);
            knapsack.AddLevel(10, 40, 3);
            knapsack.AddLevel(41, 60, 4);
        }

        Assert.Equal(209, knapsack.Solve(capacity: 225, slots: 6, guess: [0], slack: 0), 6); // Four deliveries of 60 at most: 225 - 4 · 4.
    }

    [Fact]
    public void A_search_that_is_interrupted_ends_soon_and_still_proves_a_bound()
    {
        const int Items = 40;
        long Operations(bool interrupted, out double bound)
        {
            var knapsack = new DeliveryKnapsack(Items, Items, 100_000) { Interrupted = () => interrupted };
            for (int i = 0; i < Items; i++)
            {
                knapsack.Add(1 + 1e-9 * i); // Nearly alike, so that all choices are about as good and would be tried.
                knapsack.AddLevel(7, 7, 1);
            }

            bound = knapsack.Solve(capacity: 73, slots: 20, guess: [0], slack: 0);
            return knapsack.Operations;
        }

        long whole = Operations(interrupted: false, out _), cut = Operations(interrupted: true, out double proven);
        Assert.InRange(cut, 1, whole / 10);
        Assert.True(proven >= 60, $"{proven}"); // Ten items of 7 fit, each worth 6.
    }

    private static void Load(DeliveryKnapsack knapsack, Item[] items, Random random, params double[] limits)
    {
        knapsack.Clear(limits);
        foreach (var item in items)
        {
            knapsack.Add(item.Rate, item.Group);
            foreach (var (low, high, cost) in item.Levels)
            {
                knapsack.AddLevel(low, high, cost);
            }

            if (item.Required)
            {
                knapsack.Require();
            }

            if (random.Next(3) == 0)
            {
                knapsack.Hint(item.Levels[0].Low + random.Next(20));
            }
        }
    }

    /// <summary>Items of so many kinds; those of a kind are alike.</summary>
    private static Item[] Some(int count, int kinds, Random random, int mostLevels)
    {
        var made = Enumerable.Range(0, Math.Min(count, kinds)).Select(_ => Make(random, mostLevels)).ToArray();
        return [.. Enumerable.Range(0, count).Select(i => i < made.Length ? made[i] : made[random.Next(made.Length)])];
    }

    private static Item Make(Random random, int mostLevels)
    {
        var levels = new List<(double, double, double)>();
        double low = random.Next(1, 8), cost = random.Next(0, 8);
        for (int l = random.Next(1, mostLevels + 1); l > 0; l--)
        {
            double high = low + random.Next(0, 10);
            levels.Add((low, high, cost));
            (low, cost) = (high + 1, cost + random.Next(0, 6));
        }

        return new Item(Math.Round(3 * random.NextDouble() - 0.2, 2), [.. levels], random.Next(8) == 0);
    }

    private static double Enumerate(Item[] items, double capacity, int slots) => Best(items, 0, [], capacity, slots, [double.PositiveInfinity]);

    private static double Best(
        Item[] items, int at, List<(double Rate, double Width, int Group)> chosen, double left, int slots, double[] rest)
    {
        if (left < 0 || slots < 0 || rest.Any(r => r < 0))
        {
            return double.NegativeInfinity;
        }

        if (at == items.Length)
        {
            double more = 0;
            double[] room = [.. rest];
            foreach (var (rate, width, group) in chosen.Where(c => c.Rate > 0).OrderByDescending(c => c.Rate))
            {
                double grams = Math.Min(Math.Min(left, room[group]), width);
                (left, more) = (left - grams, more + rate * grams);
                room[group] -= grams;
            }

            return more;
        }

        var item = items[at];
        double best = item.Required ? double.NegativeInfinity : Best(items, at + 1, chosen, left, slots, rest);
        foreach (var (low, high, cost) in item.Levels)
        {
            chosen.Add((item.Rate, high - low, item.Group));
            rest[item.Group] -= low;
            best = Math.Max(best, item.Rate * low - cost + Best(items, at + 1, chosen, left - low, slots - 1, rest));
            rest[item.Group] += low;
            chosen.RemoveAt(chosen.Count - 1);
        }

        return best;
    }

    private static double ValueOf(Item[] items, double[] grams, double capacity, int slots)
    {
        Assert.True(grams.Sum() <= capacity + 1e-9);
        Assert.True(grams.Count(g => g > 0) <= slots);
        double total = 0;
        for (int i = 0; i < items.Length; i++)
        {
            Assert.True(grams[i] > 0 || !items[i].Required);
            if (grams[i] > 0)
            {
                var level = Assert.Single(items[i].Levels, l => grams[i] >= l.Low && grams[i] <= l.High);
                total += items[i].Rate * grams[i] - level.Cost;
            }
        }

        return total;
    }
}
