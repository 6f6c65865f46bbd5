using Google.OrTools.LinearSolver;
using Thesis.OptEngine.Model;

namespace Thesis.OptEngine.Solving.OrTools;

/// <summary>
/// SCIP through Google OR-Tools, one more independent check; compiled with <c>-p:OrTools=true</c> only. It counts no
/// work: the time limit, or the work at a millisecond a unit, is SCIP's. It heeds cancellation.
/// </summary>
public sealed class OrToolsSolver : IAllocationSolver
{
    public string Version => $"or-tools-scip/{typeof(Solver).Assembly.GetName().Version}";

    /// <exception cref="InvalidOperationException">This build of OR-Tools is without SCIP.</exception>
    public SolveResult Solve(AllocationProblem problem, SolveOptions options, CancellationToken cancellationToken = default)
    {
        if (GeneralSolver.Trivial(problem, Version, cancellationToken) is { } trivial)
        {
            return trivial;
        }

        using var solver = Solver.CreateSolver("SCIP") ?? throw new InvalidOperationException("This build of OR-Tools is without SCIP.");
        var model = new OrToolsModel(problem, solver);
        solver.SetTimeLimit(Math.Max(1, (long)GeneralSolver.Limit(options).TotalMilliseconds));
        using var parameters = new MPSolverParameters();
        // Without it SCIP calls optimal what is within 0.01 %.
        parameters.SetDoubleParam(MPSolverParameters.DoubleParam.RELATIVE_MIP_GAP, options.TargetGap);
        using var stop = cancellationToken.Register(() => solver.InterruptSolve());
        var status = solver.Solve(parameters);
        bool ended = status == Solver.ResultStatus.OPTIMAL;
        var solution = ended || status == Solver.ResultStatus.FEASIBLE ? model.Read() : AllocationSolution.Empty;
        decimal bound = GeneralSolver.Bound(problem, solution, solver.Objective().BestBound(), ended);
        var stoppedBy = ended ? options.TargetGap > 0 ? StopReason.TargetGap : StopReason.Optimal
            : cancellationToken.IsCancellationRequested ? StopReason.Cancelled : StopReason.TimeLimit;
        var result = NativeSolver.Verified(problem, GeneralSolver.Answer(problem, solution, bound, stoppedBy, Version));
        options.Progress?.Invoke(new SolveProgress((double)result.Value, (double)bound, 0, TimeSpan.FromMilliseconds(solver.WallTime())));
        return result;
    }
}
