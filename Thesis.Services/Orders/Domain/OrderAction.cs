namespace Thesis.Services.Orders.Domain;

/// <summary>What can happen to an order.</summary>
public enum OrderAction
{
    Propose,
    Accept,
    Decline,
    Withdraw,
    Assign,
    Release,
    NoShow,
    PickUp,
    Deliver,
    Confirm,
    Expire,
    Cancel,
    Fail,
    Report,
}

/// <summary>The names of actions in the history and in the audit trail, and how people say them.</summary>
public static class OrderActionNames
{
    private static readonly (string Name, string Spoken)[] Names =
    [
        ("proposed", "be proposed"),
        ("accepted", "be accepted"),
        ("declined", "be declined"),
        ("withdrawn", "be withdrawn"),
        ("assigned", "be given to a driver"),
        ("released", "be given back"),
        ("no_show", "be reported as a no-show"),
        ("picked_up", "be picked up"),
        ("delivered", "be delivered"),
        ("confirmed", "be confirmed"),
        ("expired", "expire"),
        ("cancelled", "be cancelled"),
        ("failed", "be reported as failed"),
        ("incident_reported", "have an incident reported"),
    ];

    /// <summary>A verb in the past, e.g. "picked_up".</summary>
    public static string Name(this OrderAction action) => Names[(int)action].Name;

    /// <summary>What goes after "an order can", e.g. "be picked up".</summary>
    public static string Spoken(this OrderAction action) => Names[(int)action].Spoken;

    /// <exception cref="FormatException">The name is not an action.</exception>
    public static OrderAction Parse(string name)
    {
        var index = Array.FindIndex(Names, one => one.Name == name);
        return index >= 0 ? (OrderAction)index : throw new FormatException($"'{name}' is not an order action.");
    }
}
