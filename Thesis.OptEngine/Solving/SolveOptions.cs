namespace Thesis.OptEngine.Solving;

/// <summary>How long and how hard to solve.</summary>
public sealed record SolveOptions
{
    /// <summary>Work units to spend; one is about a millisecond of one 2024 server core. The answer depends on this
    /// number and not on the clock, the machine or the thread count.</summary>
    public long Work { get; init; } = 10_000;

    /// <summary>Elapsed time after which the solver stops at its next checkpoint, whatever work is left; the answer then
    /// says <see cref="StopReason.TimeLimit"/>. Where it will run out before the work does, the search cools down over the time,
    /// and the answer depends on the machine. None by default.</summary>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>Threads to use; the answer does not depend on it.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Relative gap at which the solver is content: 0.001 is 0.1 %. 0 works on until optimality is proven.</summary>
    public double TargetGap { get; init; }

    /// <summary>An earlier plan to start from; none by default.</summary>
    public WarmStart? WarmStart { get; init; }

    /// <summary>Called on the solving thread whenever incumbent or bound improve, at most every few milliseconds of work.</summary>
    public Action<SolveProgress>? Progress { get; init; }
}

/// <summary>Where a solve stands.</summary>
/// <param name="Value">Value of the best solution so far.</param>
/// <param name="Bound">Proven upper bound so far.</param>
/// <param name="Work">Work units spent.</param>
/// <param name="Elapsed">Wall time since the start.</param>
public readonly record struct SolveProgress(double Value, double Bound, long Work, TimeSpan Elapsed)
{
    /// <summary>Relative gap: (bound − value) ÷ value.</summary>
    public double Gap => SolveResult.RelativeGap((decimal)Value, (decimal)Bound);
}
