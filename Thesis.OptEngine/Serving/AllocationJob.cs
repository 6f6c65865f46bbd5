using Npgsql;
using Thesis.Contracts;
using Thesis.Contracts.Allocation.V1;
using Thesis.ServiceDefaults;

namespace Thesis.OptEngine.Serving;

/// <summary>Answers <c>allocation.requested</c> with <c>allocation.completed</c>. The answer depends on the request alone,
/// so a repeated job answers alike, and only one of the answers is committed. A run that is cancelled meanwhile is
/// answered with what there is.</summary>
public sealed partial class AllocationJob(SolveQueue queue, StoppedRuns stopped, ILogger<AllocationJob> logger)
    : IEventJob<AllocationRequested, AllocationCompleted>
{
    public async Task<AllocationCompleted> ExecuteAsync(AllocationRequested message, JobContext context, CancellationToken cancellationToken)
    {
        EngineTelemetry.Started(context.Attempt);
        var response = await SolveAsync(message, cancellationToken);
        // A worker that is shut down leaves the job to another one rather than answer with half a plan.
        cancellationToken.ThrowIfCancellationRequested();
        LogSolved(message.RunId, message.Region, response.Status, response.Allocations.Count, response.Gap, response.SolveMs, context.Attempt);
        return new AllocationCompleted { RunId = message.RunId, Region = message.Region, Response = response };
    }

    public Task CommitAsync(AllocationCompleted result, EventContext context, CancellationToken cancellationToken)
    {
        context.Command.Publish(Topics.AllocationCompleted, result.RunId, result);
        return Task.CompletedTask;
    }

    private async Task<AllocationResponse> SolveAsync(AllocationRequested message, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var done = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var watching = WatchAsync(message.RunId, stop, done.Token);
        try
        {
            return await queue.SolveAsync(message.Request ?? new AllocationRequest(), stop.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new AllocationResponse { Status = "timeout", StoppedBy = "cancelled", Reason = "Cancelled before it had its turn." };
        }
        finally
        {
            await done.CancelAsync();
            await watching;
        }
    }

    private async Task WatchAsync(long runId, CancellationTokenSource stop, CancellationToken done)
    {
        try
        {
            await stopped.UntilStoppedAsync(runId, done);
            await stop.CancelAsync();
        }
        catch (OperationCanceledException) when (done.IsCancellationRequested)
        {
            // The solve ended first.
        }
        catch (NpgsqlException e)
        {
            LogNotWatched(e, runId); // The solve goes on to its own limits.
        }
    }
}
