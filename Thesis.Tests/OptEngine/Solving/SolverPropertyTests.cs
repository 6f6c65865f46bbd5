using FsCheck;
using FsCheck.Fluent;
using Thesis.OptEngine.Model;
using Thesis.OptEngine.Solving;
using Thesis.OptEngine.Solving.OrTools;

namespace Thesis.OptEngine.Tests.Solving;

/// <summary>What must hold of the solver on random problems: by changes whose effect on the optimum is known, each optimum
/// lying between a value and its bound, and, where a problem is tiny, by trying everything.</summary>
public class SolverPropertyTests
{
    private const decimal Rounding = 0.000_1m;
    private static readonly NativeSolver Solver = new();

    [Fact]
    public void Relabelling_changes_nothing_but_numbers() => Holds(sketch =>
    {
        var random = new Random(sketch.Arcs.Count);
        int[] food = Shuffled(sketch.Donations.Count, random), ngos = Shuffled(sketch.Ngos.Count, random);
        var other = new Sketch();
        other.Donations.AddRange(Placed(sketch.Donations, food));
        other.Ngos.AddRange(Placed(sketch.Ngos, ngos));
        other.ClassLimits.AddRange(sketch.ClassLimits.Select(limit => limit with { Ngo = ngos[limit.Ngo] }));
        other.Arcs.AddRange(sketch.Arcs.Select(arc => arc with { Donation = food[arc.Donation], Ngo = ngos[arc.Ngo] }).Reverse());
        var (one, two) = (Solve(sketch), Solve(other));
        return one.Value <= two.Bound && two.Value <= one.Bound;
    });

    [Fact]
    public void Scaling_values_and_costs_scales_the_optimum() => Holds(sketch =>
    {
        foreach (double factor in (double[])[8, 0.0625])
        {
            var scaled = sketch.Copy();
            for (int i = 0; i < scaled.Arcs.Count; i++)
            {
                scaled.Arcs[i] = scaled.Arcs[i] with { Value = factor * scaled.Arcs[i].Value, Cost = factor * scaled.Arcs[i].Cost };
            }

            var (one, other) = (Solve(sketch), Solve(scaled));
            decimal times = (decimal)factor;
            if (times * one.Value > other.Bound + times * Rounding || other.Value > times * (one.Bound + Rounding))
            {
                return false;
            }
        }

        return true;
    });

    [Fact]
    public void Splitting_a_donation_in_two_gains_nothing_by_itself() => Holds(sketch =>
        Solve(Split(sketch)).Value <= Solve(sketch).Bound);

    [Fact]
    public void Splitting_a_donation_in_two_costs_nothing_where_trips_and_slots_are_free_and_lots_small() => Holds(sketch =>
    {
        var free = sketch.Copy();
        for (int d = 0; d < free.Donations.Count; d++)
        {
            free.Donations[d] = free.Donations[d] with { MinLot = 1 };
        }

        for (int n = 0; n < free.Ngos.Count; n++)
        {
            free.Ngos[n] = free.Ngos[n] with { Slots = 2 * free.Donations.Count };
        }

        for (int a = 0; a < free.Arcs.Count; a++)
        {
            free.Arcs[a] = free.Arcs[a] with { Cost = 0 };
        }

        var (whole, halves) = (Solve(free), Solve(Split(free)));
        return whole.Value <= halves.Bound && halves.Value <= whole.Bound;
    });

    [Fact]
    public void One_more_NGO_never_lowers_the_optimum() => Holds(sketch =>
    {
        var more = sketch.Copy();
        more.Ngos.Add((50_000, 3));
        for (int d = 0; d < more.Donations.Count; d += 2)
        {
            more.Arcs.Add((d, sketch.Ngos.Count, 1.1, 3));
        }

        return Solve(sketch).Value <= Solve(more).Bound;
    });

    [Fact]
    public void Less_room_slots_or_food_never_raises_the_optimum() => Holds(sketch =>
    {
        var less = sketch.Copy();
        less.Ngos[0] = (less.Ngos[0].Grams / 2, Math.Max(1, less.Ngos[0].Slots - 1));
        less.Donations[0] = less.Donations[0] with { Grams = less.Donations[0].Grams * 2 / 3 };
        return Solve(less).Value <= Solve(sketch).Bound;
    });

    [Fact]
    public void Tiny_problems_of_odd_numbers_are_solved_to_their_enumerated_optimum() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(120),
        Prop.ForAll(Gen.Choose(0, 10_000_000).ToArbitrary(), seed =>
        {
            var problem = Odd(seed).Build();
            double best = EnumerationOracle.Best(problem);
            var result = Solver.Solve(problem, new SolveOptions { Work = 60 });
            double tolerance = 1e-6 * Math.Max(1, best);
            return (result.Status != SolveStatus.Faulty && (double)result.Bound >= best - tolerance && Math.Abs((double)result.Value - best) <= 2 * tolerance)
                .Label($"seed {seed}: value {result.Value}, bound {result.Bound}, optimum {best}, {result.Status}");
        }));

    [Fact]
    public void No_value_passes_the_bound_of_CP_SAT_nor_its_value_ours() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(12), Prop.ForAll(Sketches(donations: 14, ngos: 4), sketch =>
        {
            var problem = sketch.Build();
            var theirs = new CpSatSolver().Solve(problem, new SolveOptions { Work = 600 });
            var ours = Solver.Solve(problem, new SolveOptions { Work = 200 });
            return (ours.Value <= theirs.Bound && theirs.Value <= ours.Bound && ours.Value >= 0.998m * theirs.Value)
                .Label($"ours {ours.Value} ≤ {ours.Bound}, theirs {theirs.Value} ≤ {theirs.Bound}");
        }));

    private static void Holds(Func<Sketch, bool> property) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(16), Prop.ForAll(Sketches(donations: 24, ngos: 6), property));

    private static Arbitrary<Sketch> Sketches(int donations, int ngos) =>
        (from shape in Gen.Elements(Enum.GetValues<Shape>())
         from seed in Gen.Choose(0, 1_000_000)
         select Sketch.Make(shape, seed, donations, ngos)).ToArbitrary();

    private static SolveResult Solve(Sketch sketch)
    {
        var result = Solver.Solve(sketch.Build(), new SolveOptions { Work = 40 });
        Assert.NotEqual(SolveStatus.Faulty, result.Status);
        return result;
    }

    /// <summary>The first donation in two parts, each with a share of its smallest lot, and the arcs of both.</summary>
    private static Sketch Split(Sketch sketch)
    {
        var split = sketch.Copy();
        var (grams, minLot, storage) = split.Donations[0];
        long part = grams / 3;
        split.Donations[0] = (part, Math.Min(part, minLot), storage);
        split.Donations.Add((grams - part, minLot, storage));
        split.Arcs.AddRange(sketch.Arcs.Where(arc => arc.Donation == 0).Select(arc => arc with { Donation = sketch.Donations.Count }));
        return minLot <= part ? split : sketch; // A part below the lot would be a lot of its own, which the whole could not send.
    }

    /// <summary>A tiny problem of numbers at the edges: nothing, a gram, a thousand tonnes, equal, round and crooked ones.</summary>
    private static Sketch Odd(int seed)
    {
        var random = new Random(seed);
        long Grams() => new[] { 0, 1, 2, 999, 10_000, 10_001, 1_000_000_000, random.Next(1, 200_000), 50_000 }[random.Next(9)];
        double Weight() => new[] { 1, 1, 1, 0.000_001, 1000, Math.Round(2 * random.NextDouble(), 4) }[random.Next(6)];
        double Cost() => new[] { 0, 0, 5, 0.000_001, Math.Round(40 * random.NextDouble(), 4) }[random.Next(5)];
        var sketch = new Sketch();
        for (int d = random.Next(0, 5); d >= 0; d--)
        {
            sketch.Donations.Add((Grams(), new[] { 0, 1, 10_000, 999, random.Next(1, 60_000) }[random.Next(5)], 0));
        }

        for (int n = random.Next(0, 3); n >= 0; n--)
        {
            sketch.Ngos.Add((Grams(), random.Next(0, 4)));
        }

        for (int a = 0; a < sketch.Donations.Count * sketch.Ngos.Count && sketch.Arcs.Count < 12; a++)
        {
            if (random.Next(5) > 0)
            {
                sketch.Arcs.Add((a / sketch.Ngos.Count, a % sketch.Ngos.Count, Weight(), Cost()));
            }
        }

        return sketch;
    }

    private static int[] Shuffled(int count, Random random)
    {
        int[] numbers = [.. Enumerable.Range(0, count)];
        random.Shuffle(numbers);
        return numbers;
    }

    private static T[] Placed<T>(List<T> items, int[] at)
    {
        var placed = new T[items.Count];
        for (int i = 0; i < placed.Length; i++)
        {
            placed[at[i]] = items[i];
        }

        return placed;
    }
}
