using System.Diagnostics;
using Thesis.Contracts.Allocation.V1;
using Thesis.OptEngine.Solving;
using Thesis.OptEngine.Strategies;

namespace Thesis.OptEngine.Requests;

/// <summary>Answers allocation requests. Whatever a request says, the answer is a response with a status and a reason.</summary>
public sealed class RequestSolver(IAllocationSolver solver)
{
    private const int DefaultTimeLimitMs = 2_000;
    private const long LeastWork = 4_000, ArcsPerWork = 25, MostWork = 600_000;

    /// <summary>Relative gap at which a request without a work limit is content: closer costs more than it feeds.</summary>
    private const double EnoughGap = 0.005;

    public AllocationResponse Solve(
        AllocationRequest request, Action<Contracts.Allocation.V1.SolveProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var clock = Stopwatch.StartNew();
        var response = Answer(request, progress, clock, cancellationToken);
        response.SolverVersion = solver.Version;
        response.StrategyVersion = request.StrategyVersion == "" ? Strategy.Balanced.Name : request.StrategyVersion;
        response.SolveMs = (int)clock.ElapsedMilliseconds;
        return response;
    }

    private AllocationResponse Answer(
        AllocationRequest request, Action<Contracts.Allocation.V1.SolveProgress>? progress, Stopwatch clock, CancellationToken cancellationToken)
    {
        if (RequestCheck.Fault(request) is { } fault)
        {
            return Without("invalid", fault);
        }

        var strategy = Strategy.Find(request.StrategyVersion);
        if (strategy is null && request.Weights is null)
        {
            return Without("invalid",
                $"strategy_version: '{request.StrategyVersion}' is not built in; use {string.Join(", ", Strategy.BuiltIn.Select(s => s.Name))}, or send weights.");
        }

        if (request.Foods.Count == 0 || request.Ngos.Count == 0)
        {
            return Without("empty", request.Foods.Count == 0 ? "foods: there is no donation to place." : "ngos: there is nobody to receive food.");
        }

        var stated = new RequestedProblem(request, strategy ?? Strategy.Balanced);
        if (stated.Problem.ArcCount == 0)
        {
            return Without("infeasible", Nowhere(stated));
        }

        var limit = TimeSpan.FromMilliseconds(request.TimeLimitMs > 0 ? request.TimeLimitMs : DefaultTimeLimitMs);
        var result = solver.Solve(
            stated.Problem,
            new SolveOptions
            {
                Work = request.WorkLimit > 0
                    ? request.WorkLimit
                    : Math.Clamp(LeastWork + stated.Problem.ArcCount / ArcsPerWork, LeastWork, MostWork),
                TimeLimit = limit > clock.Elapsed ? limit - clock.Elapsed : TimeSpan.Zero,
                TargetGap = request.WorkLimit > 0 ? 0 : EnoughGap,
                Progress = progress is null ? null : p => progress(Progress(p)),
            },
            cancellationToken);
        return Describe(stated, result);
    }

    private static string Nowhere(RequestedProblem stated) =>
        stated.Unreachable > 0
            ? $"No donation can reach an NGO in time: {stated.Unreachable} have none within reach that can store them."
            : "No trip pays: every NGO's capacity is below the smallest lots, or every trip costs more than its food is worth.";

    private static AllocationResponse Describe(RequestedProblem stated, SolveResult result)
    {
        if (result.Status == SolveStatus.Faulty)
        {
            throw new InvalidOperationException(result.Reason); // A defect of the engine: the job is set aside, not answered.
        }

        var response = new AllocationResponse
        {
            Status = result.Status == SolveStatus.Optimal ? "optimal"
                : result.StoppedBy is StopReason.TimeLimit or StopReason.Cancelled ? "timeout" : "feasible",
            ObjectiveValue = (double)result.Value,
            Bound = (double)result.Bound,
            Gap = GapOfBound(result.Value, result.Bound),
            Reason = stated.Unreachable > 0 ? $"{stated.Unreachable} donations have no NGO within reach that can store them in time." : "",
            Work = result.Work,
        };
        response.Allocations.AddRange(result.Solution.Allocations.Select(stated.Describe));
        return response;
    }

    private static Contracts.Allocation.V1.SolveProgress Progress(Solving.SolveProgress p) => new()
    {
        Incumbent = p.Value,
        Bound = p.Bound,
        Gap = GapOfBound((decimal)p.Value, (decimal)p.Bound),
        ElapsedMs = (int)p.Elapsed.TotalMilliseconds,
    };

    private static double GapOfBound(decimal value, decimal bound) => bound <= 0 ? 0 : (double)(Math.Max(0, bound - value) / bound);

    private static AllocationResponse Without(string status, string reason) => new() { Status = status, Reason = reason };
}
