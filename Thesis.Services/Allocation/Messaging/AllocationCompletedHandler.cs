using Thesis.Contracts.Allocation.V1;
using Thesis.ServiceDefaults;

namespace Thesis.Services.Allocation.Messaging;

/// <summary>Applies the engine's answers.</summary>
public sealed class AllocationCompletedHandler(RunApplication application, RegionSignal signal) : IEventHandler<AllocationCompleted>
{
    public async Task HandleAsync(AllocationCompleted message, EventContext context, CancellationToken cancellationToken)
    {
        await application.ApplyAsync(context.Command, message, cancellationToken);
        signal.Raise();
    }
}
