using System.Globalization;
using System.Runtime.InteropServices;
using Thesis.OptEngine.Model;

namespace Thesis.OptEngine.Solving.Cbc;

/// <summary>
/// CBC, a general solver for mixed-integer programs, as an independent check of the engine's own. It counts no work: the
/// time limit, or the work at a millisecond a unit, goes to CBC as seconds of CPU, which it looks at now and then and
/// overruns on large problems. It is deaf to cancellation once it runs. Solves one problem at a time in a process.
/// </summary>
public sealed class CbcSolver : IAllocationSolver
{
    // CBC keeps options of its command line in globals.
    private static readonly Lock OneAtATime = new();

    /// <summary>Whether CBC's library is on this machine.</summary>
    public static bool IsPresent => CbcLibrary.IsPresent;

    public string Version => $"cbc/{CbcLibrary.Version}";

    /// <exception cref="DllNotFoundException">CBC's library is not on this machine: install <c>coinor-libcbc3</c>.</exception>
    public SolveResult Solve(AllocationProblem problem, SolveOptions options, CancellationToken cancellationToken = default)
    {
        if (!IsPresent)
        {
            throw new DllNotFoundException("CBC's library libCbcSolver.so.3 is not on this machine; install Debian's coinor-libcbc3.");
        }

        if (GeneralSolver.Trivial(problem, Version, cancellationToken) is { } trivial)
        {
            return trivial;
        }

        lock (OneAtATime)
        {
            nint model = CbcLibrary.NewModel();
            try
            {
                return NativeSolver.Verified(problem, Solve(problem, model, options));
            }
            finally
            {
                CbcLibrary.DeleteModel(model);
            }
        }
    }

    private SolveResult Solve(AllocationProblem problem, nint model, SolveOptions options)
    {
        CbcLibrary.SetParameter(model, "logLevel", "0");
        new CbcModel(problem).Load(model);
        CbcLibrary.SetParameter(model, "ratioGap", options.TargetGap.ToString("R", CultureInfo.InvariantCulture));
        CbcLibrary.SetParameter(model, "allowableGap", "0");
        CbcLibrary.SetParameter(model, "sec", Math.Max(0.01, GeneralSolver.Limit(options).TotalSeconds).ToString("0.###", CultureInfo.InvariantCulture));
        _ = CbcLibrary.Solve(model);
        bool ended = CbcLibrary.IsProvenOptimal(model) != 0;
        var solution = Read(problem, CbcLibrary.BestSolution(model));
        // It minimises what is turned round.
        decimal bound = GeneralSolver.Bound(problem, solution, -CbcLibrary.BestPossible(model), ended);
        var stoppedBy = !ended ? StopReason.TimeLimit : options.TargetGap > 0 ? StopReason.TargetGap : StopReason.Optimal;
        var result = GeneralSolver.Answer(problem, solution, bound, stoppedBy, Version);
        options.Progress?.Invoke(new SolveProgress((double)result.Value, (double)bound, 0, TimeSpan.Zero));
        return result;
    }

    private static AllocationSolution Read(AllocationProblem problem, nint best)
    {
        if (best == 0)
        {
            return AllocationSolution.Empty;
        }

        var values = new double[2 * problem.ArcCount];
        Marshal.Copy(best, values, 0, values.Length);
        return GeneralSolver.Round(problem, values);
    }
}
