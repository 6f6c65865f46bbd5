using Thesis.OptEngine.Model;
using Thesis.OptEngine.Verification;

namespace Thesis.OptEngine.Solving;

/// <summary>What is the same for every solver of general mixed-integer programs: a limit in seconds, whole grams out of
/// floating point, and a bound that is sure in spite of tolerances.</summary>
internal static class GeneralSolver
{
    /// <summary>The solvers' tolerances on constraints and objective, with room: what their bounds are rounded out by.</summary>
    private const decimal Tolerance = 1e-6m;

    /// <summary>The time limit, or the work at a millisecond a unit where that is less.</summary>
    public static TimeSpan Limit(SolveOptions options)
    {
        var work = TimeSpan.FromMilliseconds(options.Work);
        return options.TimeLimit is { } time && time < work ? time : work;
    }

    /// <summary>The answer where there is nothing to solve, or nobody wants it any more; null where there is work to do.</summary>
    public static SolveResult? Trivial(AllocationProblem problem, string version, CancellationToken cancellationToken) =>
        problem.ArcCount == 0 ? Answer(problem, AllocationSolution.Empty, 0, StopReason.Optimal, version) with { Reason = "No trip pays." }
        : cancellationToken.IsCancellationRequested
            ? Answer(problem, AllocationSolution.Empty, Everything(problem), StopReason.Cancelled, version)
        : null;

    /// <summary>An answer that is optimal if that is why the solver stopped.</summary>
    public static SolveResult Answer(
        AllocationProblem problem, AllocationSolution solution, decimal bound, StopReason stoppedBy, string version) => new()
        {
            Status = stoppedBy == StopReason.Optimal ? SolveStatus.Optimal : SolveStatus.Feasible,
            StoppedBy = stoppedBy,
            Solution = solution,
            Value = SolutionVerifier.Verify(problem, solution).Value,
            Bound = bound,
            Duals = new DualPrices(new double[problem.DonationCount], new double[problem.NgoCount], new double[problem.NgoCount]),
            Work = 0,
            SolverVersion = version,
        };

    /// <summary>Why a solver that has ended, or not, stopped.</summary>
    public static StopReason StoppedBy(bool ended, SolveOptions options, CancellationToken cancellationToken) =>
        ended ? options.TargetGap > 0 ? StopReason.TargetGap : StopReason.Optimal
        : cancellationToken.IsCancellationRequested ? StopReason.Cancelled
        : StopReason.TimeLimit;

    /// <summary>A solver's bound, rounded out by its tolerances; never below what is in hand, never above everything at its best.</summary>
    /// <param name="possible">What the solver calls its bound; infinite or 0 where it has none yet.</param>
    public static decimal Bound(AllocationProblem problem, AllocationSolution solution, double possible, bool optimal)
    {
        decimal value = SolutionVerifier.Verify(problem, solution).Value;
        decimal everything = Everything(problem);
        decimal bound = double.IsFinite(possible) && Math.Abs(possible) < 1e15 ? (decimal)possible : everything;
        // A solve that ends before the tree begins leaves no bound but its answer.
        bound = optimal ? Math.Max(value, bound) : bound <= 0 ? everything : bound;
        return Math.Max(value, Math.Min(bound * (1 + Tolerance) + Tolerance, everything));
    }

    /// <summary>Whole grams of a solution in floating point: rounded, then mended where a gram too many was rounded up.</summary>
    /// <param name="values">Kilograms of every arc, then of every arc whether it is used: 0 or 1.</param>
    public static AllocationSolution Round(AllocationProblem problem, double[] values)
    {
        var (rest, room, classes) = (problem.Supply.ToArray(), problem.Capacity.ToArray(), problem.ClassLimits.ToArray());
        var grams = new long[problem.ArcCount];
        for (int a = 0; a < grams.Length; a++)
        {
            if (values[problem.ArcCount + a] > 0.5)
            {
                grams[a] = Math.Clamp((long)Math.Round(values[a] * 1000), problem.MinLot[problem.ArcDonation[a]], problem.ArcUpper[a]);
                rest[problem.ArcDonation[a]] -= grams[a];
                room[problem.ArcNgo[a]] -= grams[a];
                if (classes.Length > 0)
                {
                    classes[problem.ClassPlace(a)] -= grams[a];
                }
            }
        }

        for (int a = 0; a < grams.Length; a++)
        {
            int d = problem.ArcDonation[a], n = problem.ArcNgo[a];
            long full = classes.Length > 0 ? Math.Min(room[n], classes[problem.ClassPlace(a)]) : room[n];
            long excess = Math.Clamp(-Math.Min(rest[d], full), 0, Math.Max(0, grams[a] - problem.MinLot[d]));
            grams[a] -= excess;
            rest[d] += excess;
            room[n] += excess;
            if (classes.Length > 0)
            {
                classes[problem.ClassPlace(a)] += excess;
            }
        }

        return new AllocationSolution(
            [.. Enumerable.Range(0, grams.Length).Where(a => grams[a] > 0)
                .Select(a => new Allocation(problem.ArcDonation[a], problem.ArcNgo[a], grams[a]))]);
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
}
