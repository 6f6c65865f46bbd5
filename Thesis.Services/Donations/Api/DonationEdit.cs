using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Thesis.ServiceDefaults;
using Thesis.Services.Donations.Domain;
using Thesis.Services.Shared.Food;

namespace Thesis.Services.Donations.Api;

/// <summary>What a donation's people may change, and what follows from it.</summary>
internal static class DonationEdit
{
    /// <summary>Why the change cannot be; null when it can.</summary>
    /// <param name="donorId">The donor that the request names, if any.</param>
    public static ProblemHttpResult? Refuse(Donation donation, Donation wanted, long? donorId)
    {
        var used = donation.Balance.DeliveredGrams + donation.Balance.LostGrams;
        if (donation.IsOver)
        {
            return Over(donation);
        }

        if (donorId is { } donor && donor != donation.Donor.Id)
        {
            return Problems.Validation("donorId", "may not change; leave it out");
        }

        if (donation.Balance.ReservedGrams > 0 && Locked(donation, wanted) is { Length: > 0 } locked)
        {
            return Problems.Conflict(
                "donation-reserved",
                $"{Kg(donation.Balance.ReservedGrams)} of it are reserved by orders that are under way and rely on {locked}; withdraw the donation, or change only its title, notes, allergens and quantity.");
        }

        if (wanted.Offer.QuantityGrams < donation.Balance.SpokenForGrams)
        {
            return Problems.Validation(
                wanted.Offer.Details.Unit == Units.Kilogram ? "quantityKg" : "amount",
                donation.Balance.ReservedGrams > 0
                    ? $"must be at least {Kilograms.FromGrams(donation.Balance.SpokenForGrams)} kg, which is reserved, delivered or lost already"
                    : $"must be at least {Kilograms.FromGrams(used)}, which is delivered or lost already");
        }

        return donation.Status != DonationStatus.Draft && wanted.Offer.QuantityGrams > used ? RefuseSmall(wanted.Offer) : null;
    }

    /// <summary>Too little for a trip is refused, so that it does not wait for nothing.</summary>
    public static ProblemHttpResult? RefuseSmall(Offer offer) => offer.QuantityGrams >= SmallestTrip.Grams
        ? null
        : Problems.Conflict(
            "donation-too-small",
            $"{Kg(offer.QuantityGrams)} is less than the smallest trip, {Kg(SmallestTrip.Grams)}; keep it as a draft and add it to your next donation, or give it away on the spot.");

    public static ProblemHttpResult Over(Donation donation) =>
        Problems.Conflict("donation-over", $"The donation is {donation.Status}; nothing can change it any more.");

    /// <summary>What follows from a change, a sentence each.</summary>
    public static IReadOnlyList<string> Consequences(Donation before, Donation after)
    {
        var sentences = new List<string>();
        if (after.Status == DonationStatus.Cancelled)
        {
            AddWithdrawal(sentences, before);
            return sentences;
        }

        var more = after.Offer.QuantityGrams - before.Offer.QuantityGrams;
        if (after.Status == DonationStatus.Draft)
        {
            sentences.Add("It is a draft: nobody is offered it before it is published.");
        }
        else if (more != 0)
        {
            sentences.Add(more > 0 ? $"{Kg(more)} more are offered." : $"{Kg(-more)} less are offered.");
        }

        if (before.Balance.ReservedGrams > 0)
        {
            sentences.Add($"{Kg(before.Balance.ReservedGrams)} stay reserved for the orders that are under way.");
        }

        if (after.Status == DonationStatus.Open && Locked(before, after).Length > 0)
        {
            sentences.Add("Its region is planned again with what has changed.");
        }

        if (after.Status == DonationStatus.Completed)
        {
            sentences.Add("Nothing of it is left; the donation is closed.");
        }

        return sentences;
    }

    private static void AddWithdrawal(List<string> sentences, Donation before)
    {
        if (before.OpenGrams > 0)
        {
            sentences.Add($"{Kg(before.OpenGrams)} are not offered any more.");
        }

        var waiting = before.Balance.ReservedGrams - before.Balance.InTransitGrams;
        if (waiting > 0)
        {
            sentences.Add($"The orders of {Kg(waiting)} that are not picked up yet are cancelled.");
        }

        if (before.Balance.InTransitGrams > 0)
        {
            sentences.Add($"{Kg(before.Balance.InTransitGrams)} are on their way and are delivered all the same.");
        }
    }

    /// <summary>What differs of what orders rely on, for a sentence; empty when nothing does.</summary>
    private static string Locked(Donation before, Donation after)
    {
        (string Name, bool Differs)[] fields =
        [
            ("the kind of food", before.Offer.FoodType != after.Offer.FoodType),
            ("how it is kept", before.Offer.StorageClass != after.Offer.StorageClass),
            ("when it expires", before.Offer.ExpiresAt != after.Offer.ExpiresAt),
            ("the pickup window", (before.Offer.PickupFrom, before.Offer.PickupUntil) != (after.Offer.PickupFrom, after.Offer.PickupUntil)),
            ("the place", before.Place != after.Place),
        ];
        return string.Join(", ", fields.Where(field => field.Differs).Select(field => field.Name));
    }

    private static string Kg(long grams) => string.Create(CultureInfo.InvariantCulture, $"{Kilograms.FromGrams(grams):0.###} kg");
}
