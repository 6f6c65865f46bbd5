using System.Diagnostics;

namespace Thesis.OptEngine.Solving;

/// <summary>
/// Counts the work a solve spends, in nanoseconds of a reference core that each algorithm charges for its operations,
/// and says when to stop. Deterministic but for the clock and cancellation, which it reports: what was planned over the work
/// that is allowed is planned over the time instead where that runs out sooner, so that a search has cooled down when it ends.
/// </summary>
internal sealed class WorkMeter(SolveOptions options, CancellationToken cancellationToken)
{
    private const long NanosecondsPerUnit = 1_000_000;

    /// <summary>The part of the time that what a solve does at its end may take.</summary>
    private const double Reserve = 0.02;

    /// <summary>The part of the time over which the clock says little: code is compiled, caches are cold.</summary>
    private const double Beginning = 0.1;

    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly long _limit = checked(Math.Clamp(options.Work, 0, long.MaxValue / NanosecondsPerUnit) * NanosecondsPerUnit);
    private long _used;

    public TimeSpan Elapsed => _clock.Elapsed;
    public long UsedNanoseconds => _used;
    public long Used => _used / NanosecondsPerUnit;

    /// <summary>Why the solve must stop now, if it must.</summary>
    public StopReason? Stopped { get; private set; }

    /// <summary>The part of what is allowed that is spent, from 0 to 1: of the work, or of the time if that is more.</summary>
    public double Spent => Math.Min(1, Math.Max(OfWork, OfTime));

    /// <summary>Nanoseconds of work that are left, as many as the time leaves room for at the rate until now.</summary>
    public double Left
    {
        get
        {
            double spent = Spent;
            return spent > OfWork ? (1 - spent) * _used / spent : _limit - _used;
        }
    }

    private double OfWork => _used >= _limit ? 1 : (double)_used / _limit;

    private double OfTime =>
        options.TimeLimit is { } limit && _clock.Elapsed >= Beginning * limit ? _clock.Elapsed / ((1 - Reserve) * limit) : 0;

    /// <summary>Charges work done and says whether to go on. Called at least every few milliseconds of work.</summary>
    public bool Spend(long nanoseconds)
    {
        _used += nanoseconds;
        return Continue();
    }

    public bool Continue()
    {
        Stopped ??= Interrupted() ?? (OfWork >= 1 ? StopReason.WorkSpent : OfTime >= 1 ? StopReason.TimeLimit : null);
        return Stopped is null;
    }

    /// <summary>The outside reason to stop, if any; safe from several threads.</summary>
    public StopReason? Interrupted() =>
        cancellationToken.IsCancellationRequested ? StopReason.Cancelled
        : options.TimeLimit is { } limit && _clock.Elapsed >= limit ? StopReason.TimeLimit
        : null;
}
