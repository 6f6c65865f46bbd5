using Thesis.Contracts.Donations.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Allocation.Data;

namespace Thesis.Services.Allocation.Messaging;

/// <summary>Keeps allocation's view of the donations.</summary>
public sealed class DonationProjectionHandler(ProjectionStore store, RegionSignal signal)
    : IEventHandler<DonationCreated>, IEventHandler<DonationUpdated>
{
    public Task HandleAsync(DonationCreated message, EventContext context, CancellationToken cancellationToken) =>
        KeepAsync(message.Donation, context, cancellationToken);

    public Task HandleAsync(DonationUpdated message, EventContext context, CancellationToken cancellationToken) =>
        KeepAsync(message.Donation, context, cancellationToken);

    private async Task KeepAsync(DonationSnapshot donation, EventContext context, CancellationToken cancellationToken)
    {
        if (await store.KeepAsync(context.Command, [donation], cancellationToken))
        {
            signal.Raise();
        }
    }
}
