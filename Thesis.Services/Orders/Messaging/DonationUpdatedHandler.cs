using Thesis.Contracts.Donations.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Orders.Data;
using Thesis.Services.Orders.Domain;

namespace Thesis.Services.Orders.Messaging;

/// <summary>Cancels what is not yet picked up of a donation that its donor cancelled.</summary>
public sealed class DonationUpdatedHandler(OrderStore store, OrderFulfilment orders) : IEventHandler<DonationUpdated>
{
    /// <summary>What happens to such an order.</summary>
    internal static OrderEvent Cancelled { get; } = new(OrderAction.Cancel) { Reason = "The donation was cancelled." };

    public async Task HandleAsync(DonationUpdated message, EventContext context, CancellationToken cancellationToken)
    {
        if (message.Donation.Status != "cancelled")
        {
            return;
        }

        var command = context.Command;
        await store.RememberCancelledAsync(command, message.Donation.Id, cancellationToken);
        orders.TakeAll(command, await store.LockOfCancelledAsync(command, [message.Donation.Id], cancellationToken), _ => Cancelled);
    }
}
