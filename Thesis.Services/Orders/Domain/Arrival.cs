namespace Thesis.Services.Orders.Domain;

/// <summary>
/// When the driver may arrive, by estimate: straight from where the driver was last, with what loading takes. Other orders that
/// the driver carries are left out. Null where it is not known, or past.
/// </summary>
public sealed record Arrival(DateTimeOffset? Pickup, DateTimeOffset? Delivery)
{
    /// <summary>A position older than this says nothing of where the driver is.</summary>
    public static readonly TimeSpan OldestPosition = TimeSpan.FromMinutes(30);

    public static Arrival Of(Order order, DateTimeOffset now)
    {
        if (order.DriverAt is not { } at || order.DriverSeenAt < now - OldestPosition)
        {
            return new(null, null);
        }

        if (order.Status == OrderStatus.PickedUp)
        {
            return new(null, now + TravelTime.Between(at, order.Dropoff));
        }

        if (order.Status != OrderStatus.Assigned)
        {
            return new(null, null);
        }

        var arrives = now + TravelTime.Between(at, order.Pickup);
        var pickup = arrives > order.PickupFrom ? arrives : order.PickupFrom;
        return new(pickup, pickup + DriverPlan.Handling + TravelTime.Between(order.Pickup, order.Dropoff));
    }
}
