using Thesis.ServiceDefaults;

namespace Thesis.Services.Orders.Domain;

/// <summary>As what an actor stands to an order, from the roles and from who manages its ends now.</summary>
public static class OrderAccess
{
    /// <summary>Dispatchers and administrators see and steer every order.</summary>
    public static bool IsStaff(this Actor actor) => actor.Is(Roles.Dispatcher) || actor.Is(Roles.Admin);

    public static bool ManagesNgoOf(this Actor actor, Order order) => actor.Is(Roles.Admin) || order.NgoManagers.Contains(actor.Subject);

    public static bool CanSee(this Actor actor, Order order) => PartiesIn(actor, order).Any();

    /// <summary>Who sees the code that proves a delivery: those who receive, and staff.</summary>
    public static bool SeesCode(this Actor actor, Order order) => actor.IsStaff() || actor.ManagesNgoOf(order);

    /// <summary>The parties that the actor may act as; none for a stranger.</summary>
    public static IEnumerable<Party> PartiesIn(this Actor actor, Order order)
    {
        if (order.DriverUser == actor.Subject)
        {
            yield return Party.Driver;
        }

        if (actor.ManagesNgoOf(order))
        {
            yield return Party.Ngo;
        }

        if (order.DonorManagers.Contains(actor.Subject))
        {
            yield return Party.Donor;
        }

        if (actor.IsStaff())
        {
            yield return Party.Dispatcher;
        }

        if (actor.Is(Roles.Service))
        {
            yield return Party.Clock;
        }
    }
}
