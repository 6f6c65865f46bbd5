using Thesis.OptEngine.Model;

namespace Thesis.OptEngine.Tests.Solving;

/// <summary>What a generated problem is like.</summary>
public enum Shape
{
    /// <summary>Several cities, NGOs with room for three quarters of the food and slots to spare.</summary>
    Base,

    /// <summary>Dear trips, large lots, little room and few slots.</summary>
    Hard,

    /// <summary>Few NGOs within reach of a donation.</summary>
    Sparse,

    /// <summary>Every NGO within reach of every donation.</summary>
    Dense,

    /// <summary>Far less room than food.</summary>
    Tight,

    /// <summary>More room than food.</summary>
    Loose,

    /// <summary>All kg worth the same, all trips as dear, all donations and NGOs alike.</summary>
    Equal,

    /// <summary>Everybody in one place.</summary>
    OneCluster,

    /// <summary>One NGO that could take nearly everything.</summary>
    OneHuge,

    /// <summary>NGOs with limits by storage class.</summary>
    Classes,
}

/// <summary>A problem as its parts, which a property may change before it is built.</summary>
internal sealed class Sketch
{
    public List<(long Grams, long MinLot, int Class)> Donations { get; } = [];

    public List<(long Grams, int Slots)> Ngos { get; } = [];

    public List<(int Ngo, int Class, long Grams)> ClassLimits { get; } = [];

    public List<(int Donation, int Ngo, double Value, double Cost)> Arcs { get; } = [];

    public AllocationProblem Build()
    {
        var builder = new AllocationProblemBuilder(Donations.Count, Ngos.Count, Arcs.Count);
        Ngos.ForEach(ngo => builder.AddNgo(ngo.Grams, ngo.Slots));
        ClassLimits.ForEach(limit => builder.LimitClass(limit.Ngo, limit.Class, limit.Grams));
        Donations.ForEach(donation => builder.AddDonation(donation.Grams, donation.MinLot, donation.Class));
        Arcs.ForEach(arc => builder.AddArc(arc.Donation, arc.Ngo, arc.Value, arc.Cost));
        return builder.Build();
    }

    public Sketch Copy()
    {
        var copy = new Sketch();
        copy.Donations.AddRange(Donations);
        copy.Ngos.AddRange(Ngos);
        copy.ClassLimits.AddRange(ClassLimits);
        copy.Arcs.AddRange(Arcs);
        return copy;
    }

    /// <summary>A problem of the family that the engine is for: places in clustered cities, log-normal quantities, values by
    /// priority, preference and urgency, trips by distance.</summary>
    public static Sketch Make(Shape shape, int seed, int donations, int ngos)
    {
        var random = new Random(seed);
        var sketch = new Sketch();
        bool equal = shape == Shape.Equal;
        double rate = shape == Shape.Hard ? 2 : 0.5, room = shape switch { Shape.Hard => 0.6, Shape.Tight => 0.15, Shape.Loose => 1.6, _ => 0.75 };
        long minLot = shape == Shape.Hard ? 20_000 : 10_000;
        var centres = Enumerable.Range(0, shape == Shape.OneCluster ? 1 : 3)
            .Select(_ => (X: 120 * random.NextDouble(), Y: 120 * random.NextDouble(), Spread: 6 + 10 * random.NextDouble())).ToArray();
        (double X, double Y) Place()
        {
            var (x, y, spread) = centres[random.Next(centres.Length)];
            return (x + spread * Normal(random), y + spread * Normal(random));
        }

        var food = Enumerable.Range(0, donations).Select(_ => (At: Place(), Type: random.Next(8), Urgency: 1 + 0.5 * random.NextDouble())).ToArray();
        foreach (var _ in food)
        {
            double kg = equal ? 60 : Math.Clamp(Math.Exp(Math.Log(70) + 0.9 * Normal(random)), minLot / 1000.0, 2000);
            sketch.Donations.Add(((long)(kg * 10) * 100, minLot, shape == Shape.Classes ? random.Next(3) : 0));
        }

        double supply = sketch.Donations.Sum(d => (double)d.Grams);
        var places = Enumerable.Range(0, ngos).Select(_ => (At: Place(), Size: equal ? 1 : Math.Exp(0.6 * Normal(random)), Weight: 0.6 + 0.9 * random.NextDouble())).ToArray();
        double sizes = places.Sum(p => p.Size);
        for (int n = 0; n < ngos; n++)
        {
            long grams = shape == Shape.OneHuge && n == 0 ? (long)(0.9 * supply) : Math.Max(60_000, (long)(room * supply * places[n].Size / sizes / 100) * 100);
            double slots = (shape == Shape.Hard ? 0.9 : 1.25) * donations / ngos * (equal ? 1 : 0.6 + 0.8 * random.NextDouble());
            sketch.Ngos.Add((grams, shape == Shape.OneHuge && n == 0 ? donations : Math.Max(2, (int)slots)));
            if (shape == Shape.Classes && n % 3 > 0)
            {
                sketch.ClassLimits.Add((n, n % 3, grams / (2 + n % 2)));
            }
        }

        sketch.AddArcs(shape, random, rate, food, places);
        return sketch;
    }

    private void AddArcs(
        Shape shape, Random random, double rate, ((double X, double Y) At, int Type, double Urgency)[] food, ((double X, double Y) At, double Size, double Weight)[] places)
    {
        var preference = places.Select(_ => Enumerable.Range(0, 8).Select(_ => new[] { 0.6, 1, 1, 1.3 }[random.Next(4)]).ToArray()).ToArray();
        int most = shape switch { Shape.Sparse => 3, Shape.Dense => int.MaxValue, _ => 25 };
        double reach = shape is Shape.Dense or Shape.Equal ? double.MaxValue : 60;
        for (int d = 0; d < food.Length; d++)
        {
            var near = Enumerable.Range(0, places.Length)
                .Select(n => (Ngo: n, Km: 1.3 * Math.Sqrt(Math.Pow(food[d].At.X - places[n].At.X, 2) + Math.Pow(food[d].At.Y - places[n].At.Y, 2))))
                .Where(p => p.Km <= reach).OrderBy(p => p.Km).ThenBy(p => p.Ngo).Take(most);
            foreach (var (n, km) in near)
            {
                var (value, cost) = shape == Shape.Equal
                    ? (1, 4)
                    : (Math.Round(places[n].Weight * preference[n][food[d].Type] * food[d].Urgency, 4), Math.Round(rate * km, 4));
                Arcs.Add((d, n, value, cost));
            }
        }
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
