using Thesis.ServiceDefaults;

namespace Thesis.Services.Orders.Domain;

/// <summary>What an actor may do with an order, from the roles and from who is named on it.</summary>
public static class OrderAccess
{
    /// <summary>Dispatchers and administrators see and steer every order.</summary>
    public static bool IsStaff(this Actor actor) => actor.Is("dispatcher") || actor.Is("admin");

    public static bool ManagesNgoOf(this Actor actor, Order order) => actor.Is("admin") || order.NgoManagers.Contains(actor.Subject);

    public static bool ManagesDonorOf(this Actor actor, Order order) => order.DonorManagers.Contains(actor.Subject);

    public static bool Drives(this Actor actor, Order order) => order.DriverUser == actor.Subject;

    public static bool CanSee(this Actor actor, Order order) =>
        actor.IsStaff() || actor.ManagesNgoOf(order) || actor.ManagesDonorOf(order) || actor.Drives(order);
}
