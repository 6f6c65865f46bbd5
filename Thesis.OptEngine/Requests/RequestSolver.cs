using System.Diagnostics;
using Thesis.Contracts.Allocation.V1;
using Thesis.Contracts.Strategies;
using Thesis.OptEngine.Solving;

namespace Thesis.OptEngine.Requests;

/// <summary>Answers allocation requests. Whatever a request says, the answer is a response with a status and a reason.</summary>
/// <param name="solver">Solves the problem that a request states.</param>
/// <param name="limits">What a request may cost; <see cref="SolveLimits.Usual"/> if null.</param>
public sealed class RequestSolver(IAllocationSolver solver, SolveLimits? limits = null)
{
    /// <summary>Relative gap at which a request without a work limit is content: closer costs more than it feeds.</summary>
    private const double EnoughGap = 0.005;

    private readonly SolveLimits _limits = limits ?? SolveLimits.Usual;

    public AllocationResponse Solve(
        AllocationRequest request, Action<Contracts.Allocation.V1.SolveProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var clock = Stopwatch.StartNew();
        var response = AnswerInMemory(request, progress, clock, cancellationToken);
        response.SolverVersion = solver.Version;
        response.StrategyVersion = request.StrategyVersion == "" ? BuiltInStrategies.EngineDefault : request.StrategyVersion;
        response.SolveMs = (int)clock.ElapsedMilliseconds;
        response.Forecast = CostForecast.Of(request, _limits).ToMessage();
        return response;
    }

    private AllocationResponse AnswerInMemory(
        AllocationRequest request, Action<Contracts.Allocation.V1.SolveProgress>? progress, Stopwatch clock, CancellationToken cancellationToken)
    {
        try
        {
            return Answer(request, progress, clock, cancellationToken);
        }
        catch (OutOfMemoryException)
        {
            // Everything the solve had is garbage now; another attempt would end alike, so this is an answer.
            return Without("invalid", "foods: the process has too little memory for the problem; send fewer foods, or a smaller travel.max_candidates.");
        }
    }

    private AllocationResponse Answer(
        AllocationRequest request, Action<Contracts.Allocation.V1.SolveProgress>? progress, Stopwatch clock, CancellationToken cancellationToken)
    {
        if (RequestCheck.Fault(request) is { } fault)
        {
            return Without("invalid", fault);
        }

        var strategy = BuiltInStrategies.Find(request.StrategyVersion == "" ? BuiltInStrategies.EngineDefault : request.StrategyVersion);
        if (strategy is null && request.Weights is null)
        {
            return Without("invalid",
                $"strategy_version: '{request.StrategyVersion}' is not built in; use {string.Join(", ", BuiltInStrategies.All.Select(s => s.Name))}, or send weights.");
        }

        if (request.Foods.Count == 0 || request.Ngos.Count == 0)
        {
            return Without("empty", request.Foods.Count == 0 ? "foods: there is no donation to place." : "ngos: there is nobody to receive food.");
        }

        request = PlacedRequest.Of(request);
        if (request.Weights is null && strategy is not null)
        {
            strategy.Document.ApplyTo(request);
        }

        var quantities = new RequestedQuantities(request);
        return (quantities.Fault ?? TooLarge(request)) is { } wrong
            ? Without("invalid", wrong)
            : Plan(new RequestedProblem(request, quantities), progress, clock, cancellationToken);
    }

    private AllocationResponse Plan(
        RequestedProblem stated, Action<Contracts.Allocation.V1.SolveProgress>? progress, Stopwatch clock, CancellationToken cancellationToken)
    {
        decimal standing = stated.FixedValue;
        var options = Options(stated, clock) with { Progress = progress is null ? null : p => progress(Progress(p, standing)) };
        var result = solver.Solve(stated.Problem, options, cancellationToken);
        if (result.Status == SolveStatus.Faulty)
        {
            throw new InvalidOperationException(result.Reason); // A defect of the engine: the job is set aside, not answered.
        }

        var response = Describe(stated, result, standing);
        response.StartedFrom = NameOf(options.WarmStart);
        response.Prices = stated.Request.ReturnPrices ? PricesById.Of(stated.Request, result.Duals, solver.Version) : null;
        return response;
    }

    private SolveOptions Options(RequestedProblem stated, Stopwatch clock)
    {
        var request = stated.Request;
        var limit = CostForecast.Limit(request, _limits) - clock.Elapsed;
        return new SolveOptions
        {
            Work = CostForecast.Of(request, _limits).Work,
            TimeLimit = limit > TimeSpan.Zero ? limit : TimeSpan.Zero,
            TargetGap = request.TargetGap > 0 ? request.TargetGap : request.WorkLimit > 0 ? 0 : EnoughGap,
            Threads = _limits.Threads,
            WarmStart = WarmStart(stated),
        };
    }

    private WarmStart? WarmStart(RequestedProblem stated)
    {
        var prices = PricesById.For(stated, stated.Request.Prices, solver.Version);
        return stated.Request.Previous.Count == 0 && prices is null ? null : new WarmStart(stated.Previous().Allocations) { Duals = prices };
    }

    private string? TooLarge(AllocationRequest request)
    {
        long bytes = CostForecast.Of(request, _limits).Bytes;
        return bytes <= _limits.MostBytes ? null
            : $"foods: the problem needs about {bytes >> 20} MB and a job may take {_limits.MostBytes >> 20}; send fewer foods, or a smaller travel.max_candidates.";
    }

    private static AllocationResponse Describe(RequestedProblem stated, SolveResult result, decimal standing)
    {
        decimal value = result.Value + standing, bound = result.Bound + standing;
        bool nothing = stated.Problem.ArcCount == 0 && stated.Quantities.Fixed.Count == 0;
        var response = new AllocationResponse
        {
            Status = nothing ? "infeasible"
                : result.Status == SolveStatus.Optimal ? "optimal"
                : result.StoppedBy is StopReason.TimeLimit or StopReason.Cancelled ? "timeout" : "feasible",
            ObjectiveValue = (double)value,
            Bound = (double)bound,
            Gap = GapOfBound(value, bound),
            Work = result.Work,
            StoppedBy = NameOf(result.StoppedBy),
            Reason = stated.Unreachable == 0 ? ""
                : nothing ? "No donation can go anywhere; its explanation says what is in the way."
                : $"{stated.Unreachable} donations have no NGO within reach that can take them; their explanations say what is in the way.",
        };
        var explainer = new ShortfallExplainer(stated, result);
        foreach (var lot in stated.Quantities.Fixed.Concat(result.Solution.Allocations))
        {
            var described = stated.Describe(lot);
            described.Explanation.PricePaid = explainer.PricePaid(lot, described.Explanation.NetValue);
            response.Allocations.Add(described);
        }

        if (!stated.Request.Brief)
        {
            response.Ngos.AddRange(explainer.Ngos());
            response.Donations.AddRange(explainer.Donations());
        }

        return response;
    }

    private static string NameOf(WarmStart? start) => start switch
    {
        null => "nothing",
        { Duals: null } => "lots",
        { Allocations.IsEmpty: true } => "prices",
        _ => "lots_and_prices",
    };

    private static string NameOf(StopReason reason) => reason switch
    {
        StopReason.Optimal => "optimal",
        StopReason.TargetGap => "target_gap",
        StopReason.WorkSpent => "work",
        StopReason.TimeLimit => "time",
        _ => "cancelled",
    };

    private static Contracts.Allocation.V1.SolveProgress Progress(Solving.SolveProgress p, decimal standing) => new()
    {
        Incumbent = p.Value + (double)standing,
        Bound = p.Bound + (double)standing,
        Gap = GapOfBound((decimal)p.Value + standing, (decimal)p.Bound + standing),
        ElapsedMs = (int)p.Elapsed.TotalMilliseconds,
    };

    private static double GapOfBound(decimal value, decimal bound) => bound <= 0 ? 0 : (double)(Math.Max(0, bound - value) / bound);

    private static AllocationResponse Without(string status, string reason) => new() { Status = status, Reason = reason };
}
