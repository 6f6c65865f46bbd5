namespace Thesis.Services.Orders.Domain;

/// <summary>What a guard judges.</summary>
/// <param name="Order">The locked order.</param>
/// <param name="Event">What is to happen.</param>
/// <param name="As">The party that wants it.</param>
/// <param name="Load">The driver whom the order would go to, with what the driver has claimed; null for other events.</param>
public sealed record OrderSituation(Order Order, OrderEvent Event, Party As, DateTimeOffset Now, DriverLoad? Load = null);

/// <summary>Which of several rows of one status and event holds, in words and in code.</summary>
public sealed record OrderCondition(string Text, Func<OrderEvent, bool> Holds)
{
    public static OrderCondition Always { get; } = new("", _ => true);
}

/// <summary>What must hold, in words and in code.</summary>
public sealed record OrderGuard(string Text, Func<OrderSituation, OrderRefusal?> Check)
{
    public static OrderGuard None { get; } = new("", _ => null);

    /// <summary>Both must hold.</summary>
    public OrderGuard And(OrderGuard other) => new($"{Text}; {other.Text}", situation => Check(situation) ?? other.Check(situation));
}

/// <summary>What changes besides the status, in words and in code.</summary>
public sealed record OrderEffect(string Text, Func<Order, OrderEvent, Order> Apply);

/// <summary>One row of the state machine.</summary>
/// <param name="Who">Who may.</param>
public sealed record OrderTransition(
    OrderStatus From, OrderAction Action, OrderCondition When, OrderStatus To, IReadOnlyList<Party> Who, OrderGuard Guard, OrderEffect Effect);

/// <summary>An order that something happened to.</summary>
/// <param name="As">The party that did it.</param>
public sealed record OrderChange(Order Before, Order After, OrderEvent Event, Party As);

/// <summary>What came of an attempt; exactly one is set.</summary>
public sealed record OrderOutcome(OrderChange? Change, OrderRefusal? Refusal);
