using Thesis.Contracts.Donations.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Orders.Data;
using Thesis.Services.Orders.Domain;

namespace Thesis.Services.Orders.Messaging;

/// <summary>Cancels what is not yet picked up of a donation that its donor cancelled.</summary>
public sealed class DonationUpdatedHandler(OrderStore store) : IEventHandler<DonationUpdated>
{
    public async Task HandleAsync(DonationUpdated message, EventContext context, CancellationToken cancellationToken)
    {
        if (message.Donation.Status != "cancelled")
        {
            return;
        }

        var command = context.Command;
        await store.RememberCancelledAsync(command, message.Donation.Id, cancellationToken);
        foreach (var (order, previous) in await store.CancelOfAsync(command, [message.Donation.Id], cancellationToken))
        {
            command.PublishStatusChanged(order, previous);
            command.Audit("order.cancelled", new Id<Kinds.Order>(order.Id).ToString(), new { order.Reason });
        }
    }
}
