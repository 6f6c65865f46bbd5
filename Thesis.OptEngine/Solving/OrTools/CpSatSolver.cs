using Google.OrTools.Sat;
using System.Globalization;
using Thesis.OptEngine.Model;

namespace Thesis.OptEngine.Solving.OrTools;

/// <summary>CP-SAT of Google OR-Tools on one thread, the whole problem in whole numbers. Its limit is a time, the work at a
/// millisecond a unit; it heeds cancellation.</summary>
public sealed class CpSatSolver : IAllocationSolver
{
    public string Version => $"or-tools-cp-sat/{typeof(CpModel).Assembly.GetName().Version}";

    public SolveResult Solve(AllocationProblem problem, SolveOptions options, CancellationToken cancellationToken = default)
    {
        if (GeneralSolver.Trivial(problem, Version, cancellationToken) is { } trivial)
        {
            return trivial;
        }

        double seconds = Math.Max(0.001, GeneralSolver.Limit(options).TotalSeconds);
        string parameters = string.Create(
            CultureInfo.InvariantCulture, $"num_workers:1 max_time_in_seconds:{seconds} relative_gap_limit:{options.TargetGap:R}");
        var answer = new CpSatModel(problem).Solve(parameters, AllocationSolution.Empty, cancellationToken);
        decimal bound = GeneralSolver.Bound(problem, answer.Solution, answer.Bound, answer.IsOptimal);
        var stoppedBy = GeneralSolver.StoppedBy(answer.IsOptimal, options, cancellationToken);
        return NativeSolver.Verified(problem, GeneralSolver.Answer(problem, answer.Solution, bound, stoppedBy, Version));
    }
}
