using Thesis.OptEngine.Model;

namespace Thesis.OptEngine.Solving;

/// <summary>What a solve ended with.</summary>
public enum SolveStatus
{
    /// <summary>The solution is proven best.</summary>
    Optimal,

    /// <summary>The solution holds; better ones may exist up to the bound.</summary>
    Feasible,

    /// <summary>The engine's own answer failed its verification and was withheld: a defect of the engine.</summary>
    Faulty,
}

/// <summary>Why a solve ended.</summary>
public enum StopReason
{
    Optimal,
    TargetGap,
    WorkSpent,
    TimeLimit,
    Cancelled,
}

/// <summary>A verified solution and how good it is proven to be.</summary>
public sealed record SolveResult
{
    public required SolveStatus Status { get; init; }
    public required StopReason StoppedBy { get; init; }

    /// <summary>What a person should know about the status; empty when there is nothing to say.</summary>
    public string Reason { get; init; } = "";

    public required AllocationSolution Solution { get; init; }

    /// <summary>Exact value of the solution.</summary>
    public required decimal Value { get; init; }

    /// <summary>Proven upper bound on every solution's value, rounded up.</summary>
    public required decimal Bound { get; init; }

    /// <summary>Prices that prove the bound.</summary>
    public required DualPrices Duals { get; init; }

    /// <summary>Work units spent.</summary>
    public required long Work { get; init; }

    public required string SolverVersion { get; init; }

    /// <summary>Relative gap: (bound − value) ÷ value, 0 when both are 0.</summary>
    public double Gap => RelativeGap(Value, Bound);

    internal static double RelativeGap(decimal value, decimal bound)
    {
        decimal difference = Math.Max(0, bound - value);
        return difference == 0 ? 0 : value <= 0 ? double.PositiveInfinity : (double)(difference / value);
    }
}

/// <summary>What constraints are worth at the bound: the gain, to first order, of relaxing each by one unit.</summary>
/// <param name="Supply">Per donation, value of one more kg offered.</param>
/// <param name="Capacity">Per NGO, value of one more kg of capacity.</param>
/// <param name="Slot">Per NGO, value of one more delivery.</param>
public sealed record DualPrices(double[] Supply, double[] Capacity, double[] Slot)
{
    /// <summary>Per NGO and storage class, value of one more kg that may be taken of the class, as
    /// <see cref="AllocationProblem.ClassLimits"/> has them; empty where classes are not told apart.</summary>
    public double[] Classes { get; init; } = [];

    /// <summary>What else the bound was proven with, for a <see cref="WarmStart"/>; null when there is nothing.</summary>
    public StepPrices? Steps { get; init; }
}
