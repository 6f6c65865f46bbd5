using Microsoft.Extensions.Options;
using Thesis.Contracts.Allocation.V1;
using Thesis.OptEngine.Requests;

namespace Thesis.OptEngine.Serving;

/// <summary>
/// Solves a bounded number of problems at a time, each on a thread of its own, first come, first served. Calls beyond
/// <see cref="EngineOptions.MaxWaiting"/> are refused at once; jobs of the event log wait, for the log holds them.
/// </summary>
public sealed class SolveQueue(RequestSolver solver, IOptions<EngineOptions> options) : IDisposable
{
    private readonly SemaphoreSlim _turns = new(options.Value.Concurrency);
    private int _waiting;

    /// <summary>Whether a call would be refused now.</summary>
    public bool IsFull => Volatile.Read(ref _waiting) >= options.Value.MaxWaiting && _turns.CurrentCount == 0;

    /// <summary>Waits for a turn and solves. Cancellation ends the waiting, or the solving with the best plan so far.</summary>
    public async Task<AllocationResponse> SolveAsync(
        AllocationRequest request, Action<SolveProgress>? progress, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _waiting);
        EngineTelemetry.Waiting.Add(1);
        try
        {
            await _turns.WaitAsync(cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
            EngineTelemetry.Waiting.Add(-1);
        }

        try
        {
            return await Task.Factory.StartNew(
                () =>
                {
                    BackgroundThread.Enter();
                    return EngineTelemetry.Measure(request, () => solver.Solve(request, progress, cancellationToken));
                },
                CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }
        finally
        {
            _turns.Release();
        }
    }

    public void Dispose() => _turns.Dispose();
}
