using Thesis.ServiceDefaults;
using Thesis.Services.Shared.Food;
using Thesis.Services.Orders.Data;

namespace Thesis.Services.Orders.Domain;

/// <summary>The steps that people and drivers take, with who may take them.</summary>
public static class OrderSteps
{
    public static OrderStep Accept(Actor actor) => new(OrderAction.Accept, ForNgo(actor));

    public static OrderStep Decline(Actor actor, string reason) =>
        new(OrderAction.Decline, ForNgo(actor), order => order with { Reason = reason });

    public static OrderStep Confirm(Actor actor) => new(OrderAction.Complete, ForNgo(actor));

    public static OrderStep Cancel(Actor actor, string reason) => new(
        OrderAction.Cancel,
        order => (OrderRefusal?)Visible(actor, order)
            ?? (actor.IsStaff() || actor.ManagesDonorOf(order)
                ? null
                : new OrderRefusal.NotYours("Only the donor or a dispatcher may cancel an order.")),
        order => order with { Reason = reason });

    public static OrderStep Fail(Actor actor, string reason) => new(
        OrderAction.Fail,
        order => (OrderRefusal?)Visible(actor, order)
            ?? (actor.IsStaff() || actor.Drives(order)
                ? null
                : new OrderRefusal.NotYours("Only its driver or a dispatcher may report that an order failed.")),
        order => order with { Reason = reason });

    public static OrderStep Assign(long driverId, string driverUser) => new(
        OrderAction.Assign,
        _ => null,
        order => order with { DriverId = driverId, DriverUser = driverUser },
        order => order.Status == OrderStatus.Assigned && order.DriverId == driverId);

    public static OrderStep PickUp(long driverId, long grams) => new(
        OrderAction.PickUp,
        order => (OrderRefusal?)ForDriver(driverId, order) ?? Weight(order, OrderAction.PickUp, grams, order.Grams, "what was planned"),
        order => order with { PickedUpGrams = grams },
        order => order.Status == OrderStatus.PickedUp && order.DriverId == driverId && order.PickedUpGrams == grams);

    public static OrderStep Deliver(long driverId, long grams) => new(
        OrderAction.Deliver,
        order => (OrderRefusal?)ForDriver(driverId, order) ?? Weight(order, OrderAction.Deliver, grams, order.PickedUpGrams, "what was picked up"),
        order => order with { DeliveredGrams = grams, DeliveredAt = order.UpdatedAt },
        order => order.Status is OrderStatus.Delivered or OrderStatus.Completed
            && order.DriverId == driverId && order.DeliveredGrams == grams);

    public static OrderStep FailByDriver(long driverId, string reason) => new(
        OrderAction.Fail,
        order => ForDriver(driverId, order),
        order => order with { Reason = reason },
        order => order.Status == OrderStatus.Failed && order.DriverId == driverId);

    /// <summary>The same step, taken only if the order still has the version that the caller read.</summary>
    public static OrderStep IfVersion(this OrderStep step, long? version) => version is null
        ? step
        : step with
        {
            Allow = order => step.Allow(order) ?? (order.Version == version ? null : new OrderRefusal.Stale(order.Version)),
        };

    private static Func<Order, OrderRefusal?> ForNgo(Actor actor) => order => (OrderRefusal?)Visible(actor, order)
        ?? (actor.ManagesNgoOf(order) ? null : new OrderRefusal.NotYours("Only the receiving NGO may do this."));

    private static OrderRefusal.Unknown? Visible(Actor actor, Order order) =>
        actor.CanSee(order) ? null : new OrderRefusal.Unknown(order.Id);

    private static OrderRefusal.NotYours? ForDriver(long driverId, Order order) =>
        order.DriverId == driverId ? null : new OrderRefusal.NotYours("The order is not assigned to this driver.");

    /// <summary>A weight is judged only where the status allows the action: before, there is nothing to compare it with.</summary>
    private static OrderRefusal.Invalid? Weight(Order order, OrderAction action, long grams, long most, string of) =>
        !OrderTransitions.TryNext(order.Status, action, out _) || (grams > 0 && grams <= most)
            ? null
            : new OrderRefusal.Invalid("kg", $"must be more than 0 and at most {of}, {Kilograms.FromGrams(most)} kg");
}
