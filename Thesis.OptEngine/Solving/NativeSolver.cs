using Thesis.OptEngine.Model;
using Thesis.OptEngine.Verification;

namespace Thesis.OptEngine.Solving;

/// <summary>
/// The engine's own solver: Lagrangian bounds from both sides of the problem, and a search over whole patterns of
/// deliveries guided by their prices. See docs/engine.md.
/// </summary>
public sealed class NativeSolver : IAllocationSolver
{
    public string Version => "native/1.0";

    public SolveResult Solve(AllocationProblem problem, SolveOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Threads, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Threads, WorkCrew.MostThreads, nameof(options));
        using var run = new NativeRun(problem, options, cancellationToken);
        return Verified(problem, run.Solve() with { SolverVersion = Version });
    }

    /// <summary>The result with its exact value; withheld if the independent check finds anything wrong.</summary>
    internal static SolveResult Verified(AllocationProblem problem, SolveResult result)
    {
        var report = SolutionVerifier.Verify(problem, result.Solution);
        if (report.Holds && report.Value <= result.Bound)
        {
            return result with { Value = report.Value };
        }

        string reason = report.Holds ? $"value {report.Value} exceeds the bound {result.Bound}" : report.Violations[0];
        return result with
        {
            Status = SolveStatus.Faulty,
            Reason = $"The engine's own answer failed its check and was withheld: {reason}.",
            Solution = AllocationSolution.Empty,
            Value = 0,
        };
    }
}
