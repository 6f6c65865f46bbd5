using Thesis.Contracts.Allocation.V1;
using Thesis.ServiceDefaults;

namespace Thesis.OptEngine.Serving;

/// <summary>Notes cancelled runs for whichever worker has their jobs.</summary>
public sealed class RunCancelledHandler : IEventHandler<AllocationCancelled>
{
    public Task HandleAsync(AllocationCancelled message, EventContext context, CancellationToken cancellationToken) =>
        StoppedRuns.AddAsync(context.Command, message.RunId, cancellationToken);
}
