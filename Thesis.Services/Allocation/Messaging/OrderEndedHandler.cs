using Thesis.Contracts.Orders.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Allocation.Data;

namespace Thesis.Services.Allocation.Messaging;

/// <summary>Gives capacity back when an order ends without delivery, or with less than was planned.</summary>
public sealed class OrderEndedHandler(LedgerStore ledger, RegionSignal signal) : IEventHandler<OrderStatusChanged>
{
    public async Task HandleAsync(OrderStatusChanged message, EventContext context, CancellationToken cancellationToken)
    {
        var order = message.Order;
        switch (order.Status)
        {
            case "declined" or "expired" or "cancelled" or "failed":
                var reason = order.Reason.Length > 0 ? $"{order.Status}: {order.Reason}" : order.Status;
                if (await ledger.ReleaseAsync(context.Command, order.AllocationId, reason, IsFinalForPair(message), cancellationToken))
                {
                    signal.Raise();
                }

                break;
            case "delivered":
                await ledger.DeliverAsync(context.Command, order.AllocationId, order.DeliveredGrams, cancellationToken);
                break;
        }
    }

    /// <summary>
    /// Whoever declined, let a proposal lapse or called the order off would be asked the same again at once; a driver's
    /// failure says nothing against the pair.
    /// </summary>
    private static bool IsFinalForPair(OrderStatusChanged message) =>
        message.Order.Status is "declined" or "cancelled" || (message.Order.Status == "expired" && message.PreviousStatus == "proposed");
}
