using Thesis.OptEngine.Model;
using Thesis.OptEngine.Solving;
using Thesis.OptEngine.Tests.Solving;
using Thesis.OptEngine.Verification;

namespace Thesis.OptEngine.Tests.Model;

public class HilbertCurveTests
{
    [Fact]
    public void On_a_full_grid_every_place_is_a_step_away_from_the_one_before()
    {
        const int side = 16;
        var places = Enumerable.Range(0, side * side).Select(i => (Latitude: (double)(i % side), Longitude: (double)(i / side))).ToList();
        new Random(1).Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(places));

        int[] order = new HilbertCurve(places).Order(places);

        Assert.Equal(Enumerable.Range(0, side * side), order.Order());
        Assert.All(order.Zip(order.Skip(1)), pair =>
        {
            var (from, to) = (places[pair.First], places[pair.Second]);
            Assert.Equal(1, Math.Abs(from.Latitude - to.Latitude) + Math.Abs(from.Longitude - to.Longitude));
        });
    }

    [Fact]
    public void Places_in_one_spot_or_on_one_line_keep_or_follow_it()
    {
        (double, double)[] spot = [(5, 5), (5, 5), (5, 5)], line = [(3, 7), (1, 7), (2, 7)];

        Assert.Equal([0, 1, 2], new HilbertCurve(spot).Order(spot));
        Assert.Equal([1, 2, 0], new HilbertCurve(line).Order(line));
        Assert.Empty(new HilbertCurve([]).Order([]));
    }

    [Fact]
    public void A_solution_of_the_renumbered_problem_is_one_of_the_given_problem_of_the_same_value()
    {
        var given = SyntheticProblem.Make(3, donations: 40, ngos: 8);
        var random = new Random(3);
        var places = new InstancePlaces();
        places.Donations.AddRange(Enumerable.Range(0, given.DonationCount).Select(_ => (random.NextDouble(), random.NextDouble())));
        places.Ngos.AddRange(Enumerable.Range(0, given.NgoCount).Select(_ => (random.NextDouble(), random.NextDouble())));
        var placed = new PlacedProblem(given, places);

        var result = new NativeSolver().Solve(placed.Problem, new() { Work = 100 });
        var report = SolutionVerifier.Verify(given, placed.Restore(result.Solution));

        Assert.NotEqual(given.Supply.ToArray(), placed.Problem.Supply.ToArray());
        Assert.True(report.Holds, string.Join('\n', report.Violations));
        Assert.Equal(result.Value, report.Value);
    }
}
