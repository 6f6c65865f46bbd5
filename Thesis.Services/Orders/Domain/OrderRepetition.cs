namespace Thesis.Services.Orders.Domain;

/// <summary>Tells that a driver's report was taken before: it is answered again, not refused. The report may come twice when its answer got lost.</summary>
public static class OrderRepetition
{
    public static bool IsDone(Order order, OrderEvent happened) => happened.Action switch
    {
        OrderAction.Release => order is { Status: OrderStatus.Accepted, DriverId: null },
        _ when order.DriverId != happened.DriverId => false,
        OrderAction.Assign => order.Status == OrderStatus.Assigned,
        OrderAction.PickUp => happened.Grams == 0
            ? order.Status == OrderStatus.Failed && order.PickedUpGrams == 0
            : order.Status == OrderStatus.PickedUp && order.PickedUpGrams == happened.Grams && order.SurplusGrams == happened.SurplusGrams,
        OrderAction.Deliver => order.Status is OrderStatus.Delivered or OrderStatus.Completed && order.DeliveredGrams == happened.Grams,
        OrderAction.Fail => order.Status == OrderStatus.Failed,
        _ => false,
    };
}
