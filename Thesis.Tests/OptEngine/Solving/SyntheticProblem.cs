using Thesis.OptEngine.Model;

namespace Thesis.OptEngine.Tests.Solving;

/// <summary>Random problems of the family the engine is for: places in a plane, values by kg, costs by distance.</summary>
internal static class SyntheticProblem
{
    public static AllocationProblem Make(
        int seed, int donations, int ngos, double reach = 0.5, double tightness = 0.7, long minLot = 10_000, int maxArcs = int.MaxValue,
        int classes = 0)
    {
        var random = new Random(seed);
        var builder = new AllocationProblemBuilder();
        var places = new (double X, double Y)[donations + ngos];
        for (int i = 0; i < places.Length; i++)
        {
            places[i] = (random.NextDouble(), random.NextDouble());
        }

        long total = 0;
        for (int d = 0; d < donations; d++)
        {
            long grams = random.Next(100, 2000) * 100;
            total += grams;
            builder.AddDonation(grams, minLot, classes > 0 ? d % classes : 0);
        }

        for (int n = 0; n < ngos; n++)
        {
            long capacity = (long)(tightness * total / ngos * (0.4 + 1.2 * random.NextDouble()));
            builder.AddNgo(capacity, 1 + random.Next(2 * donations / ngos));
            for (int k = 1; k < classes; k++)
            {
                builder.LimitClass(n, k, capacity / (k + 1));
            }
        }

        int arcs = 0;
        for (int d = 0; d < donations; d++)
        {
            for (int n = 0; n < ngos && arcs < maxArcs; n++)
            {
                double dx = places[d].X - places[donations + n].X, dy = places[d].Y - places[donations + n].Y;
                double distance = Math.Sqrt(dx * dx + dy * dy);
                if (distance <= reach)
                {
                    builder.AddArc(d, n, Math.Round(0.8 + random.NextDouble(), 4), Math.Round(30 * distance, 4));
                    arcs++;
                }
            }
        }

        return builder.Build();
    }
}
