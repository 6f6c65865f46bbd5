using Microsoft.Extensions.Options;
using Thesis.Contracts.Orders.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Allocation.Data;
using Thesis.Services.Allocation.Domain;

namespace Thesis.Services.Allocation.Messaging;

/// <summary>Gives capacity back when an order ends without delivery, or with less than was planned.</summary>
public sealed class OrderEndedHandler(LedgerStore ledger, RegionSignal signal, IOptions<AllocationOptions> options) : IEventHandler<OrderStatusChanged>
{
    public async Task HandleAsync(OrderStatusChanged message, EventContext context, CancellationToken cancellationToken)
    {
        var order = message.Order;
        switch (order.Status)
        {
            case "accepted" when order.Grams < order.ProposedGrams && message.PreviousStatus == "proposed":
                // It has no room for more: the capacity stays taken until the delivery, and the rest is offered to others.
                await ledger.ExcludeAsync(context.Command, order.AllocationId, "accepted in part", null, cancellationToken);
                break;
            case "declined" or "expired" or "cancelled" or "failed" or "returned" or "lost":
                var reason = order.Reason.Length > 0 ? $"{order.Status}: {order.Reason}" : order.Status;
                if (await ledger.ReleaseAsync(context.Command, order.AllocationId, reason, cancellationToken))
                {
                    await ExcludeAsync(context.Command, message, reason, cancellationToken);
                    signal.Raise();
                }

                break;
            case "delivered" or "completed":
                await ledger.DeliverAsync(context.Command, order.AllocationId, order.DeliveredGrams, cancellationToken);
                break;
        }
    }

    /// <summary>
    /// Whoever declined or called the order off would be asked the same again at once; who merely did not answer is asked again
    /// after a while, when nobody else took the food. A driver's failure says nothing against the pair.
    /// </summary>
    private Task ExcludeAsync(CommandContext command, OrderStatusChanged message, string reason, CancellationToken cancellationToken) =>
        message.Order switch
        {
            { Status: "declined" } or { Status: "cancelled" or "returned", OfferAgain: false } =>
                ledger.ExcludeAsync(command, message.Order.AllocationId, reason, null, cancellationToken),
            { Status: "expired" } when message.PreviousStatus == "proposed" =>
                ledger.ExcludeAsync(command, message.Order.AllocationId, reason, command.Now + options.Value.UnansweredPause, cancellationToken),
            _ => Task.CompletedTask,
        };
}
