using Thesis.OptEngine.Model;
using Thesis.OptEngine.Solving;
using Thesis.OptEngine.Verification;

namespace Thesis.OptEngine.Tests.Solving;

/// <summary>What every solver behind the interface must do.</summary>
public class SolverConformanceTests
{
    public static TheoryData<string> All { get; } = [.. SolverCatalogue.Names];

    public static TheoryData<string> Others { get; } = [.. SolverCatalogue.Names.Except([SolverCatalogue.Native])];

    [Theory]
    [MemberData(nameof(All))]
    public void Tiny_problems_are_solved_to_their_enumerated_optimum(string name)
    {
        var solver = SolverCatalogue.Find(name);
        for (int seed = 0; seed < 12; seed++)
        {
            var problem = SyntheticProblem.Make(seed, donations: 5, ngos: 3, reach: 0.8, maxArcs: 11);
            double best = EnumerationOracle.Best(problem);
            var result = solver.Solve(problem, new SolveOptions { Work = 2000 });
            Assert.True(SolutionVerifier.Verify(problem, result.Solution).Holds);
            Assert.True((double)result.Bound >= best - 1e-6, $"{name}, seed {seed}: bound {result.Bound} below the optimum {best}");
            Assert.InRange((double)result.Value, best * (1 - 1e-6) - 1e-6, best + 1e-6);
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Quantities_are_kept_to_the_gram(string name)
    {
        var solver = SolverCatalogue.Find(name);
        var builder = new AllocationProblemBuilder();
        builder.AddDonation(33_333, 1);
        builder.AddDonation(66_667, 33_334);
        builder.AddNgo(50_001, 2);
        builder.AddNgo(49_998, 1);
        foreach (int d in (int[])[0, 1])
        {
            builder.AddArc(d, 0, 1.3333, 0.1);
            builder.AddArc(d, 1, 1.1111, 0.1);
        }

        var problem = builder.Build();
        var result = solver.Solve(problem, new SolveOptions { Work = 2000 });
        Assert.True(SolutionVerifier.Verify(problem, result.Solution).Holds);
        Assert.Equal((decimal)EnumerationOracle.Best(problem), result.Value, 4);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_problem_without_arcs_is_answered(string name)
    {
        var solver = SolverCatalogue.Find(name);
        var builder = new AllocationProblemBuilder();
        builder.AddDonation(5_000, 10_000);
        builder.AddNgo(10_000, 3);
        var result = solver.Solve(builder.Build(), new SolveOptions());
        Assert.Equal((SolveStatus.Optimal, 0m, 0m), (result.Status, result.Value, result.Bound));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_solve_cancelled_before_it_begins_returns_a_bound(string name)
    {
        var solver = SolverCatalogue.Find(name);
        var problem = SyntheticProblem.Make(5, donations: 40, ngos: 8);
        var result = solver.Solve(problem, new SolveOptions(), new CancellationToken(canceled: true));
        Assert.True(result.Bound >= result.Value && result.Status != SolveStatus.Faulty);
    }

    [Theory]
    [MemberData(nameof(Others))]
    public void The_engine_is_nowhere_below_another_and_neither_passes_the_others_bound(string name)
    {
        var other = SolverCatalogue.Find(name);
        for (int seed = 20; seed < 23; seed++)
        {
            var problem = SyntheticProblem.Make(seed, donations: 30, ngos: 6, reach: 0.6);
            var theirs = other.Solve(problem, new SolveOptions { Work = 3000 });
            var ours = new NativeSolver().Solve(problem, new SolveOptions { Work = 1500 });
            Assert.True(ours.Value <= theirs.Bound, $"seed {seed}: {ours.Value} above its bound {theirs.Bound}");
            Assert.True(theirs.Value <= ours.Bound, $"seed {seed}: {name}'s {theirs.Value} above the bound {ours.Bound}");
            Assert.True(ours.Value >= 0.995m * theirs.Value, $"seed {seed}: {ours.Value} below {name}'s {theirs.Value}");
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Limits_by_storage_class_are_kept(string name)
    {
        var solver = SolverCatalogue.Find(name);
        for (int seed = 30; seed < 34; seed++)
        {
            var problem = SyntheticProblem.Make(seed, donations: 12, ngos: 4, reach: 0.7, classes: 3);
            var result = solver.Solve(problem, new SolveOptions { Work = 2000 });
            Assert.True(result.Status != SolveStatus.Faulty && result.Solution.Allocations.Length > 0, $"seed {seed}: {result.Reason}");
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Only_what_is_proven_to_a_millionth_is_called_optimal(string name)
    {
        var solver = SolverCatalogue.Find(name);
        for (int seed = 20; seed < 22; seed++)
        {
            var problem = SyntheticProblem.Make(seed, donations: 30, ngos: 6, reach: 0.6);
            var exact = solver.Solve(problem, new SolveOptions { Work = 3000 });
            var content = solver.Solve(problem, new SolveOptions { Work = 30_000, TargetGap = 0.01 });
            Assert.True(exact.Status != SolveStatus.Optimal || exact.Gap < 2e-6, $"seed {seed}: optimal with a gap of {exact.Gap}");
            Assert.True(content.Gap <= 0.01 + 2e-6 && content.StoppedBy is StopReason.TargetGap or StopReason.Optimal, $"seed {seed}: {content}");
        }
    }
}
