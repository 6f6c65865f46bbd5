using Thesis.OptEngine.Solving;
using Thesis.OptEngine.Solving.Search;

namespace Thesis.OptEngine.Tests.Solving.Search;

public class CandidatesTests
{
    [Fact]
    public void Candidates_and_their_order_are_the_same_on_any_number_of_threads()
    {
        var problem = SyntheticProblem.Make(61, donations: 1300, ngos: 150, reach: 0.2);
        var (prices, supply) = (new double[2 * problem.NgoCount], new double[problem.DonationCount]);
        using var alone = new WorkCrew(1);
        var first = new Candidates(problem, alone, prices, supply, 8, 3, 4000, problem.ArcCount - 1);
        Assert.True(first.Find(3) >= 0 && first.Find(4000) >= 0 && first.Find(problem.ArcCount - 1) >= 0);
        foreach (int threads in (int[])[2, 3])
        {
            using var crew = new WorkCrew(threads);
            var again = new Candidates(problem, crew, prices, supply, 8, 3, 4000, problem.ArcCount - 1);
            Assert.Equal(first.Arc, again.Arc);
            for (int n = 0; n < problem.NgoCount; n++)
            {
                Assert.Equal(first.OfNgo(n).ToArray(), again.OfNgo(n).ToArray());
            }
        }
    }

    [Fact]
    public void Equal_scores_are_ranked_by_number()
    {
        double[] scores = [2, 1, 2, -0.0, 1, 0, 2];
        int[] numbers = [9, 8, 7, 6, 5, 4, 3];
        Ranking.Sort(scores, numbers);
        Assert.Equal([4, 6, 5, 8, 3, 7, 9], numbers);
    }
}
