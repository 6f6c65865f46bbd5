using Thesis.Contracts.Orders.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Donations.Data;
using Thesis.Services.Donations.Domain;

namespace Thesis.Services.Donations.Messaging;

/// <summary>Follows the orders: what they hold, bring, lose or give back moves in the donation's books.</summary>
public sealed class OrderStatusChangedHandler : IEventHandler<OrderStatusChanged>
{
    public async Task HandleAsync(OrderStatusChanged message, EventContext context, CancellationToken cancellationToken)
    {
        var balance = LotBalance.Of(message.Order);
        if (await LotStore.SettleAsync(context.Command, message.Order, balance, cancellationToken) is { } donation)
        {
            context.Command.PublishUpdated(donation, "donation.settled");
        }
    }
}
