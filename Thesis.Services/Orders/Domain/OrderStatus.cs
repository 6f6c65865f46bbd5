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

    /// <summary>The NGO did not take the food, or withdrew before pickup; it went back to the donation.</summary>
    Declined,
    Expired,
    Cancelled,

    /// <summary>It could not be carried out, e.g. because the food was not there.</summary>
    Failed,

    /// <summary>Called off after pickup; the food went back to the donation.</summary>
    Returned,

    /// <summary>Called off after pickup; the food is gone.</summary>
    Lost,
}

/// <summary>The names that statuses have in the database, in events and at the edge.</summary>
public static class OrderStatusNames
{
    private static readonly string[] Names =
    [
        "proposed", "accepted", "assigned", "picked_up", "delivered", "completed", "declined", "expired", "cancelled", "failed", "returned", "lost",
    ];

    /// <summary>Every status name, in the order of <see cref="OrderStatus"/>.</summary>
    public static IReadOnlyList<string> All => Names;

    public static string Name(this OrderStatus status) => Names[(int)status];

    /// <summary>The status within a sentence, after "this order is".</summary>
    public static string Spoken(this OrderStatus status) => status switch
    {
        OrderStatus.Proposed => "waiting for the NGO's answer",
        OrderStatus.Accepted => "waiting for a driver",
        OrderStatus.Assigned => "waiting for its pickup",
        OrderStatus.PickedUp => "on its way",
        OrderStatus.Completed => "delivered and confirmed",
        OrderStatus.Returned => "back at the donor",
        _ => status.Name(),
    };

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
