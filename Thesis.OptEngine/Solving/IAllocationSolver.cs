using Thesis.OptEngine.Model;

namespace Thesis.OptEngine.Solving;

/// <summary>Solves allocation problems. Implementations are safe to use from several threads at once.</summary>
public interface IAllocationSolver
{
    /// <summary>Name and version, stored with every run: <c>native/1.0</c>.</summary>
    string Version { get; }

    /// <summary>Solves a problem inside the limits of <paramref name="options"/>. Cancellation does not throw: the best
    /// solution so far comes back, with its bound.</summary>
    SolveResult Solve(AllocationProblem problem, SolveOptions options, CancellationToken cancellationToken = default);
}
