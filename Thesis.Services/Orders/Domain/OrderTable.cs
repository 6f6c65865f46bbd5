using System.Text;
using static Thesis.Services.Orders.Domain.OrderAction;
using static Thesis.Services.Orders.Domain.OrderStatus;
using static Thesis.Services.Orders.Domain.Party;

namespace Thesis.Services.Orders.Domain;

/// <summary>
/// The order state machine: each row says from which status which event leads where, when, who may, what must hold and what
/// follows. What is not listed is refused. <c>docs/orders.md</c> shows the same table.
/// </summary>
public static class OrderTable
{
    private static readonly OrderCondition Something = new("kg is more than 0", e => e.Grams is not 0);
    private static readonly OrderCondition Nothing = new("kg is 0: not there", e => e.Grams == 0);
    private static readonly OrderCondition PartlyDelivered = new("something was delivered", e => e.Grams > 0);
    private static readonly OrderCondition WentBack = new("nothing was delivered, the food is still there", e => e.Grams is null or 0 && e.Rest == Rest.StillThere);
    private static readonly OrderCondition WasLost = new("nothing was delivered, the food is gone", e => e.Grams is null or 0 && e.Rest != Rest.StillThere);

    /// <summary>Every row, in the order of the lifecycle.</summary>
    public static IReadOnlyList<OrderTransition> Rows { get; } =
    [
        Row(Proposed, Accept, Accepted, [Ngo], OrderGuards.PartOfProposal, OrderEffects.AcceptPart),
        Row(Proposed, Decline, Declined, [Ngo], OrderGuard.None, OrderEffects.GiveBack),
        Row(Proposed, Expire, Expired, [Clock], OrderGuard.None, OrderEffects.GiveBackForAnyone),
        Row(Proposed, Cancel, Cancelled, [Donor, Dispatcher, Clock], OrderGuard.None, OrderEffects.CallOff),

        Row(Accepted, Assign, Assigned, [Driver, Dispatcher], OrderGuards.DriverFits, OrderEffects.ToDriver),
        Row(Accepted, Withdraw, Declined, [Ngo], OrderGuard.None, OrderEffects.GiveBack),
        Row(Accepted, Expire, Expired, [Clock], OrderGuard.None, OrderEffects.GiveBack),
        Row(Accepted, Cancel, Cancelled, [Donor, Dispatcher, Clock], OrderGuard.None, OrderEffects.CallOff),

        Row(Assigned, Assign, Assigned, [Dispatcher], OrderGuards.AnotherDriver.And(OrderGuards.DriverFits), OrderEffects.ToDriver),
        Row(Assigned, Release, Accepted, [Driver, Dispatcher], OrderGuard.None, OrderEffects.FromDriver),
        Row(Assigned, NoShow, Accepted, [Donor, Ngo, Dispatcher], OrderGuards.WindowHasBegun, OrderEffects.FromDriver),
        Row(Assigned, Withdraw, Declined, [Ngo], OrderGuard.None, OrderEffects.GiveBack),
        Row(Assigned, PickUp, PickedUp, [Driver], OrderGuards.WeighedAtPickup, OrderEffects.TakeOver, Something),
        Row(Assigned, PickUp, Failed, [Driver], OrderGuard.None, OrderEffects.NotThere, Nothing),
        Row(Assigned, Fail, Failed, [Driver, Dispatcher], OrderGuard.None, OrderEffects.FailBeforePickup),
        Row(Assigned, Expire, Expired, [Clock], OrderGuard.None, OrderEffects.GiveBack),
        Row(Assigned, Cancel, Cancelled, [Donor, Dispatcher, Clock], OrderGuard.None, OrderEffects.CallOff),

        Row(PickedUp, Deliver, Delivered, [Driver], OrderGuards.Proof.And(OrderGuards.WeighedAtDelivery), OrderEffects.HandOver),
        Row(PickedUp, Fail, Failed, [Driver, Dispatcher], OrderGuard.None, OrderEffects.FailAfterPickup),
        Row(PickedUp, Cancel, Delivered, [Dispatcher], OrderGuards.CalledOffAfterPickup, OrderEffects.EndPartly, PartlyDelivered),
        Row(PickedUp, Cancel, Returned, [Dispatcher], OrderGuards.CalledOffAfterPickup, OrderEffects.EndPartly, WentBack),
        Row(PickedUp, Cancel, Lost, [Dispatcher], OrderGuards.CalledOffAfterPickup, OrderEffects.EndPartly, WasLost),

        Row(Delivered, Confirm, Completed, [Ngo, Clock], OrderGuards.Received, OrderEffects.Receive),

        .. Enum.GetValues<OrderStatus>().Select(status => Row(status, Report, status, [Donor, Ngo, Driver, Dispatcher], OrderGuard.None, OrderEffects.Note)),
    ];

    /// <summary>The row of the order's status for the event; null where there is none.</summary>
    public static OrderTransition? Find(OrderStatus from, OrderEvent happened) =>
        Rows.FirstOrDefault(row => row.From == from && row.Action == happened.Action && row.When.Holds(happened));

    /// <summary>The statuses from which the action is possible, in the order of the lifecycle.</summary>
    public static IEnumerable<OrderStatus> Origins(OrderAction action) =>
        Rows.Where(row => row.Action == action).Select(row => row.From).Distinct().Order();

    /// <summary>Everybody who may take the action from some status.</summary>
    public static IEnumerable<Party> Actors(OrderAction action) =>
        Rows.Where(row => row.Action == action).SelectMany(row => row.Who).Distinct().Order();

    /// <summary>
    /// What the order becomes, or why not. First who may at all, then whether they may while the order is as it is, then the guard.
    /// </summary>
    /// <param name="as">The parties that the actor may act as.</param>
    public static OrderOutcome Next(Order order, OrderEvent happened, IReadOnlyCollection<Party> @as, DateTimeOffset now, DriverLoad? load = null)
    {
        var actors = Actors(happened.Action).ToArray();
        if (!@as.Intersect(actors).Any())
        {
            return new(null, new OrderRefusal.NotYours(Only(happened.Action, actors)));
        }

        var row = Find(order.Status, happened);
        Party[] parties = row is null ? [] : [.. row.Who.Intersect(@as)];
        if (row is null || parties.Length == 0)
        {
            return new(null, new OrderRefusal.WrongStatus(WrongStatus(order.Status, happened.Action, @as)));
        }

        return row.Guard.Check(new OrderSituation(order, happened, parties[0], now, load)) is { } refusal
            ? new(null, refusal)
            : new(new OrderChange(order, Apply(row, order, happened, now), happened, parties[0]), null);
    }

    /// <summary>The state that these events lead to from the order as it was proposed. They were judged when they happened.</summary>
    /// <exception cref="InvalidOperationException">The events are not those of an order.</exception>
    public static Order Replay(Order proposed, IEnumerable<(OrderEvent Event, DateTimeOffset At)> events) =>
        events.Aggregate(proposed, (order, one) => Apply(
            Find(order.Status, one.Event) ?? throw new InvalidOperationException($"Order {order.Id} is {order.Status.Name()} and cannot {one.Event.Action.Spoken()}."),
            order,
            one.Event,
            one.At));

    /// <summary>The table as Markdown.</summary>
    public static string ToMarkdown()
    {
        var text = new StringBuilder();
        text.AppendLine("| status | event | when | becomes | who may | what must hold | what follows |");
        text.AppendLine("| --- | --- | --- | --- | --- | --- | --- |");
        foreach (var row in Rows.Where(row => row.Action != Report))
        {
            text.AppendLine($"| {row.From.Name()} | {row.Action.Name()} | {row.When.Text} | {row.To.Name()} | {Names(row.Who)} | {row.Guard.Text} | {row.Effect.Text} |");
        }

        text.AppendLine($"| any | {Report.Name()} | | as it is | {Names(Actors(Report))} | | {OrderEffects.Note.Text} |");
        return text.ToString().ReplaceLineEndings("\n");
    }

    private static Order Apply(OrderTransition row, Order order, OrderEvent happened, DateTimeOffset now)
    {
        var next = row.Effect.Apply(order, happened) with { Status = row.To, Version = order.Version + 1, UpdatedAt = now };
        next = row.To.IsFinal() && !row.From.IsFinal() ? next with { EndedAt = now } : next;
        return happened.Action switch
        {
            Accept => next with { AcceptedAt = now },
            Assign => next with { AssignedAt = now },
            PickUp when row.To == PickedUp => next with { PickedUpAt = now },
            Deliver or Cancel when row.To == Delivered => next with { DeliveredAt = now },
            _ => next,
        };
    }

    private static OrderTransition Row(
        OrderStatus from, OrderAction action, OrderStatus to, IReadOnlyList<Party> who, OrderGuard guard, OrderEffect effect, OrderCondition? when = null) =>
        new(from, action, when ?? OrderCondition.Always, to, who, guard, effect);

    private static string WrongStatus(OrderStatus status, OrderAction action, IReadOnlyCollection<Party> @as)
    {
        if (action == Assign && status == Assigned)
        {
            return "Another driver has this order already.";
        }

        string[] origins = [.. Rows.Where(row => row.Action == action && row.Who.Intersect(@as).Any()).Select(row => row.From.Spoken()).Distinct()];
        var statuses = origins.Length > 1 ? $"{string.Join(", ", origins[..^1])} or {origins[^1]}" : origins[0];
        return $"This order is {status.Spoken()}. It can {action.Spoken()} only while it is {statuses}.";
    }

    private static string Only(OrderAction action, IEnumerable<Party> who) =>
        $"An order can {action.Spoken()} only by {string.Join(" or ", who.Where(party => party != Clock).Select(party => party.Spoken()))}.";

    private static string Names(IEnumerable<Party> who) => string.Join(", ", who.Select(party => party.Name()));
}
