using Thesis.OptEngine.Solving;

namespace Thesis.OptEngine.Tests.Solving;

/// <summary>Problems in which nothing tells NGOs or donations apart.</summary>
public class AlikeTests
{
    [Theory]
    [InlineData(60, 10)]
    [InlineData(100, 20)]
    [InlineData(420, 110)]
    public void No_NGO_is_left_out_because_it_is_like_the_others(int donations, int ngos)
    {
        var result = new NativeSolver().Solve(Sketch.Make(Shape.Equal, 7, donations, ngos).Build(), new SolveOptions { Work = 400 });
        Assert.InRange(result.Gap, 0, 0.001);
        Assert.Equal(ngos, result.Solution.Allocations.Select(a => a.Ngo).Distinct().Count());
    }

    [Theory]
    [InlineData(60, 10)]
    [InlineData(100, 20)]
    public void The_work_of_branch_and_bound_ends_within_a_node_however_many_choices_are_as_good(int donations, int ngos)
    {
        var sketch = Sketch.Make(Shape.Equal, 7, donations, ngos);
        for (int i = 0; i < sketch.Arcs.Count; i++)
        {
            // Nearly alike, so that exchanging two arcs does not make the same choice.
            sketch.Arcs[i] = sketch.Arcs[i] with { Value = 1 + 0.000001 * (i % 97) };
        }

        long work = new NativeSolver().Solve(sketch.Build(), new SolveOptions { Work = 1000 }).Work;
        Assert.InRange(work, 1, 1500);
    }

    [Fact]
    public void A_donation_is_split_where_what_is_left_over_would_be_less_than_a_lot()
    {
        // Three deliveries are best only if one holds back 2.4 kg, so that another can have its smallest lot. With limits by
        // storage class nothing but the search can find that.
        var result = new NativeSolver().Solve(Sketch.Make(Shape.Classes, 815_526, 14, 4).Build(), new SolveOptions { Work = 200 });
        Assert.InRange(result.Value, 239.8018m, 239.8022m);
    }
}
