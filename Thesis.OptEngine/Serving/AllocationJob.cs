using Thesis.Contracts;
using Thesis.Contracts.Allocation.V1;
using Thesis.ServiceDefaults;

namespace Thesis.OptEngine.Serving;

/// <summary>Answers <c>allocation.requested</c> with <c>allocation.completed</c>. The answer depends on the request alone,
/// so a repeated job answers alike, and only one of the answers is committed.</summary>
public sealed partial class AllocationJob(SolveQueue queue, ILogger<AllocationJob> logger)
    : IEventJob<AllocationRequested, AllocationCompleted>
{
    public async Task<AllocationCompleted> ExecuteAsync(AllocationRequested message, JobContext context, CancellationToken cancellationToken)
    {
        var response = await queue.SolveAsync(message.Request ?? new AllocationRequest(), progress: null, cancellationToken);
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
}
