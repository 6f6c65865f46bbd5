using Thesis.Services.Shared.Places;

namespace Thesis.Services.Donations.Domain;

/// <summary>
/// Food that a donor offers. Weights are grams and always add up: quantity = open + reserved + delivered + lost.
/// </summary>
/// <param name="Version">Grows by one with every change.</param>
/// <param name="Offer">What the donor states.</param>
/// <param name="Balance">Where the quantity is.</param>
/// <param name="Status">See <see cref="DonationStatus"/>.</param>
public sealed record Donation(long Id, long Version, DonorInfo Donor, Place Place, Offer Offer, Balance Balance, string Status)
{
    /// <summary>Food that is nobody's yet.</summary>
    public long OpenGrams => Offer.QuantityGrams - Balance.SpokenForGrams;

    public bool IsOver => Status is DonationStatus.Completed or DonationStatus.Cancelled or DonationStatus.Expired;
}

/// <summary>What a donation knows of its donor, as the donors service last said.</summary>
/// <param name="Managers">Subjects of the users who act for it.</param>
public sealed record DonorInfo(long Id, string Name, Place Place, bool Verified, IReadOnlyList<string> Managers)
{
    /// <summary>Further places, beside the first.</summary>
    public IReadOnlyList<Location> Locations { get; init; } = [];
}

/// <summary>What the donor states of a donation.</summary>
/// <param name="FoodType">One of <see cref="Shared.Food.FoodTypes"/>.</param>
/// <param name="SmallestLotGrams">No part smaller than this may be allocated; 0 leaves it to the allocation.</param>
/// <param name="StorageClass">One of <see cref="Shared.Food.StorageClasses"/>.</param>
/// <param name="ExpiresAt">The food must have arrived by then.</param>
public sealed record Offer(
    string FoodType,
    string Title,
    long QuantityGrams,
    long SmallestLotGrams,
    string StorageClass,
    DateTimeOffset ExpiresAt,
    DateTimeOffset PickupFrom,
    DateTimeOffset PickupUntil,
    OfferDetails Details);

/// <summary>What a donor states beside what allocation needs.</summary>
/// <param name="Amount">In <paramref name="Unit"/>.</param>
/// <param name="Unit">One of <see cref="Shared.Food.Units"/>.</param>
/// <param name="UnitKg">What one of the unit weighs, kg.</param>
/// <param name="Allergens">Some of <see cref="Shared.Food.Allergens"/>; null: not stated.</param>
/// <param name="AccessNotes">How to get in; only for who picks up, and who acts for the donor.</param>
/// <param name="PickupNotes">For everybody who may see the donation.</param>
public sealed record OfferDetails(
    decimal Amount, string Unit, decimal UnitKg, IReadOnlyList<string>? Allergens, string AccessNotes, string PickupNotes);

/// <summary>Where a donation's quantity is; the rest is open.</summary>
/// <param name="ReservedGrams">Held by orders that are under way.</param>
/// <param name="LostGrams">Missing at pickup, or spoiled on the way.</param>
/// <param name="InTransitGrams">The part of what is reserved that was picked up.</param>
public sealed record Balance(long ReservedGrams, long DeliveredGrams, long LostGrams, long InTransitGrams = 0)
{
    public static Balance Untouched { get; } = new(0, 0, 0);

    public long SpokenForGrams => ReservedGrams + DeliveredGrams + LostGrams;
}

/// <summary>
/// The states of a donation. <c>donations.status_after</c> in the database is the one rule that moves between them:
/// draft → open ⇄ allocated → completed, or cancelled by the donor, or expired with something left.
/// </summary>
public static class DonationStatus
{
    /// <summary>Not published yet; only its donor's people and dispatchers see it.</summary>
    public const string Draft = "draft";

    /// <summary>Something is left to allocate.</summary>
    public const string Open = "open";

    /// <summary>All of it is reserved, or what is left is smaller than its smallest lot.</summary>
    public const string Allocated = "allocated";

    /// <summary>Nothing is open or reserved.</summary>
    public const string Completed = "completed";

    public const string Cancelled = "cancelled";

    public const string Expired = "expired";

    public static IReadOnlyList<string> All { get; } = [Draft, Open, Allocated, Completed, Cancelled, Expired];
}
