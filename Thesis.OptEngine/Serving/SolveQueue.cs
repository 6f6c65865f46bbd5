using Microsoft.Extensions.Options;
using Thesis.Contracts.Allocation.V1;
using Thesis.OptEngine.Requests;

namespace Thesis.OptEngine.Serving;

/// <summary>What came of an attempt to have a problem solved.</summary>
public enum Admission
{
    /// <summary>It had its turn; there is an answer.</summary>
    Served,

    /// <summary>All turns and all places to wait were taken, or the turn did not come in time.</summary>
    Busy,

    /// <summary>The breaker is open: the engine is overloaded and does not look at calls for a while.</summary>
    Overloaded,
}

/// <summary>
/// Solves a bounded number of problems at a time, each on a thread of its own, by priority and then by when it would be
/// done: as it came, the smaller ones a little sooner. Calls beyond <see cref="EngineOptions.MaxWaiting"/> are refused at once; jobs of the event log wait, for the
/// log holds them.
/// </summary>
public sealed class SolveQueue(RequestSolver solver, OverloadBreaker breaker, MemoryGuard memory, IOptions<EngineOptions> options, TimeProvider time)
{
    private readonly TurnQueue _turns = new(options.Value.Concurrency);
    private readonly long _start = time.GetTimestamp();

    /// <summary>Waits for a turn and solves a job. Cancellation ends the waiting, or the solving with the best plan so far.</summary>
    public async Task<AllocationResponse> SolveAsync(AllocationRequest request, CancellationToken cancellationToken)
    {
        await EnterAsync(request, mostWaiting: null, cancellationToken);
        return await SolveInTurnAsync(request, progress: null, cancellationToken);
    }

    /// <summary>Solves a call if there is a turn for it in time.</summary>
    /// <param name="request">The problem.</param>
    /// <param name="progress">Told of improvements, on the solving thread.</param>
    /// <param name="cancellationToken">Ends the waiting with an exception, or the solving with the best plan so far.</param>
    public async Task<(Admission Admission, AllocationResponse? Response)> TrySolveAsync(
        AllocationRequest request, Action<SolveProgress>? progress, CancellationToken cancellationToken)
    {
        if (!breaker.Allows())
        {
            EngineTelemetry.Refused(Admission.Overloaded);
            return (Admission.Overloaded, null);
        }

        if (!await EnterInTimeAsync(request, cancellationToken))
        {
            breaker.Overloaded();
            EngineTelemetry.Refused(Admission.Busy);
            return (Admission.Busy, null);
        }

        breaker.Served();
        return (Admission.Served, await SolveInTurnAsync(request, progress, cancellationToken));
    }

    private async Task<bool> EnterInTimeAsync(AllocationRequest request, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(options.Value.LongestWait, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            return await EnterAsync(request, options.Value.MaxWaiting, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    private async Task<bool> EnterAsync(AllocationRequest request, int? mostWaiting, CancellationToken cancellationToken)
    {
        EngineTelemetry.Waiting.Add(1);
        try
        {
            return await _turns.EnterAsync(request.Priority, mostWaiting, cancellationToken, Rank(request));
        }
        finally
        {
            EngineTelemetry.Waiting.Add(-1);
        }
    }

    /// <summary>The second by which a problem would be solved if it had its turn at once: a small one goes before a large one
    /// that came a little earlier, and nobody waits for ever.</summary>
    private double Rank(AllocationRequest request) =>
        time.GetElapsedTime(_start).TotalSeconds + CostForecast.Of(request, options.Value.Limits).CpuSeconds;

    private async Task<AllocationResponse> SolveInTurnAsync(
        AllocationRequest request, Action<SolveProgress>? progress, CancellationToken cancellationToken)
    {
        try
        {
            using var guarded = memory.Enter(CostForecast.Of(request, options.Value.Limits).Bytes, cancellationToken);
            var response = await Task.Factory.StartNew(
                () =>
                {
                    BackgroundThread.Enter();
                    return EngineTelemetry.Measure(request, () => solver.Solve(request, progress, guarded.Token));
                },
                CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

            // What is refused has its own reason, and no plan.
            return guarded.IsOver && response.Status != "invalid" ? EndedForMemory(response) : response;
        }
        finally
        {
            _turns.Release();
        }
    }

    private AllocationResponse EndedForMemory(AllocationResponse response)
    {
        response.StoppedBy = "memory";
        response.Reason = $"Ended, with the best plan so far, because it took more than the {options.Value.MaxJobMegabytes} MB that a job may; "
            + "send fewer foods or a smaller travel.max_candidates.";
        return response;
    }
}
