using Thesis.ServiceDefaults;
using Thesis.Services.Donations.Domain;
using Thesis.Services.Shared.Food;
using Thesis.Services.Shared.Places;

namespace Thesis.Services.Donations.Api;

/// <summary>A donation as its donor states it.</summary>
/// <param name="DonorId">Who gives; may not change later.</param>
/// <param name="Title">What it is, for people; 1 to 200 characters.</param>
/// <param name="FoodType">produce, bakery, dairy, meat, prepared, pantry, beverages or frozen.</param>
/// <param name="QuantityKg">More than 0, at most 50,000, with at most 3 decimals.</param>
/// <param name="SmallestLotKg">No part smaller than this is allocated; left to the allocation when absent.</param>
/// <param name="ExpiresAt">The food must have arrived by then; in the future, within a year.</param>
/// <param name="PickupFrom">Earliest pickup.</param>
/// <param name="PickupUntil">Latest pickup; after PickupFrom, not after ExpiresAt.</param>
/// <param name="StorageClass">ambient, chilled or frozen.</param>
/// <param name="Place">Where to pick it up; the donor's place when absent. Its region is the donor's.</param>
public sealed record DonationRequest(
    Id<Kinds.Donor>? DonorId = null,
    string? Title = null,
    string? FoodType = null,
    decimal? QuantityKg = null,
    decimal? SmallestLotKg = null,
    DateTimeOffset? ExpiresAt = null,
    DateTimeOffset? PickupFrom = null,
    DateTimeOffset? PickupUntil = null,
    string? StorageClass = null,
    PlaceRequest? Place = null)
{
    private static readonly TimeSpan LongestLife = TimeSpan.FromDays(366);
    private static readonly TimeSpan EarliestPickup = TimeSpan.FromDays(1);

    /// <summary>Notes what is wrong with the request.</summary>
    /// <returns>The offer that it describes; meaningful only when nothing was noted.</returns>
    public Offer Validate(Validation validation, DateTimeOffset now)
    {
        validation.RequireText(Title, "title", 1, 200);
        validation.Require(FoodTypes.IsKnown(FoodType), "foodType", $"must be one of {string.Join(", ", FoodTypes.All)}");
        validation.Require(StorageClasses.IsKnown(StorageClass), "storageClass", $"must be one of {string.Join(", ", StorageClasses.All)}");
        var quantity = ValidateQuantity(validation);
        var smallestLot = ValidateSmallestLot(validation);
        ValidateTimes(validation, now);
        Place?.Validate(validation, "place");
        return new Offer(
            FoodType ?? "",
            (Title ?? "").Trim(),
            quantity,
            smallestLot,
            StorageClass ?? "",
            ToMilliseconds(ExpiresAt ?? now),
            ToMilliseconds(PickupFrom ?? now),
            ToMilliseconds(PickupUntil ?? now));
    }

    /// <summary>The stated place, or the donor's.</summary>
    /// <returns>Null when the stated region is not the donor's.</returns>
    public Place? PlaceFor(DonorInfo donor) =>
        Place is null ? donor.Place
            : Place.Region == donor.Place.Region ? Place.Validate(new Validation(), "place")
            : null;

    /// <summary>Events carry milliseconds; so does everything else.</summary>
    private static DateTimeOffset ToMilliseconds(DateTimeOffset time) => DateTimeOffset.FromUnixTimeMilliseconds(time.ToUnixTimeMilliseconds());

    private long ValidateQuantity(Validation validation)
    {
        var inRange = validation.Require(
            QuantityKg is > 0 and <= Kilograms.Most, "quantityKg", $"must be more than 0 and at most {Kilograms.Most}");
        return inRange && validation.Require(Kilograms.IsExact(QuantityKg ?? 0), "quantityKg", "must have at most 3 decimals")
            ? Kilograms.ToGrams(QuantityKg ?? 0)
            : 0;
    }

    private long ValidateSmallestLot(Validation validation)
    {
        var inRange = validation.Require(
            SmallestLotKg is null || SmallestLotKg is >= 0 && SmallestLotKg <= (QuantityKg ?? Kilograms.Most),
            "smallestLotKg",
            "must be 0 or more and at most quantityKg");
        return inRange && validation.Require(Kilograms.IsExact(SmallestLotKg ?? 0), "smallestLotKg", "must have at most 3 decimals")
            ? Kilograms.ToGrams(SmallestLotKg ?? 0)
            : 0;
    }

    private void ValidateTimes(Validation validation, DateTimeOffset now)
    {
        validation.Require(ExpiresAt > now && ExpiresAt - now <= LongestLife, "expiresAt", "must be in the future, within a year");
        validation.Require(PickupFrom >= now - EarliestPickup, "pickupFrom", "must not be more than a day ago");
        validation.Require(PickupFrom is null || PickupUntil > PickupFrom, "pickupUntil", "must be after pickupFrom");
        validation.Require(PickupUntil > now, "pickupUntil", "must be in the future");
        validation.Require(ExpiresAt is null || PickupUntil is null || PickupUntil <= ExpiresAt, "pickupUntil", "must not be after expiresAt");
    }
}
