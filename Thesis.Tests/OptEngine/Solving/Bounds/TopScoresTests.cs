using Thesis.OptEngine.Solving.Bounds;

namespace Thesis.OptEngine.Tests.Solving.Bounds;

public class TopScoresTests
{
    [Fact]
    public void The_highest_positive_scores_are_kept_and_the_bar_is_the_least_of_them()
    {
        var random = new Random(3);
        var top = new TopScores(20);
        for (int trial = 0; trial < 500; trial++)
        {
            int keep = random.Next(0, 20);
            double[] scores = [.. Enumerable.Range(0, random.Next(0, 60)).Select(_ => (double)random.Next(-5, 30))];
            top.Clear(keep);
            for (int i = 0; i < scores.Length; i++)
            {
                top.Offer(scores[i], i);
            }

            double[] best = [.. scores.Where(s => s > 0).OrderDescending().Take(keep)];
            Assert.Equal(best, top.Items.ToArray().Select(i => scores[i]).OrderDescending());
            Assert.Equal(keep == 0 ? double.PositiveInfinity : best.Length < keep ? 0 : best[^1], top.Bar);
        }
    }
}
