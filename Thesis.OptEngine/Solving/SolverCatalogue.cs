using Thesis.OptEngine.Solving.Cbc;
#if ORTOOLS
using Thesis.OptEngine.Solving.OrTools;
#endif

namespace Thesis.OptEngine.Solving;

/// <summary>The solvers by name: <c>native</c> everywhere, the others where they are present.</summary>
public static class SolverCatalogue
{
    public const string Native = "native";

    /// <summary>Every name, whether or not the solver is present.</summary>
    public static IReadOnlyList<string> Names { get; } = [Native, "cbc", "or-tools"];

    /// <summary>The solver of a name; null where it is not present, with what would bring it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no solver of that name.</exception>
    public static IAllocationSolver? Find(string name, out string missing)
    {
        missing = name switch
        {
            Native => "",
            "cbc" => CbcSolver.IsPresent ? "" : "CBC is not on this machine; install Debian's coinor-libcbc3.",
            "or-tools" => OrTools is null ? "OR-Tools is not compiled in; build with -p:OrTools=true." : "",
            _ => throw new ArgumentOutOfRangeException(nameof(name), name, $"The solvers are {string.Join(", ", Names)}."),
        };
        return missing != "" ? null : name == "cbc" ? new CbcSolver() : name == Native ? new NativeSolver() : OrTools;
    }

#if ORTOOLS
    private static IAllocationSolver? OrTools => new OrToolsSolver();
#else
    private static IAllocationSolver? OrTools => null;
#endif
}
