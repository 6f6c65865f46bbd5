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
/// <param name="Status">open, allocated, completed, cancelled or expired.</param>
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
    string Status)
{
    public static DonationResponse Of(Donation donation) => new(
        new Id<Kinds.Donation>(donation.Id),
        donation.Version,
        new Id<Kinds.Donor>(donation.Donor.Id),
        donation.Donor.Name,
        donation.Place,
        donation.Offer.FoodType,
        donation.Offer.Title,
        Kilograms.FromGrams(donation.Offer.QuantityGrams),
        Kilograms.FromGrams(donation.Offer.SmallestLotGrams),
        Kilograms.FromGrams(donation.Offer.QuantityGrams - donation.Balance.SpokenForGrams),
        Kilograms.FromGrams(donation.Balance.ReservedGrams),
        Kilograms.FromGrams(donation.Balance.DeliveredGrams),
        Kilograms.FromGrams(donation.Balance.LostGrams),
        donation.Offer.StorageClass,
        donation.Offer.ExpiresAt,
        donation.Offer.PickupFrom,
        donation.Offer.PickupUntil,
        donation.Status);
}
