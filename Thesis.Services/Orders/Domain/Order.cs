namespace Thesis.Services.Orders.Domain;

/// <summary>A place as an order keeps it. Degrees are WGS84.</summary>
public sealed record Stop(double Latitude, double Longitude, string Address);

/// <summary>One of an NGO's further places.</summary>
public sealed record NamedStop(long Id, string Name, Stop Stop);

/// <summary>One lot of food on its way from a donor to an NGO. Weights are grams, times UTC.</summary>
public sealed record Order
{
    public required long Id { get; init; }

    /// <summary>Grows by one with every event.</summary>
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

    /// <summary>What the allocation gave the NGO.</summary>
    public required long ProposedGrams { get; init; }

    /// <summary>What is to be carried: what was proposed, or the part that the NGO accepted.</summary>
    public required long Grams { get; init; }

    public long PickedUpGrams { get; init; }

    public long DeliveredGrams { get; init; }

    /// <summary>Gone for good. What is neither delivered nor lost went back to the donation once the order is over.</summary>
    public long LostGrams { get; init; }

    /// <summary>What was there at pickup beyond what was planned: it stays at the donor and is offered to others.</summary>
    public long SurplusGrams { get; init; }

    public required string Title { get; init; }

    public required string FoodType { get; init; }

    /// <summary>"ambient", "chilled" or "frozen".</summary>
    public required string StorageClass { get; init; }

    public required string DonorName { get; init; }

    public required string NgoName { get; init; }

    public required Stop Pickup { get; init; }

    public required Stop Dropoff { get; init; }

    public required DateTimeOffset PickupFrom { get; init; }

    public required DateTimeOffset PickupUntil { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Length of the trip by road, km.</summary>
    public required double Km { get; init; }

    /// <summary>
    /// Why the NGO was offered it: some of "preferred", "urgent", "fair" and "priority", then what kept it from being more: "donation",
    /// "capacity", "storage_capacity" or "plan". Empty for orders of before that was kept.
    /// </summary>
    public IReadOnlyList<string> Why { get; init; } = [];

    /// <summary>Who manages the donor now; not kept with the order.</summary>
    public required IReadOnlyList<string> DonorManagers { get; init; }

    /// <summary>Who manages the NGO now; not kept with the order.</summary>
    public required IReadOnlyList<string> NgoManagers { get; init; }

    /// <summary>When the NGO takes deliveries, as it says now; not kept with the order.</summary>
    public string NgoOpeningHours { get; init; } = "";

    /// <summary>The NGO's further places, where it may have the food brought; not kept with the order.</summary>
    public IReadOnlyList<NamedStop> NgoLocations { get; init; } = [];

    /// <summary>Where the driver was last and when; not kept with the order.</summary>
    public Stop? DriverAt { get; init; }

    public DateTimeOffset? DriverSeenAt { get; init; }

    /// <summary>What the driver enters at the door to prove the delivery; empty where the region does not ask for it.</summary>
    public string DeliveryCode { get; init; } = "";

    /// <summary>Why it ended otherwise than planned; empty else.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Why less was picked up than planned.</summary>
    public string PickupReason { get; init; } = "";

    /// <summary>Why less was delivered, or received, than picked up.</summary>
    public string DeliveryReason { get; init; } = "";

    /// <summary>How the NGO found the food; null before it said so.</summary>
    public string? Quality { get; init; }

    /// <summary>True when the food may be offered to the same NGO again.</summary>
    public bool OfferAgain { get; init; }

    public bool ProvedByCode { get; init; }

    /// <summary>How often a driver entered a wrong code.</summary>
    public int WrongCodes { get; init; }

    public required DateTimeOffset RespondBy { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    public DateTimeOffset? AcceptedAt { get; init; }

    public DateTimeOffset? AssignedAt { get; init; }

    public DateTimeOffset? PickedUpAt { get; init; }

    public DateTimeOffset? DeliveredAt { get; init; }

    /// <summary>When it became final.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The order as it was proposed, before anything happened to it.</summary>
    public Order AsProposed() => this with
    {
        Version = 1,
        Status = OrderStatus.Proposed,
        DriverId = null,
        DriverUser = null,
        Grams = ProposedGrams,
        PickedUpGrams = 0,
        DeliveredGrams = 0,
        LostGrams = 0,
        SurplusGrams = 0,
        Reason = "",
        PickupReason = "",
        DeliveryReason = "",
        Quality = null,
        OfferAgain = false,
        ProvedByCode = false,
        WrongCodes = 0,
        UpdatedAt = CreatedAt,
        AcceptedAt = null,
        AssignedAt = null,
        PickedUpAt = null,
        DeliveredAt = null,
        EndedAt = null,
    };
}
