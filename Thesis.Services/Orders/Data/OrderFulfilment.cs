using Thesis.ServiceDefaults;
using Thesis.Services.Orders.Domain;
using Thesis.Services.Orders.Messaging;

namespace Thesis.Services.Orders.Data;

/// <summary>One action that somebody takes on an order.</summary>
/// <param name="Allow">Null when the actor may do this with the locked order; a refusal otherwise.</param>
/// <param name="Change">What changes besides status and version.</param>
/// <param name="IsDone">True when the order shows that this very action was taken before; it is answered again, not repeated.</param>
public sealed record OrderStep(
    OrderAction Action,
    Func<Order, OrderRefusal?> Allow,
    Func<Order, Order>? Change = null,
    Func<Order, bool>? IsDone = null);

/// <summary>Takes orders through their state machine: lock, check, change, publish, audit, in the command's transaction.</summary>
public sealed class OrderFulfilment(OrderStore store)
{
    /// <summary>Takes the step; exactly one of the results is set.</summary>
    public async Task<(Order? Order, OrderRefusal? Refusal)> TakeAsync(
        CommandContext context, long orderId, OrderStep step, CancellationToken cancellationToken)
    {
        if (await store.LockAsync(context, orderId, cancellationToken) is not { } order)
        {
            return (null, new OrderRefusal.Unknown(orderId));
        }

        if (step.IsDone?.Invoke(order) == true)
        {
            return (order, null);
        }

        if (step.Allow(order) is { } refusal)
        {
            return (null, refusal);
        }

        if (order.After(step.Action, context.Now) is not { } next)
        {
            return (null, new OrderRefusal.WrongStatus(step.Action, order.Status));
        }

        next = step.Change?.Invoke(next) ?? next;
        await store.UpdateAsync(context, next, cancellationToken);
        if (step.Action == OrderAction.Assign)
        {
            await store.ShowToDriverAsync(context, next, cancellationToken);
        }

        context.PublishStatusChanged(next, order.Status);
        context.Audit(
            $"order.{next.Status.Name()}",
            new Id<Kinds.Order>(order.Id).ToString(),
            new { from = order.Status.Name(), next.Reason, next.PickedUpGrams, next.DeliveredGrams });
        return (next, null);
    }
}
