using Thesis.Contracts;
using Thesis.Contracts.Common.V1;
using Thesis.Contracts.Orders.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Shared.Food;
using Thesis.Services.Orders.Domain;

namespace Thesis.Services.Orders.Messaging;

/// <summary>What other services and browsers hear of orders.</summary>
public static class OrderEvents
{
    public static void PublishCreated(this CommandContext context, Order order)
    {
        context.Publish(Topics.OrderCreated, order.Id, new OrderCreated { Order = order.ToSnapshot() }, Audience(order));
        context.Audit("order.created", EdgeId(order), new { after = Audited(order) });
    }

    /// <summary>Tells of a change; also the driver who had the order before hears of it.</summary>
    public static void PublishStatusChanged(this CommandContext context, Order order, Order before) =>
        context.Publish(
            Topics.OrderStatusChanged,
            order.Id,
            new OrderStatusChanged { Order = order.ToSnapshot(), PreviousStatus = before.Status.Name() },
            Audience(order).Union(DriverOf(before)));

    /// <summary>The order's id as the audit trail and clients know it.</summary>
    public static string EdgeId(Order order) => new Id<Kinds.Order>(order.Id).ToString();

    /// <summary>What of an order the audit trail keeps before and after a change.</summary>
    public static object Audited(Order order) => new
    {
        status = order.Status.Name(),
        order.Version,
        driver = order.DriverId is { } driver ? new Id<Kinds.Driver>(driver).ToString() : null,
        kg = Kilograms.FromGrams(order.Grams),
        pickedUpKg = Kilograms.FromGrams(order.PickedUpGrams),
        deliveredKg = Kilograms.FromGrams(order.DeliveredGrams),
        lostKg = Kilograms.FromGrams(order.LostGrams),
        surplusKg = Kilograms.FromGrams(order.SurplusGrams),
    };

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
        ProposedGrams = order.ProposedGrams,
        Grams = order.Grams,
        PickedUpGrams = order.PickedUpGrams,
        DeliveredGrams = order.DeliveredGrams,
        LostGrams = order.LostGrams,
        SurplusGrams = order.SurplusGrams,
        Title = order.Title,
        FoodType = order.FoodType,
        StorageClass = order.StorageClass,
        DonorName = order.DonorName,
        NgoName = order.NgoName,
        Pickup = ToPlace(order.Pickup, order.Region),
        Dropoff = ToPlace(order.Dropoff, order.Region),
        PickupFromEpochMs = order.PickupFrom.ToUnixTimeMilliseconds(),
        PickupUntilEpochMs = order.PickupUntil.ToUnixTimeMilliseconds(),
        ExpiresEpochMs = order.ExpiresAt.ToUnixTimeMilliseconds(),
        Km = order.Km,
        Reason = order.Reason,
        PickupReason = order.PickupReason,
        DeliveryReason = order.DeliveryReason,
        OfferAgain = order.OfferAgain,
        CodeRequired = order.DeliveryCode.Length > 0,
        RespondByEpochMs = order.RespondBy.ToUnixTimeMilliseconds(),
        AcceptedEpochMs = order.AcceptedAt?.ToUnixTimeMilliseconds() ?? 0,
        AssignedEpochMs = order.AssignedAt?.ToUnixTimeMilliseconds() ?? 0,
        PickedUpEpochMs = order.PickedUpAt?.ToUnixTimeMilliseconds() ?? 0,
        DeliveredEpochMs = order.DeliveredAt?.ToUnixTimeMilliseconds() ?? 0,
        EndedEpochMs = order.EndedAt?.ToUnixTimeMilliseconds() ?? 0,
    };

    /// <summary>The realtime topics that may see the order: its own, both ends', the driver's, the region's and those of the people concerned.</summary>
    private static IEnumerable<string> Audience(Order order)
    {
        yield return $"order:{EdgeId(order)}";
        yield return $"donation:{new Id<Kinds.Donation>(order.DonationId)}";
        yield return $"donor:{new Id<Kinds.Donor>(order.DonorId)}";
        yield return $"ngo:{new Id<Kinds.Ngo>(order.NgoId)}";
        yield return $"region:{order.Region}";
        var people = order.DonorManagers.Concat(order.NgoManagers).Distinct(StringComparer.Ordinal).Select(subject => $"user:{subject}");
        foreach (var topic in people.Union(DriverOf(order)))
        {
            yield return topic;
        }
    }

    private static IEnumerable<string> DriverOf(Order order) =>
        order.DriverId is { } driver ? [$"driver:{new Id<Kinds.Driver>(driver)}", $"user:{order.DriverUser}"] : [];

    private static Place ToPlace(Stop stop, string region) =>
        new() { Latitude = stop.Latitude, Longitude = stop.Longitude, Address = stop.Address, Region = region };
}
