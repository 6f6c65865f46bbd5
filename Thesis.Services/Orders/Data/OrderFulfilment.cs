using Thesis.Contracts.Drivers.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Orders.Domain;
using Thesis.Services.Orders.Messaging;

namespace Thesis.Services.Orders.Data;

/// <summary>Something that somebody wants to happen to an order.</summary>
/// <param name="IfVersion">The version that the caller read; null for any.</param>
/// <param name="OfDriver">True when Drivers vouches for the driver: the order need not be visible, and a repeated report is answered again.</param>
/// <param name="Driver">What Drivers says of a driver who claims.</param>
public sealed record OrderCommand(
    long OrderId, OrderEvent Event, long? IfVersion = null, bool OfDriver = false, DriverSnapshot? Driver = null);

/// <summary>Takes orders through their state machine: lock, judge, change, publish, note, in the command's transaction.</summary>
public sealed class OrderFulfilment(OrderStore store, CarrierStore carriers, RegionDirectory regions)
{
    /// <summary>Does what is wanted; exactly one of the results is set.</summary>
    public async Task<(Order? Order, OrderRefusal? Refusal)> TakeAsync(CommandContext context, OrderCommand command, CancellationToken cancellationToken)
    {
        var (carrier, locked, claimed) = await LockAsync(context, command, cancellationToken);
        if (locked is not { } order)
        {
            return (null, new OrderRefusal.Unknown(command.OrderId));
        }

        if (command.OfDriver && OrderRepetition.IsDone(order, command.Event))
        {
            return (order, null);
        }

        var parties = PartiesOf(context.Actor, order, command);
        if (parties.Length == 0 && !command.OfDriver)
        {
            return (null, new OrderRefusal.Unknown(command.OrderId));
        }

        if (command.OfDriver && parties.Length == 0)
        {
            return (null, new OrderRefusal.NotYours("This order is not yours: another driver has it, or nobody has claimed it."));
        }

        var wanted = command.Event.LocationId is { } location
            ? command.Event with { Dropoff = order.NgoLocations.FirstOrDefault(one => one.Id == location)?.Stop }
            : command.Event;
        DriverLoad? load = null;
        if (wanted.Action == OrderAction.Assign)
        {
            if (carrier is null)
            {
                return (null, new OrderRefusal.Invalid("driverId", "must be the id of a driver"));
            }

            wanted = wanted with { DriverUser = carrier.UserId };
            load = new DriverLoad(
                carrier,
                claimed,
                regions.MostActiveOrders,
                regions.Of(order.Region).Zone);
        }

        var outcome = OrderTable.Next(order, wanted with { ProvedByCode = wanted.Code is not null && order.DeliveryCode.Length > 0 }, parties, context.Now, load);
        if (outcome.Change is not { } change)
        {
            return (null, outcome.Refusal);
        }

        if (command.IfVersion is { } version && version != order.Version)
        {
            return (null, new OrderRefusal.Stale(order.Version));
        }

        Keep(context, [change]);
        return (change.After, null);
    }

    /// <summary>Lets the same happen to all of these locked orders, by the service itself.</summary>
    /// <exception cref="InvalidOperationException">The state machine does not allow it to one of them.</exception>
    public int TakeAll(CommandContext context, IReadOnlyCollection<Order> orders, Func<Order, OrderEvent> happened)
    {
        Keep(context, [.. orders.Select(order => OrderTable.Next(order, happened(order), [Party.Clock], context.Now) switch
        {
            { Change: { } change } => change,
            var outcome => throw new InvalidOperationException($"Order {order.Id}: {outcome.Refusal}"),
        })]);
        return orders.Count;
    }

    private async Task<ClaimedOrder> LockAsync(CommandContext context, OrderCommand command, CancellationToken cancellationToken) =>
        command.Event is { Action: OrderAction.Assign, DriverId: { } driverId }
            ? await carriers.LockForClaimAsync(context, driverId, command.OrderId, command.Driver, cancellationToken)
            : new ClaimedOrder(null, await store.LockAsync(context, command.OrderId, cancellationToken), []);

    private void Keep(CommandContext context, OrderChange[] changes)
    {
        store.Keep(context, changes);
        foreach (var change in changes)
        {
            context.PublishStatusChanged(change.After, change.Before);
            context.Audit($"order.{change.Event.Action.Name()}", OrderEvents.EdgeId(change.After), new
            {
                @as = change.As.Name(),
                before = OrderEvents.Audited(change.Before),
                after = OrderEvents.Audited(change.After),
                change.Event.Reason,
            });
        }
    }

    private static Party[] PartiesOf(Actor actor, Order order, OrderCommand command)
    {
        var parties = actor.PartiesIn(order);
        return [.. command is { OfDriver: true, Event.Action: OrderAction.Assign } ? parties.Append(Party.Driver).Distinct() : parties];
    }
}
