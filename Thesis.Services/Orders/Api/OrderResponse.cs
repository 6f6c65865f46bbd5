using Thesis.ServiceDefaults;
using Thesis.Services.Shared.Food;
using Thesis.Services.Orders.Domain;

namespace Thesis.Services.Orders.Api;

/// <summary>A stop of an order. Degrees are WGS84.</summary>
public sealed record StopResponse(double Latitude, double Longitude, string Address);

/// <summary>An order as clients see it. Weights are kg, times UTC.</summary>
/// <param name="ProposedKg">What the NGO was offered.</param>
/// <param name="QuantityKg">What is to be carried: what was proposed, or the part that the NGO accepted.</param>
/// <param name="LostKg">Gone for good; what is neither delivered nor lost is back with the donation once the order is over.</param>
/// <param name="RespondBy">The same as <paramref name="AnswerBy"/>.</param>
/// <param name="AnswerBy">Until when the NGO may answer the proposal.</param>
/// <param name="SurplusKg">What was there at pickup beyond what was planned; it is offered to others.</param>
/// <param name="PickupReason">Why less was picked up than planned, or what the surplus is.</param>
/// <param name="DeliveryReason">Why less was delivered, or received, than picked up.</param>
/// <param name="Quality">How the NGO found the food.</param>
/// <param name="CodeRequired">True when the driver has to enter the NGO's code at the door.</param>
/// <param name="DeliveryCode">That code, for the NGO and dispatchers only.</param>
/// <param name="EstimatedPickupAt">When the driver may be at the donor, from where the driver was last; null when not known.</param>
/// <param name="EstimatedDeliveryAt">When the driver may be at the NGO.</param>
/// <param name="Why">Why the NGO was offered it: some of "preferred", "urgent" (the food spoils soon), "fair" (it received little lately) and "priority", then what kept it from being more: "donation" (that was all), "capacity", "storage_capacity" or "plan". Empty when not known.</param>
/// <param name="EndedAt">When it became final.</param>
public sealed record OrderResponse(
    Id<Kinds.Order> Id,
    long Version,
    string Status,
    string Region,
    Id<Kinds.Allocation> AllocationId,
    Id<Kinds.Run> RunId,
    Id<Kinds.Donation> DonationId,
    Id<Kinds.Donor> DonorId,
    Id<Kinds.Ngo> NgoId,
    Id<Kinds.Driver>? DriverId,
    decimal ProposedKg,
    decimal QuantityKg,
    decimal PickedUpKg,
    decimal DeliveredKg,
    decimal LostKg,
    decimal SurplusKg,
    string Title,
    string FoodType,
    string StorageClass,
    string DonorName,
    string NgoName,
    StopResponse Pickup,
    StopResponse Dropoff,
    DateTimeOffset PickupFrom,
    DateTimeOffset PickupUntil,
    DateTimeOffset ExpiresAt,
    DateTimeOffset RespondBy,
    DateTimeOffset AnswerBy,
    double Km,
    IReadOnlyList<string> Why,
    string Reason,
    string PickupReason,
    string DeliveryReason,
    string? Quality,
    bool CodeRequired,
    string? DeliveryCode,
    DateTimeOffset? EstimatedPickupAt,
    DateTimeOffset? EstimatedDeliveryAt,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    DateTimeOffset? AcceptedAt,
    DateTimeOffset? AssignedAt,
    DateTimeOffset? PickedUpAt,
    DateTimeOffset? DeliveredAt,
    DateTimeOffset? EndedAt)
{
    /// <summary>The order as <paramref name="reader"/> may see it.</summary>
    public static OrderResponse Of(Order order, Actor reader, DateTimeOffset now)
    {
        var arrival = Arrival.Of(order, now);
        return new(
            new(order.Id),
            order.Version,
            order.Status.Name(),
            order.Region,
            new(order.AllocationId),
            new(order.RunId),
            new(order.DonationId),
            new(order.DonorId),
            new(order.NgoId),
            order.DriverId is { } driver ? new Id<Kinds.Driver>(driver) : null,
            Kilograms.FromGrams(order.ProposedGrams),
            Kilograms.FromGrams(order.Grams),
            Kilograms.FromGrams(order.PickedUpGrams),
            Kilograms.FromGrams(order.DeliveredGrams),
            Kilograms.FromGrams(order.LostGrams),
            Kilograms.FromGrams(order.SurplusGrams),
            order.Title,
            order.FoodType,
            order.StorageClass,
            order.DonorName,
            order.NgoName,
            new(order.Pickup.Latitude, order.Pickup.Longitude, order.Pickup.Address),
            new(order.Dropoff.Latitude, order.Dropoff.Longitude, order.Dropoff.Address),
            order.PickupFrom,
            order.PickupUntil,
            order.ExpiresAt,
            order.RespondBy,
            order.RespondBy,
            order.Km,
            order.Why,
            order.Reason,
            order.PickupReason,
            order.DeliveryReason,
            order.Quality,
            order.DeliveryCode.Length > 0,
            order.DeliveryCode.Length > 0 && reader.SeesCode(order) ? order.DeliveryCode : null,
            arrival.Pickup,
            arrival.Delivery,
            order.CreatedAt,
            order.UpdatedAt,
            order.AcceptedAt,
            order.AssignedAt,
            order.PickedUpAt,
            order.DeliveredAt,
            order.EndedAt);
    }
}
