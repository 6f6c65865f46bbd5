using Google.OrTools.LinearSolver;
using Thesis.OptEngine.Model;

namespace Thesis.OptEngine.Solving.OrTools;

/// <summary>
/// SCIP or HiGHS of Google OR-Tools on one thread, as independent checks. They count no work: their limit is a time, the work
/// at a millisecond a unit. SCIP heeds cancellation.
/// </summary>
/// <param name="name">The name of the solver in OR-Tools.</param>
public sealed class MixedIntegerSolver(string name) : IAllocationSolver
{
    public string Version => $"or-tools-{name.ToLowerInvariant()}/{typeof(Solver).Assembly.GetName().Version}";

    /// <exception cref="InvalidOperationException">This build of OR-Tools is without the solver.</exception>
    public SolveResult Solve(AllocationProblem problem, SolveOptions options, CancellationToken cancellationToken = default)
    {
        if (GeneralSolver.Trivial(problem, Version, cancellationToken) is { } trivial)
        {
            return trivial;
        }

        using var solver = Solver.CreateSolver(name) ?? throw new InvalidOperationException($"This build of OR-Tools is without {name}.");
        var model = new MixedIntegerModel(problem, solver);
        solver.SetTimeLimit(Math.Max(1, (long)GeneralSolver.Limit(options).TotalMilliseconds));
        solver.SetNumThreads(1);
        using var parameters = new MPSolverParameters();
        // Without it SCIP calls optimal what is within 0.01 %.
        parameters.SetDoubleParam(MPSolverParameters.DoubleParam.RELATIVE_MIP_GAP, options.TargetGap);
        using var stop = cancellationToken.Register(() => solver.InterruptSolve());
        var status = solver.Solve(parameters);
        bool ended = status == Solver.ResultStatus.OPTIMAL;
        var solution = ended || status == Solver.ResultStatus.FEASIBLE ? model.Read() : AllocationSolution.Empty;
        decimal bound = GeneralSolver.Bound(problem, solution, solver.Objective().BestBound(), ended);
        var stoppedBy = GeneralSolver.StoppedBy(ended, options, cancellationToken);
        return NativeSolver.Verified(problem, GeneralSolver.Answer(problem, solution, bound, stoppedBy, Version));
    }
}
