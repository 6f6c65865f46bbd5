using System.ComponentModel.DataAnnotations;
using Thesis.OptEngine.Requests;

namespace Thesis.OptEngine.Serving;

/// <summary>How much the engine takes on at once. Section <c>Engine</c>.</summary>
public sealed class EngineOptions
{
    private const long BytesPerMegabyte = 1 << 20;

    /// <summary>Problems solved at the same time; 0 takes one for every two processors.</summary>
    [Range(0, 64)]
    public int MaxConcurrency { get; set; }

    /// <summary>Calls that wait for their turn; more are refused as RESOURCE_EXHAUSTED.</summary>
    [Range(0, 10_000)]
    public int MaxWaiting { get; set; } = 32;

    /// <summary>Jobs of the event log that a worker holds beyond those it solves, so that it can take the urgent ones first.
    /// Further ones stay in the log for other workers.</summary>
    [Range(0, 16)]
    public int MaxJobsAhead { get; set; } = 1;

    /// <summary>Largest request by gRPC, bytes.</summary>
    [Range(1 << 16, 1 << 30)]
    public int MaxRequestBytes { get; set; } = 64 << 20;

    /// <summary>Most work of one problem, in units of about a millisecond of CPU, whatever its request says.</summary>
    [Range(1, 100_000_000)]
    public long MaxWork { get; set; } = 600_000;

    /// <summary>Longest solve, whatever its request says.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "01:00:00")]
    public TimeSpan LongestSolve { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Most memory of one problem, MB: those reckoned larger are answered as invalid, those that become larger while
    /// they are solved are ended with their best plan (<see cref="MemoryGuard"/>).</summary>
    [Range(1, 1_000_000)]
    public int MaxJobMegabytes { get; set; } = 1024;

    /// <summary>Threads that one solve uses; the answer does not depend on it.</summary>
    [Range(1, 64)]
    public int ThreadsPerSolve { get; set; } = 1;

    /// <summary>Calls in a row that found no turn in <see cref="LongestWait"/>, or no place to wait, before the breaker opens.</summary>
    [Range(1, 1000)]
    public int OverloadsBeforeBreak { get; set; } = 8;

    /// <summary>A call that waits longer for its turn is refused.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "01:00:00")]
    public TimeSpan LongestWait { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the open breaker refuses calls at once, before it lets one through to see.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "01:00:00")]
    public TimeSpan BreakTime { get; set; } = TimeSpan.FromSeconds(5);

    internal int Concurrency => MaxConcurrency > 0 ? MaxConcurrency : Math.Max(1, Environment.ProcessorCount / 2);

    internal SolveLimits Limits => new(MaxWork, LongestSolve, MaxJobMegabytes * BytesPerMegabyte, ThreadsPerSolve);
}
