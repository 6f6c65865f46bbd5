using Thesis.Contracts.Common.V1;
using Thesis.Contracts.Orders.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Drivers.Domain;
using Thesis.Services.Shared.Food;

namespace Thesis.Services.Drivers.Api;

/// <summary>Where and when a driver was last. Degrees are WGS84.</summary>
public sealed record PositionResponse(double Latitude, double Longitude, DateTimeOffset Time);

/// <summary>A driver as clients see it.</summary>
public sealed record DriverResponse(
    Id<Kinds.Driver> Id,
    long Version,
    string UserId,
    string Name,
    string Region,
    string Vehicle,
    decimal CapacityKg,
    string Cooling,
    bool OnShift,
    PositionResponse? LastPosition,
    DateTimeOffset CreatedAt)
{
    public static DriverResponse Of(Driver driver) => new(
        new(driver.Id),
        driver.Version,
        driver.UserId,
        driver.Name,
        driver.Region,
        driver.Vehicle,
        Kilograms.FromGrams(driver.CapacityGrams),
        driver.Cooling,
        driver.OnShift,
        driver.LastPosition is { } at ? new PositionResponse(at.Latitude, at.Longitude, at.Time) : null,
        driver.CreatedAt);
}

/// <summary>A stop of a driver's order. Degrees are WGS84.</summary>
public sealed record DriverStopResponse(double Latitude, double Longitude, string Address)
{
    internal static DriverStopResponse Of(Place? place) => new(place?.Latitude ?? 0, place?.Longitude ?? 0, place?.Address ?? "");
}

/// <summary>An order as its driver, or one who may claim it, sees it. Weights are kg, times UTC.</summary>
/// <param name="CodeRequired">True when the NGO's code has to be entered at the door.</param>
public sealed record DriverOrderResponse(
    Id<Kinds.Order> Id,
    long Version,
    string Status,
    string Region,
    Id<Kinds.Donation> DonationId,
    Id<Kinds.Ngo> NgoId,
    decimal QuantityKg,
    decimal PickedUpKg,
    decimal DeliveredKg,
    string Title,
    string FoodType,
    string StorageClass,
    string DonorName,
    string NgoName,
    DriverStopResponse Pickup,
    DriverStopResponse Dropoff,
    DateTimeOffset PickupFrom,
    DateTimeOffset PickupUntil,
    DateTimeOffset ExpiresAt,
    double Km,
    string Reason,
    bool CodeRequired,
    DateTimeOffset? AssignedAt,
    DateTimeOffset? PickedUpAt,
    DateTimeOffset? DeliveredAt)
{
    public static DriverOrderResponse Of(OrderSnapshot order) => new(
        new(order.Id),
        order.Version,
        order.Status,
        order.Region,
        new(order.DonationId),
        new(order.NgoId),
        Kilograms.FromGrams(order.Grams),
        Kilograms.FromGrams(order.PickedUpGrams),
        Kilograms.FromGrams(order.DeliveredGrams),
        order.Title,
        order.FoodType,
        order.StorageClass,
        order.DonorName,
        order.NgoName,
        DriverStopResponse.Of(order.Pickup),
        DriverStopResponse.Of(order.Dropoff),
        DateTimeOffset.FromUnixTimeMilliseconds(order.PickupFromEpochMs),
        DateTimeOffset.FromUnixTimeMilliseconds(order.PickupUntilEpochMs),
        DateTimeOffset.FromUnixTimeMilliseconds(order.ExpiresEpochMs),
        order.Km,
        order.Reason,
        order.CodeRequired,
        TimeOrNull(order.AssignedEpochMs),
        TimeOrNull(order.PickedUpEpochMs),
        TimeOrNull(order.DeliveredEpochMs));

    private static DateTimeOffset? TimeOrNull(long epochMs) => epochMs == 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(epochMs);
}
