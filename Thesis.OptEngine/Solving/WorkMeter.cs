using System.Diagnostics;

namespace Thesis.OptEngine.Solving;

/// <summary>
/// Counts the work a solve spends, in nanoseconds of a reference core that each algorithm charges for its operations,
/// and says when to stop. Deterministic but for the clock and cancellation, which it reports.
/// </summary>
internal sealed class WorkMeter(SolveOptions options, CancellationToken cancellationToken)
{
    private const long NanosecondsPerUnit = 1_000_000;
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly long _limit = checked(Math.Clamp(options.Work, 0, long.MaxValue / NanosecondsPerUnit) * NanosecondsPerUnit);
    private long _used;

    public TimeSpan Elapsed => _clock.Elapsed;
    public long UsedNanoseconds => _used;
    public long LimitNanoseconds => _limit;
    public long Used => _used / NanosecondsPerUnit;

    /// <summary>Why the solve must stop now, if it must.</summary>
    public StopReason? Stopped { get; private set; }

    /// <summary>Charges work done and says whether to go on. Called at least every few milliseconds of work.</summary>
    public bool Spend(long nanoseconds)
    {
        _used += nanoseconds;
        return Continue();
    }

    public bool Continue()
    {
        Stopped ??= Interrupted() ?? (_used >= _limit ? StopReason.WorkSpent : null);
        return Stopped is null;
    }

    /// <summary>The outside reason to stop, if any; safe from several threads.</summary>
    public StopReason? Interrupted() =>
        cancellationToken.IsCancellationRequested ? StopReason.Cancelled
        : options.TimeLimit is { } limit && _clock.Elapsed >= limit ? StopReason.TimeLimit
        : null;
}
