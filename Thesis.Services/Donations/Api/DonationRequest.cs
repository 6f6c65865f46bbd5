using Microsoft.AspNetCore.Http.HttpResults;
using Thesis.ServiceDefaults;
using Thesis.Services.Donations.Domain;
using Thesis.Services.Shared.Food;
using Thesis.Services.Shared.Places;

namespace Thesis.Services.Donations.Api;

/// <summary>A donation as its donor states it.</summary>
/// <param name="DonorId">Who gives; may not change later.</param>
/// <param name="Title">What it is, for people; 1 to 200 characters.</param>
/// <param name="FoodType">produce, bakery, dairy, meat, prepared, pantry, beverages or frozen.</param>
/// <param name="QuantityKg">More than 0, at most 50,000, with at most 3 decimals. Stated, or amount and unit are.</param>
/// <param name="SmallestLotKg">No part smaller than this is allocated; left to the allocation when absent.</param>
/// <param name="ExpiresAt">The food must have arrived by then; in the future, within a year.</param>
/// <param name="PickupFrom">Earliest pickup.</param>
/// <param name="PickupUntil">Latest pickup; after PickupFrom, not after ExpiresAt.</param>
/// <param name="StorageClass">ambient, chilled or frozen.</param>
/// <param name="Place">Where to pick it up; the donor's place when absent. Its region is the donor's.</param>
/// <param name="LocationId">In place of place: one of the donor's further places, whose access notes hold where none are stated.</param>
/// <param name="Amount">In place of quantityKg: how many of the unit, more than 0, with at most 3 decimals.</param>
/// <param name="Unit">kg, lb, box or meal; kg when absent. A lb is 0.45359237 kg, a meal 1.2 lb, a box 10 kg unless unitKg says otherwise.</param>
/// <param name="UnitKg">What one box or meal weighs, kg, 0.05 to 1,000.</param>
/// <param name="Allergens">Some of celery, crustaceans, eggs, fish, gluten, lupin, milk, molluscs, mustard, nuts, peanuts, sesame, soy, sulphites, wheat; empty for none of them, absent when not known.</param>
/// <param name="AccessNotes">How to get in; at most 500 characters, only for who picks up.</param>
/// <param name="PickupNotes">For everybody who may see the donation; at most 500 characters.</param>
/// <param name="Draft">True to keep it without offering it yet; only when it is created.</param>
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
    PlaceRequest? Place = null,
    decimal? Amount = null,
    string? Unit = null,
    decimal? UnitKg = null,
    IReadOnlyList<string>? Allergens = null,
    string? AccessNotes = null,
    string? PickupNotes = null,
    bool? Draft = null,
    Id<Kinds.Location>? LocationId = null)
{
    private const int MostNoteCharacters = 500;

    private static readonly TimeSpan LongestLife = TimeSpan.FromDays(366);
    private static readonly TimeSpan EarliestPickup = TimeSpan.FromDays(1);

    /// <summary>Notes what is wrong with the request.</summary>
    /// <returns>The offer that it describes; meaningful only when nothing was noted.</returns>
    public Offer Validate(Validation validation, DateTimeOffset now)
    {
        validation.RequireText(Title, "title", 1, 200);
        validation.Require(FoodTypes.IsKnown(FoodType), "foodType", $"must be one of {string.Join(", ", FoodTypes.All)}");
        validation.Require(StorageClasses.IsKnown(StorageClass), "storageClass", $"must be one of {string.Join(", ", StorageClasses.All)}");
        var (quantity, details) = ValidateQuantity(validation);
        var smallestLot = ValidateSmallestLot(validation, quantity);
        validation.RequireText(AccessNotes, "accessNotes", 0, MostNoteCharacters);
        validation.RequireText(PickupNotes, "pickupNotes", 0, MostNoteCharacters);
        validation.Require(Allergens is null || Allergens.All(Shared.Food.Allergens.IsKnown), "allergens", $"must be some of {string.Join(", ", Shared.Food.Allergens.All)}; empty for none of them");
        ValidateTimes(validation, now);
        Place?.Validate(validation, "place");
        validation.Require(Place is null || LocationId is null, "locationId", "must be left out where place is stated");
        return new Offer(
            FoodType ?? "",
            (Title ?? "").Trim(),
            quantity,
            smallestLot,
            StorageClass ?? "",
            ToMilliseconds(ExpiresAt ?? now),
            ToMilliseconds(PickupFrom ?? now),
            ToMilliseconds(PickupUntil ?? now),
            details with
            {
                Allergens = Allergens is null ? null : [.. Allergens.Distinct().Order(StringComparer.Ordinal)],
                AccessNotes = (AccessNotes ?? "").Trim(),
                PickupNotes = (PickupNotes ?? "").Trim(),
            });
    }

    /// <summary>Why the donor has no such location; null when it has, or none is named.</summary>
    public ProblemHttpResult? RefuseLocation(DonorInfo donor) => LocationId is null || LocationOf(donor) is not null
        ? null
        : Problems.Validation("locationId", "must be one of the donor's locations");

    /// <summary>The offer with the location's access notes, where it is at one and states none.</summary>
    public Offer At(DonorInfo donor, Offer offer) => offer.Details.AccessNotes.Length == 0 && LocationOf(donor) is { } location
        ? offer with { Details = offer.Details with { AccessNotes = location.AccessNotes } }
        : offer;

    /// <summary>The stated place, or the donor's.</summary>
    /// <returns>Null when the stated region is not the donor's.</returns>
    public Place? PlaceFor(DonorInfo donor) =>
        LocationOf(donor) is { } location ? location.Place
            : Place is null ? donor.Place
            : Place.Region == donor.Place.Region ? Place.Validate(new Validation(), "place")
            : null;

    private Location? LocationOf(DonorInfo donor) => LocationId is { } id ? donor.Locations.FirstOrDefault(location => location.Id == id.Value) : null;

    /// <summary>Events carry milliseconds; so does everything else.</summary>
    private static DateTimeOffset ToMilliseconds(DateTimeOffset time) => DateTimeOffset.FromUnixTimeMilliseconds(time.ToUnixTimeMilliseconds());

    /// <summary>The weight in grams, and the amount as it is stated.</summary>
    private (long Grams, OfferDetails Details) ValidateQuantity(Validation validation)
    {
        var unit = Unit ?? Units.Kilogram;
        var kgOfOne = UnitKg ?? (Units.IsKnown(unit) ? Units.KgOf(unit) : 1);
        var stated = Amount ?? QuantityKg ?? 0;
        var field = Amount is null ? "quantityKg" : "amount";
        var isGood = validation.Require(Units.IsKnown(unit), "unit", $"must be one of {string.Join(", ", Units.All)}")
            & validation.Require(QuantityKg is null || Amount is null, "amount", "must be left out where quantityKg is stated")
            & validation.Require(Amount is not null || Unit is null or Units.Kilogram, "amount", "is required with this unit")
            & validation.Require(UnitKg is null || (Units.IsCounted(unit) && UnitKg is >= Units.LeastKg and <= Units.MostKg), "unitKg", $"must be from {Units.LeastKg} to {Units.MostKg}, and only for box or meal")
            & validation.Require(UnitKg is null || decimal.Round(kgOfOne, 3) == kgOfOne, "unitKg", "must have at most 3 decimals");
        isGood = isGood
            && validation.Require(stated is > 0 and <= Units.MostAmount, field, $"must be more than 0 and at most {Kilograms.Most} kg")
            && validation.Require(stated * kgOfOne is > 0 and <= Kilograms.Most, field, $"must be more than 0 and at most {Kilograms.Most} kg")
            && validation.Require(Kilograms.IsExact(stated), field, "must have at most 3 decimals");
        var grams = isGood ? Units.ToGrams(stated, kgOfOne) : 0;
        validation.Require(!isGood || grams > 0, field, "must weigh at least a gram");
        return (grams, new OfferDetails(isGood ? stated : 1, isGood ? unit : Units.Kilogram, isGood ? kgOfOne : 1, null, "", ""));
    }

    private long ValidateSmallestLot(Validation validation, long quantityGrams)
    {
        var most = quantityGrams > 0 ? Kilograms.FromGrams(quantityGrams) : Kilograms.Most;
        var inRange = validation.Require(
            SmallestLotKg is null || (SmallestLotKg is >= 0 && SmallestLotKg <= most), "smallestLotKg", "must be 0 or more and at most quantityKg");
        return inRange && validation.Require(Kilograms.IsExact(SmallestLotKg ?? 0), "smallestLotKg", "must have at most 3 decimals")
            ? Kilograms.ToGrams(SmallestLotKg ?? 0)
            : 0;
    }

    private void ValidateTimes(Validation validation, DateTimeOffset now)
    {
        validation.Require(ExpiresAt > now && ExpiresAt - now <= LongestLife, "expiresAt", "must be in the future, within a year");
        validation.Require(PickupFrom >= now - EarliestPickup, "pickupFrom", "must not be more than a day ago");
        // What is stored has milliseconds: a window of less would be none.
        validation.Require(
            PickupFrom is null || PickupUntil is null || ToMilliseconds(PickupUntil.Value) > ToMilliseconds(PickupFrom.Value), "pickupUntil", "must be after pickupFrom, by a millisecond or more");
        validation.Require(PickupUntil > now, "pickupUntil", "must be in the future");
        validation.Require(ExpiresAt is null || PickupUntil is null || PickupUntil <= ExpiresAt, "pickupUntil", "must not be after expiresAt");
    }
}
