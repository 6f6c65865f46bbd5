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

    /// <summary>CBC's own tolerances on constraints and objective, with room: what its bound is rounded out by.</summary>
    private const decimal Tolerance = 1e-6m;

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

        if (problem.ArcCount == 0 || cancellationToken.IsCancellationRequested)
        {
            return Ended(problem, AllocationSolution.Empty, problem.ArcCount == 0 ? 0 : Everything(problem), optimal: problem.ArcCount == 0);
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
        var limit = TimeSpan.FromMilliseconds(options.Work);
        limit = options.TimeLimit is { } time && time < limit ? time : limit;
        CbcLibrary.SetParameter(model, "logLevel", "0");
        new CbcModel(problem).Load(model);
        CbcLibrary.SetParameter(model, "ratioGap", options.TargetGap.ToString("R", CultureInfo.InvariantCulture));
        CbcLibrary.SetParameter(model, "allowableGap", "0");
        CbcLibrary.SetParameter(model, "sec", Math.Max(0.01, limit.TotalSeconds).ToString("0.###", CultureInfo.InvariantCulture));
        _ = CbcLibrary.Solve(model);
        bool optimal = CbcLibrary.IsProvenOptimal(model) != 0;
        nint best = CbcLibrary.BestSolution(model);
        var solution = best == 0 ? AllocationSolution.Empty : Round(problem, best);
        decimal bound = Bound(problem, model, optimal, solution);
        var result = Ended(problem, solution, bound, optimal && options.TargetGap <= 0);
        options.Progress?.Invoke(new SolveProgress((double)result.Value, (double)bound, 0, TimeSpan.Zero));
        return result;
    }

    private SolveResult Ended(AllocationProblem problem, AllocationSolution solution, decimal bound, bool optimal) => new()
    {
        Status = optimal ? SolveStatus.Optimal : SolveStatus.Feasible,
        StoppedBy = optimal ? StopReason.Optimal : StopReason.TimeLimit,
        Reason = problem.ArcCount == 0 ? "No trip pays." : "",
        Solution = solution,
        Value = Verification.SolutionVerifier.Verify(problem, solution).Value,
        Bound = bound,
        Duals = new DualPrices(new double[problem.DonationCount], new double[problem.NgoCount], new double[problem.NgoCount]),
        Work = 0,
        SolverVersion = Version,
    };

    /// <summary>CBC's bound, rounded out by its tolerances; never below what is in hand, never above everything at its best.</summary>
    private static decimal Bound(AllocationProblem problem, nint model, bool optimal, AllocationSolution solution)
    {
        decimal value = Verification.SolutionVerifier.Verify(problem, solution).Value;
        double possible = -CbcLibrary.BestPossible(model);
        decimal bound = double.IsFinite(possible) && Math.Abs(possible) < 1e15 ? (decimal)possible : Everything(problem);
        // A solve that ends before the tree begins leaves no bound but its answer.
        bound = optimal ? Math.Max(value, bound) : bound <= 0 ? Everything(problem) : bound;
        return Math.Max(value, Math.Min(bound * (1 + Tolerance) + Tolerance, Everything(problem)));
    }

    /// <summary>Every donation at its best arc: a bound that needs no solver.</summary>
    private static decimal Everything(AllocationProblem problem)
    {
        decimal total = 0;
        for (int d = 0; d < problem.DonationCount; d++)
        {
            double best = 0;
            foreach (double value in problem.ArcValue[problem.DonationStart[d]..problem.DonationStart[d + 1]])
            {
                best = Math.Max(best, value);
            }

            total += (decimal)best * problem.Supply[d] / 1000m;
        }

        return total;
    }

    /// <summary>Whole grams of a solution in floating point: rounded, then mended where a gram too many was rounded up.</summary>
    private static AllocationSolution Round(AllocationProblem problem, nint values)
    {
        var kg = new double[2 * problem.ArcCount];
        Marshal.Copy(values, kg, 0, kg.Length);
        var (rest, room, classes) = (problem.Supply.ToArray(), problem.Capacity.ToArray(), problem.ClassLimits.ToArray());
        int ClassOf(int arc) => problem.ArcNgo[arc] * problem.ClassCount + problem.DonationClass[problem.ArcDonation[arc]];
        var grams = new long[problem.ArcCount];
        for (int a = 0; a < grams.Length; a++)
        {
            if (kg[problem.ArcCount + a] > 0.5)
            {
                grams[a] = Math.Clamp((long)Math.Round(kg[a] * 1000), problem.MinLot[problem.ArcDonation[a]], problem.ArcUpper[a]);
                rest[problem.ArcDonation[a]] -= grams[a];
                room[problem.ArcNgo[a]] -= grams[a];
                if (classes.Length > 0)
                {
                    classes[ClassOf(a)] -= grams[a];
                }
            }
        }

        for (int a = 0; a < grams.Length; a++)
        {
            int d = problem.ArcDonation[a], n = problem.ArcNgo[a];
            long full = classes.Length > 0 ? Math.Min(room[n], classes[ClassOf(a)]) : room[n];
            long excess = Math.Clamp(-Math.Min(rest[d], full), 0, Math.Max(0, grams[a] - problem.MinLot[d]));
            grams[a] -= excess;
            rest[d] += excess;
            room[n] += excess;
            if (classes.Length > 0)
            {
                classes[ClassOf(a)] += excess;
            }
        }

        return new AllocationSolution(
            [.. Enumerable.Range(0, grams.Length).Where(a => grams[a] > 0)
                .Select(a => new Allocation(problem.ArcDonation[a], problem.ArcNgo[a], grams[a]))]);
    }
}
