using Thesis.ServiceDefaults;
using Thesis.Services.Donations.Domain;
using Thesis.Services.Shared.Food;
using Thesis.Services.Shared.Places;

namespace Thesis.Services.Donations.Api;

/// <summary>A donation. quantityKg = openKg + reservedKg + deliveredKg + lostKg.</summary>
/// <param name="Version">The number in the entity tag that <c>If-Match</c> asks for.</param>
/// <param name="SmallestLotKg">No part smaller than this is allocated; 0 leaves it to the allocation.</param>
/// <param name="OpenKg">Not promised to anybody.</param>
/// <param name="ReservedKg">Held by orders that are under way.</param>
/// <param name="LostKg">Missing at pickup, or spoiled on the way.</param>
/// <param name="Status">draft, open, allocated, completed, cancelled or expired.</param>
/// <param name="Stage">How far it has come: draft, published, partly_allocated, allocated, picked_up, closed, expired or withdrawn.</param>
/// <param name="Amount">The quantity as its donor counts it, in the unit.</param>
/// <param name="Unit">kg, lb, box or meal.</param>
/// <param name="UnitKg">What one of the unit weighs, kg.</param>
/// <param name="Allergens">Empty: none of those that are asked for; null: not stated.</param>
/// <param name="AccessNotes">How to get in; null for whom it does not concern.</param>
/// <param name="PickupNotes">For everybody who may see the donation.</param>
/// <param name="TooSmallToPlaceKg">What is open and too little for a trip: nobody is offered it unless more comes to it. 0 when all that is open can be placed.</param>
/// <param name="Consequences">After a change: what follows from it, a sentence each. Null else.</param>
public sealed record DonationResponse(
    Id<Kinds.Donation> Id,
    long Version,
    Id<Kinds.Donor> DonorId,
    string DonorName,
    Place Place,
    string FoodType,
    string Title,
    decimal QuantityKg,
    decimal SmallestLotKg,
    decimal OpenKg,
    decimal ReservedKg,
    decimal DeliveredKg,
    decimal LostKg,
    string StorageClass,
    DateTimeOffset ExpiresAt,
    DateTimeOffset PickupFrom,
    DateTimeOffset PickupUntil,
    string Status,
    string Stage,
    decimal Amount,
    string Unit,
    decimal UnitKg,
    IReadOnlyList<string>? Allergens,
    string? AccessNotes,
    string PickupNotes,
    decimal TooSmallToPlaceKg,
    IReadOnlyList<string>? Consequences)
{
    /// <param name="donation">The donation.</param>
    /// <param name="reader">Who reads it.</param>
    /// <param name="picksUp">True when a part of it is the reader's to pick up.</param>
    /// <param name="consequences">What follows from a change.</param>
    public static DonationResponse Of(Donation donation, Actor reader, bool picksUp = false, IReadOnlyList<string>? consequences = null) => new(
        new Id<Kinds.Donation>(donation.Id),
        donation.Version,
        new Id<Kinds.Donor>(donation.Donor.Id),
        donation.Donor.Name,
        donation.Place,
        donation.Offer.FoodType,
        donation.Offer.Title,
        Kilograms.FromGrams(donation.Offer.QuantityGrams),
        Kilograms.FromGrams(donation.Offer.SmallestLotGrams),
        Kilograms.FromGrams(donation.OpenGrams),
        Kilograms.FromGrams(donation.Balance.ReservedGrams),
        Kilograms.FromGrams(donation.Balance.DeliveredGrams),
        Kilograms.FromGrams(donation.Balance.LostGrams),
        donation.Offer.StorageClass,
        donation.Offer.ExpiresAt,
        donation.Offer.PickupFrom,
        donation.Offer.PickupUntil,
        donation.Status,
        DonationStage.Of(donation),
        donation.Offer.Details.Amount,
        donation.Offer.Details.Unit,
        donation.Offer.Details.UnitKg,
        donation.Offer.Details.Allergens,
        picksUp || DonationRights.MayActFor(reader, donation.Donor) ? donation.Offer.Details.AccessNotes : null,
        donation.Offer.Details.PickupNotes,
        TooSmall(donation),
        consequences);

    private static decimal TooSmall(Donation donation) =>
        donation.Status is DonationStatus.Open or DonationStatus.Allocated && donation.OpenGrams < Math.Max(donation.Offer.SmallestLotGrams, SmallestTrip.Grams)
            ? Kilograms.FromGrams(donation.OpenGrams)
            : 0;
}
