using Thesis.ServiceDefaults;
using Thesis.Services.Shared.Food;
using Thesis.Services.Orders.Domain;

namespace Thesis.Services.Orders.Api;

/// <summary>A stop of an order. Degrees are WGS84.</summary>
public sealed record StopResponse(double Latitude, double Longitude, string Address);

/// <summary>An order as clients see it. Weights are kg, times UTC.</summary>
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
    decimal QuantityKg,
    decimal PickedUpKg,
    decimal DeliveredKg,
    string Title,
    string FoodType,
    string DonorName,
    string NgoName,
    StopResponse Pickup,
    StopResponse Dropoff,
    DateTimeOffset PickupFrom,
    DateTimeOffset PickupUntil,
    DateTimeOffset ExpiresAt,
    DateTimeOffset RespondBy,
    double Km,
    string Reason,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    DateTimeOffset? DeliveredAt)
{
    public static OrderResponse Of(Order order) => new(
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
        Kilograms.FromGrams(order.Grams),
        Kilograms.FromGrams(order.PickedUpGrams),
        Kilograms.FromGrams(order.DeliveredGrams),
        order.Title,
        order.FoodType,
        order.DonorName,
        order.NgoName,
        new(order.Pickup.Latitude, order.Pickup.Longitude, order.Pickup.Address),
        new(order.Dropoff.Latitude, order.Dropoff.Longitude, order.Dropoff.Address),
        order.PickupFrom,
        order.PickupUntil,
        order.ExpiresAt,
        order.RespondBy,
        order.Km,
        order.Reason,
        order.CreatedAt,
        order.UpdatedAt,
        order.DeliveredAt);
}
