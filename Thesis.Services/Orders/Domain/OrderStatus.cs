namespace Thesis.Services.Orders.Domain;

/// <summary>Where an order stands. Values from <see cref="Completed"/> on are final.</summary>
public enum OrderStatus
{
    Proposed,
    Accepted,
    Assigned,
    PickedUp,
    Delivered,
    Completed,
    Declined,
    Expired,
    Cancelled,
    Failed,
}

/// <summary>The names that statuses have in the database, in events and at the edge.</summary>
public static class OrderStatusNames
{
    private static readonly string[] Names =
        ["proposed", "accepted", "assigned", "picked_up", "delivered", "completed", "declined", "expired", "cancelled", "failed"];

    /// <summary>Every status name, in the order of <see cref="OrderStatus"/>.</summary>
    public static IReadOnlyList<string> All => Names;

    public static string Name(this OrderStatus status) => Names[(int)status];

    public static bool IsFinal(this OrderStatus status) => status >= OrderStatus.Completed;

    public static bool TryParse(string? name, out OrderStatus status)
    {
        var index = Array.IndexOf(Names, name);
        status = index < 0 ? default : (OrderStatus)index;
        return index >= 0;
    }

    /// <exception cref="FormatException">The name is not a status.</exception>
    public static OrderStatus Parse(string name) =>
        TryParse(name, out var status) ? status : throw new FormatException($"'{name}' is not an order status.");
}
