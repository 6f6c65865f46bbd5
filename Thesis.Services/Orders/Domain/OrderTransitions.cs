using System.Collections.Frozen;

namespace Thesis.Services.Orders.Domain;

/// <summary>What can happen to an order.</summary>
public enum OrderAction
{
    Accept,
    Decline,
    Assign,
    PickUp,
    Deliver,
    Complete,
    Expire,
    Cancel,
    Fail,
}

/// <summary>The order state machine: which action leads from which status to which. What is not listed is refused.</summary>
public static class OrderTransitions
{
    private static readonly FrozenDictionary<(OrderStatus From, OrderAction Action), OrderStatus> Table =
        new Dictionary<(OrderStatus, OrderAction), OrderStatus>
        {
            [(OrderStatus.Proposed, OrderAction.Accept)] = OrderStatus.Accepted,
            [(OrderStatus.Proposed, OrderAction.Decline)] = OrderStatus.Declined,
            [(OrderStatus.Proposed, OrderAction.Expire)] = OrderStatus.Expired,
            [(OrderStatus.Proposed, OrderAction.Cancel)] = OrderStatus.Cancelled,
            [(OrderStatus.Accepted, OrderAction.Assign)] = OrderStatus.Assigned,
            [(OrderStatus.Accepted, OrderAction.Expire)] = OrderStatus.Expired,
            [(OrderStatus.Accepted, OrderAction.Cancel)] = OrderStatus.Cancelled,
            [(OrderStatus.Assigned, OrderAction.PickUp)] = OrderStatus.PickedUp,
            [(OrderStatus.Assigned, OrderAction.Expire)] = OrderStatus.Expired,
            [(OrderStatus.Assigned, OrderAction.Cancel)] = OrderStatus.Cancelled,
            [(OrderStatus.Assigned, OrderAction.Fail)] = OrderStatus.Failed,
            [(OrderStatus.PickedUp, OrderAction.Deliver)] = OrderStatus.Delivered,
            [(OrderStatus.PickedUp, OrderAction.Fail)] = OrderStatus.Failed,
            [(OrderStatus.Delivered, OrderAction.Complete)] = OrderStatus.Completed,
        }.ToFrozenDictionary();

    public static bool TryNext(OrderStatus from, OrderAction action, out OrderStatus to) => Table.TryGetValue((from, action), out to);

    /// <summary>The statuses from which the action is allowed, in the order of the lifecycle.</summary>
    public static IEnumerable<OrderStatus> Origins(OrderAction action) =>
        Table.Keys.Where(key => key.Action == action).Select(key => key.From).Order();
}
