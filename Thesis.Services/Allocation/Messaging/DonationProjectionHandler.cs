using Thesis.Contracts.Donations.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Allocation.Data;

namespace Thesis.Services.Allocation.Messaging;

/// <summary>Keeps allocation's view of the donations.</summary>
public sealed class DonationProjectionHandler(ProjectionStore store, RegionCalendar calendar, RegionSignal signal)
    : IEventHandler<DonationCreated>, IEventHandler<DonationUpdated>
{
    public Task HandleAsync(DonationCreated message, EventContext context, CancellationToken cancellationToken) =>
        KeepAsync(message.Donation, context, cancellationToken);

    public Task HandleAsync(DonationUpdated message, EventContext context, CancellationToken cancellationToken) =>
        KeepAsync(message.Donation, context, cancellationToken);

    private async Task KeepAsync(DonationSnapshot donation, EventContext context, CancellationToken cancellationToken)
    {
        var command = context.Command;
        var time = await calendar.OfAsync(command, donation.Place.Region, cancellationToken);
        var day = time.DeliveryDay(DateTimeOffset.FromUnixTimeMilliseconds(donation.PickupFromEpochMs), command.Now);
        if (await store.KeepAsync(command, [donation], day, cancellationToken))
        {
            signal.Raise();
        }
    }
}
