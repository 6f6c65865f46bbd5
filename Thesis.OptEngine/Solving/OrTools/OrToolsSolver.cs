using Google.OrTools.LinearSolver;
using Thesis.OptEngine.Model;

namespace Thesis.OptEngine.Solving.OrTools;

/// <summary>
/// SCIP through Google OR-Tools, one more independent check; compiled with <c>-p:FullNuGet=true</c> only. It counts no
/// work: the time limit, or the work at a millisecond a unit, is SCIP's.
/// </summary>
public sealed class OrToolsSolver : IAllocationSolver
{
    private const decimal Tolerance = 1e-6m;

    public string Version => $"or-tools-scip/{typeof(Solver).Assembly.GetName().Version}";

    public SolveResult Solve(AllocationProblem problem, SolveOptions options, CancellationToken cancellationToken = default)
    {
        using var solver = Solver.CreateSolver("SCIP");
        var (x, y) = State(problem, solver);
        var limit = TimeSpan.FromMilliseconds(options.Work);
        limit = options.TimeLimit is { } time && time < limit ? time : limit;
        solver.SetTimeLimit(Math.Max(1, (long)limit.TotalMilliseconds));
        using var stop = cancellationToken.Register(() => solver.InterruptSolve());
        var status = solver.Solve();
        bool found = status is Solver.ResultStatus.OPTIMAL or Solver.ResultStatus.FEASIBLE;
        var solution = found ? Read(problem, x, y) : AllocationSolution.Empty;
        decimal value = Verification.SolutionVerifier.Verify(problem, solution).Value;
        decimal bound = (decimal)solver.Objective().BestBound() * (1 + Tolerance) + Tolerance;
        return NativeSolver.Verified(problem, new SolveResult
        {
            Status = status == Solver.ResultStatus.OPTIMAL ? SolveStatus.Optimal : SolveStatus.Feasible,
            StoppedBy = status == Solver.ResultStatus.OPTIMAL ? StopReason.Optimal
                : cancellationToken.IsCancellationRequested ? StopReason.Cancelled : StopReason.TimeLimit,
            Reason = problem.ArcCount == 0 ? "No trip pays." : "",
            Solution = solution,
            Value = value,
            Bound = Math.Max(value, bound),
            Duals = new DualPrices(new double[problem.DonationCount], new double[problem.NgoCount], new double[problem.NgoCount]),
            Work = 0,
            SolverVersion = Version,
        });
    }

    private static (Variable[] X, Variable[] Y) State(AllocationProblem problem, Solver solver)
    {
        var supply = Array.ConvertAll(problem.Supply.ToArray(), g => solver.MakeConstraint(0, g / 1000.0));
        var capacity = Array.ConvertAll(problem.Capacity.ToArray(), g => solver.MakeConstraint(0, g / 1000.0));
        var slots = Array.ConvertAll(problem.Slots.ToArray(), k => solver.MakeConstraint(0, k));
        var classes = Array.ConvertAll(problem.ClassLimits.ToArray(), g => solver.MakeConstraint(0, g / 1000.0));
        var (x, y) = (new Variable[problem.ArcCount], new Variable[problem.ArcCount]);
        solver.Objective().SetMaximization();
        for (int a = 0; a < x.Length; a++)
        {
            int d = problem.ArcDonation[a], n = problem.ArcNgo[a];
            x[a] = solver.MakeNumVar(0, problem.ArcUpper[a] / 1000.0, $"x{a}");
            y[a] = solver.MakeBoolVar($"y{a}");
            solver.Objective().SetCoefficient(x[a], problem.ArcValue[a]);
            solver.Objective().SetCoefficient(y[a], -problem.ArcCost[a]);
            supply[d].SetCoefficient(x[a], 1);
            capacity[n].SetCoefficient(x[a], 1);
            slots[n].SetCoefficient(y[a], 1);
            if (classes.Length > 0)
            {
                classes[n * problem.ClassCount + problem.DonationClass[d]].SetCoefficient(x[a], 1);
            }

            solver.Add(x[a] <= problem.ArcUpper[a] / 1000.0 * y[a]);
            solver.Add(x[a] >= problem.MinLot[d] / 1000.0 * y[a]);
        }

        return (x, y);
    }

    private static AllocationSolution Read(AllocationProblem problem, Variable[] x, Variable[] y)
    {
        var (rest, room) = (problem.Supply.ToArray(), problem.Capacity.ToArray());
        var lots = new List<Allocation>();
        for (int a = 0; a < x.Length; a++)
        {
            int d = problem.ArcDonation[a], n = problem.ArcNgo[a];
            // Rounded down where rounding up would not fit any more.
            long grams = Math.Min((long)Math.Round(x[a].SolutionValue() * 1000), Math.Min(problem.ArcUpper[a], Math.Min(rest[d], room[n])));
            if (y[a].SolutionValue() > 0.5 && grams >= problem.MinLot[d])
            {
                lots.Add(new Allocation(d, n, grams));
                rest[d] -= grams;
                room[n] -= grams;
            }
        }

        return new AllocationSolution([.. lots]);
    }
}
