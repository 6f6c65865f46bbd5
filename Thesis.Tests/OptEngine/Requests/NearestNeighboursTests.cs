using Thesis.OptEngine.Requests;

namespace Thesis.OptEngine.Tests.Requests;

public class NearestNeighboursTests
{
    [Fact]
    public void The_tree_finds_what_looking_at_every_place_finds()
    {
        var random = new Random(1);
        for (int trial = 0; trial < 40; trial++)
        {
            var places = Enumerable.Range(0, random.Next(1, 200)).Select(_ => Place(random)).ToArray();
            var tree = new NearestNeighbours(places);
            var (latitude, longitude) = Place(random);
            double maxKm = random.NextDouble() * (trial % 2 == 0 ? 500 : 20_000);
            int most = random.Next(1, 30);
            var expected = places
                .Select((p, i) => (Index: i, Km: GreatCircle.Km(latitude, longitude, p.Latitude, p.Longitude)))
                .Where(p => p.Km <= maxKm && p.Index % 3 != 0)
                .OrderBy(p => p.Km).Take(most).ToArray();
            var found = tree.Find(latitude, longitude, maxKm, most, i => i % 3 != 0);
            Assert.Equal(expected.Select(p => p.Index), found.Select(f => f.Index));
            Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First.Km, pair.Second.Km, 6));
        }
    }

    [Fact]
    public void Places_on_both_sides_of_the_date_line_are_near()
    {
        var tree = new NearestNeighbours([(10, 179.99), (10, 0)]);
        Assert.Equal(0, Assert.Single(tree.Find(10, -179.99, 10, 5, _ => true)).Index);
    }

    [Fact]
    public void No_places_are_found_among_none() => Assert.Empty(new NearestNeighbours([]).Find(0, 0, 100, 5, _ => true));

    private static (double Latitude, double Longitude) Place(Random random) =>
        random.Next(2) == 0
            ? (34 + random.NextDouble(), -118 + random.NextDouble())
            : (180 * random.NextDouble() - 90, 360 * random.NextDouble() - 180);
}
