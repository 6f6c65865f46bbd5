using Thesis.OptEngine.Model;
using Thesis.OptEngine.Solving;
using Thesis.OptEngine.Solving.OrTools;

namespace Thesis.OptEngine.Tests.Solving;

/// <summary>Every option of the model is in the bound and in the search: with each, many small problems are proven optimal, at
/// the value that an exact solver finds.</summary>
public class ModelOptionTests
{
    private const int Problems = 100;

    [Theory]
    [InlineData("storage classes, tight")]
    [InlineData("storage classes, one of them full")]
    [InlineData("few slots")]
    [InlineData("large lots")]
    [InlineData("arcs that carry little")]
    [InlineData("dear trips")]
    public void Small_problems_are_proven_at_the_value_an_exact_solver_finds(string option)
    {
        var (exact, own) = (new CpSatSolver(), new NativeSolver());
        for (int seed = 0; seed < Problems; seed++)
        {
            var problem = Make(option, seed);
            var theirs = exact.Solve(problem, new SolveOptions { Work = 20_000 });
            var ours = own.Solve(problem, new SolveOptions { Work = 2_000 });
            Assert.Equal((seed, SolveStatus.Optimal), (seed, theirs.Status));
            Assert.True(ours.Bound >= theirs.Value, $"seed {seed}: bound {ours.Bound} below {theirs.Value}");
            Assert.True(
                ours.Status == SolveStatus.Optimal && ours.Value >= theirs.Value * 0.999998m,
                $"seed {seed}: {ours.Value} of {theirs.Value}, gap {100 * ours.Gap} %, {ours.StoppedBy}");
        }
    }

    [Fact]
    public void The_work_of_a_proof_does_not_grow_with_the_work_allowed()
    {
        for (int seed = 0; seed < 20; seed++)
        {
            var problem = Make("storage classes, tight", seed);
            var little = new NativeSolver().Solve(problem, new SolveOptions { Work = 2_000 });
            var much = new NativeSolver().Solve(problem, new SolveOptions { Work = 1_000_000 });
            Assert.Equal(SolveStatus.Optimal, much.Status);
            Assert.InRange(much.Work, 0, little.Work);
        }
    }

    private static AllocationProblem Make(string option, int seed)
    {
        var random = new Random(seed);
        var builder = new AllocationProblemBuilder();
        int donations = random.Next(2, 9), ngos = random.Next(2, 4), classes = option.StartsWith("storage", StringComparison.Ordinal) ? 3 : 0;
        long lot = option == "large lots" ? 40_000 : 10_000;
        long total = 0;
        var supply = Enumerable.Range(0, donations).Select(_ => random.Next(100, 2000) * 100L).ToArray();
        total = supply.Sum();
        for (int n = 0; n < ngos; n++)
        {
            long capacity = (long)(0.8 * total / ngos * (0.4 + 1.2 * random.NextDouble()));
            builder.AddNgo(capacity, option == "few slots" ? 1 : random.Next(1, 6));
            for (int k = 0; k < classes; k++)
            {
                double part = option.EndsWith("tight", StringComparison.Ordinal) ? 0.15 + 0.3 * random.NextDouble() : k == 0 ? 0 : 0.7;
                builder.LimitClass(n, k, (long)(part * capacity));
            }
        }

        for (int d = 0; d < donations; d++)
        {
            builder.AddDonation(supply[d], lot, classes > 0 ? random.Next(classes) : 0);
        }

        double cost = option == "dear trips" ? 60 : 20;
        for (int d = 0; d < donations; d++)
        {
            for (int n = 0; n < ngos; n++)
            {
                long upper = option == "arcs that carry little" ? random.Next(100, 800) * 100L : long.MaxValue;
                builder.AddArc(d, n, Math.Round(0.8 + random.NextDouble(), 4), Math.Round(cost * random.NextDouble(), 4), upper);
            }
        }

        return builder.Build();
    }
}
