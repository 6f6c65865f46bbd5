using Thesis.OptEngine.Solving.OrTools;

namespace Thesis.OptEngine.Solving;

/// <summary>The solvers by name: the engine's own, and general ones of OR-Tools to check and compare it with.</summary>
public static class SolverCatalogue
{
    public const string Native = "native";

    public static IReadOnlyList<string> Names { get; } = [Native, "cp-sat", "scip", "highs"];

    /// <summary>The solver of a name.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no solver of that name.</exception>
    public static IAllocationSolver Find(string name) => name switch
    {
        Native => new NativeSolver(),
        "cp-sat" => new CpSatSolver(),
        "scip" => new MixedIntegerSolver("SCIP"),
        "highs" => new MixedIntegerSolver("HIGHS"),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, $"The solvers are {string.Join(", ", Names)}."),
    };
}
