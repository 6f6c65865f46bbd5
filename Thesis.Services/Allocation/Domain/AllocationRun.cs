namespace Thesis.Services.Allocation.Domain;

/// <summary>Where a run stands.</summary>
public enum RunStatus
{
    /// <summary>The engine was asked.</summary>
    Requested,

    /// <summary>The answer was applied.</summary>
    Completed,

    /// <summary>No answer in time, or one that cannot be used; the reason says which.</summary>
    Failed,
}

/// <summary>What started a run.</summary>
public enum RunCause
{
    Change,
    Timer,
    Request,
}

/// <summary>One look at a region: the question to the engine and what came of it. Weights are grams, times UTC.</summary>
public sealed record AllocationRun
{
    public required long Id { get; init; }

    public required string Region { get; init; }

    /// <summary>The region's day whose NGO capacity the run reserves.</summary>
    public required DateOnly Day { get; init; }

    public required RunStatus Status { get; init; }

    public required RunCause Cause { get; init; }

    public required string RequestedBy { get; init; }

    public required DateTimeOffset RequestedAt { get; init; }

    public DateTimeOffset? CompletedAt { get; init; }

    public required string StrategyVersion { get; init; }

    public int Donations { get; init; }

    public int Ngos { get; init; }

    public long OfferedGrams { get; init; }

    /// <summary>The engine's own word: "optimal", "feasible", "infeasible", "timeout", "invalid", "empty".</summary>
    public string? SolverStatus { get; init; }

    public string? SolverVersion { get; init; }

    public double? Objective { get; init; }

    public double? Bound { get; init; }

    public double? Gap { get; init; }

    public int? SolveMs { get; init; }

    /// <summary>Why the engine stopped: "optimal", "target_gap", "work", "time", "cancelled"; empty when it says nothing.</summary>
    public string StoppedBy { get; init; } = "";

    public long AllocatedGrams { get; init; }

    public int Lots { get; init; }

    public int Dropped { get; init; }

    public int Refused { get; init; }

    public string Reason { get; init; } = "";
}
