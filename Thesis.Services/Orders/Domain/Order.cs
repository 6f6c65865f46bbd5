namespace Thesis.Services.Orders.Domain;

/// <summary>A place as an order keeps it. Degrees are WGS84.</summary>
public sealed record Stop(double Latitude, double Longitude, string Address);

/// <summary>One lot of food on its way from a donor to an NGO. Weights are grams, times UTC.</summary>
public sealed record Order
{
    public required long Id { get; init; }

    /// <summary>Grows by one with every change.</summary>
    public required long Version { get; init; }

    public required long AllocationId { get; init; }

    public required long RunId { get; init; }

    public required long DonationId { get; init; }

    public required long DonorId { get; init; }

    public required long NgoId { get; init; }

    public long? DriverId { get; init; }

    /// <summary>Subject of the user who drives.</summary>
    public string? DriverUser { get; init; }

    public required string Region { get; init; }

    public required OrderStatus Status { get; init; }

    public required long Grams { get; init; }

    public long PickedUpGrams { get; init; }

    public long DeliveredGrams { get; init; }

    public required string Title { get; init; }

    public required string FoodType { get; init; }

    public required string DonorName { get; init; }

    public required string NgoName { get; init; }

    public required Stop Pickup { get; init; }

    public required Stop Dropoff { get; init; }

    public required DateTimeOffset PickupFrom { get; init; }

    public required DateTimeOffset PickupUntil { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Length of the trip by road, km.</summary>
    public required double Km { get; init; }

    public required IReadOnlyList<string> DonorManagers { get; init; }

    public required IReadOnlyList<string> NgoManagers { get; init; }

    /// <summary>Why it ended otherwise than completed; empty else.</summary>
    public string Reason { get; init; } = "";

    public required DateTimeOffset RespondBy { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    public DateTimeOffset? DeliveredAt { get; init; }

    /// <summary>The order after the action, one version later; null when its status does not allow the action.</summary>
    public Order? After(OrderAction action, DateTimeOffset now) =>
        OrderTransitions.TryNext(Status, action, out var next)
            ? this with { Status = next, Version = Version + 1, UpdatedAt = now }
            : null;
}
