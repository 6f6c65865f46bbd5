using Thesis.Contracts;
using Thesis.Contracts.Common.V1;
using Thesis.Contracts.Orders.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Orders.Domain;

namespace Thesis.Services.Orders.Messaging;

/// <summary>What other services and browsers hear of orders.</summary>
public static class OrderEvents
{
    public static void PublishCreated(this CommandContext context, Order order) =>
        context.Publish(Topics.OrderCreated, order.Id, new OrderCreated { Order = order.ToSnapshot() }, Audience(order));

    public static void PublishStatusChanged(this CommandContext context, Order order, OrderStatus previous) =>
        context.Publish(
            Topics.OrderStatusChanged,
            order.Id,
            new OrderStatusChanged { Order = order.ToSnapshot(), PreviousStatus = previous.Name() },
            Audience(order));

    public static OrderSnapshot ToSnapshot(this Order order) => new()
    {
        Id = order.Id,
        Version = order.Version,
        AllocationId = order.AllocationId,
        RunId = order.RunId,
        DonationId = order.DonationId,
        DonorId = order.DonorId,
        NgoId = order.NgoId,
        DriverId = order.DriverId ?? 0,
        DriverUser = order.DriverUser ?? "",
        Region = order.Region,
        Status = order.Status.Name(),
        Grams = order.Grams,
        PickedUpGrams = order.PickedUpGrams,
        DeliveredGrams = order.DeliveredGrams,
        Title = order.Title,
        FoodType = order.FoodType,
        DonorName = order.DonorName,
        NgoName = order.NgoName,
        Pickup = ToPlace(order.Pickup, order.Region),
        Dropoff = ToPlace(order.Dropoff, order.Region),
        PickupFromEpochMs = order.PickupFrom.ToUnixTimeMilliseconds(),
        PickupUntilEpochMs = order.PickupUntil.ToUnixTimeMilliseconds(),
        ExpiresEpochMs = order.ExpiresAt.ToUnixTimeMilliseconds(),
        Km = order.Km,
        Reason = order.Reason,
    };

    /// <summary>The realtime topics that may see the order: its own, both ends', the driver's, the region's and those of the people concerned.</summary>
    private static IEnumerable<string> Audience(Order order)
    {
        yield return $"order:{new Id<Kinds.Order>(order.Id)}";
        yield return $"donation:{new Id<Kinds.Donation>(order.DonationId)}";
        yield return $"donor:{new Id<Kinds.Donor>(order.DonorId)}";
        yield return $"ngo:{new Id<Kinds.Ngo>(order.NgoId)}";
        yield return $"region:{order.Region}";
        if (order.DriverId is { } driver)
        {
            yield return $"driver:{new Id<Kinds.Driver>(driver)}";
        }

        foreach (var subject in People(order).Distinct(StringComparer.Ordinal))
        {
            yield return $"user:{subject}";
        }
    }

    private static IEnumerable<string> People(Order order)
    {
        var managers = order.DonorManagers.Concat(order.NgoManagers);
        return order.DriverUser is { } driver ? managers.Append(driver) : managers;
    }

    private static Place ToPlace(Stop stop, string region) =>
        new() { Latitude = stop.Latitude, Longitude = stop.Longitude, Address = stop.Address, Region = region };
}
