using Thesis.Contracts;
using Thesis.Contracts.Donations.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Donations.Domain;

namespace Thesis.Services.Donations.Messaging;

/// <summary>What the rest of the system hears of donations.</summary>
public static class DonationEvents
{
    public static void PublishCreated(this CommandContext command, Donation donation)
    {
        command.Publish(Topics.DonationCreated, donation.Id, new DonationCreated { Donation = Snapshot(donation) }, Audience(donation));
        command.Audit("donation.created", EdgeId(donation), new { after = Facts(donation) });
    }

    /// <summary>Nobody hears of a draft.</summary>
    public static void AuditDraft(this CommandContext command, Donation donation) =>
        command.Audit("donation.drafted", EdgeId(donation), new { after = Facts(donation) });

    /// <param name="action">What was done to it, for the audit trail, e.g. "donation.cancelled".</param>
    /// <param name="before">As it was, where a person has changed it.</param>
    /// <param name="reason">Why, where somebody has said it.</param>
    public static void PublishUpdated(this CommandContext command, Donation donation, string action, Donation? before = null, string reason = "")
    {
        if (donation.Status != DonationStatus.Draft && before?.Status != DonationStatus.Draft)
        {
            command.Publish(Topics.DonationUpdated, donation.Id, new DonationUpdated { Donation = Snapshot(donation) }, Audience(donation));
        }

        command.Audit(action, EdgeId(donation), new { before = before is null ? null : Facts(before), after = Facts(donation), reason });
    }

    /// <summary>What the audit trail keeps of a donation's state.</summary>
    private static object Facts(Donation donation) => new
    {
        donation.Version,
        donation.Status,
        // How to get in is nobody's who reads the trail.
        Offer = donation.Offer with { Details = donation.Offer.Details with { AccessNotes = "" } },
        donation.Balance,
        donation.Place,
    };

    public static DonationSnapshot Snapshot(Donation donation) => new()
    {
        Id = donation.Id,
        Version = donation.Version,
        DonorId = donation.Donor.Id,
        DonorName = donation.Donor.Name,
        Place = new Contracts.Common.V1.Place
        {
            Latitude = donation.Place.Latitude,
            Longitude = donation.Place.Longitude,
            Address = donation.Place.Address,
            Region = donation.Place.Region,
        },
        FoodType = donation.Offer.FoodType,
        Title = donation.Offer.Title,
        QuantityGrams = donation.Offer.QuantityGrams,
        SmallestLotGrams = donation.Offer.SmallestLotGrams,
        ReservedGrams = donation.Balance.ReservedGrams,
        DeliveredGrams = donation.Balance.DeliveredGrams,
        LostGrams = donation.Balance.LostGrams,
        StorageClass = donation.Offer.StorageClass,
        ExpiresEpochMs = donation.Offer.ExpiresAt.ToUnixTimeMilliseconds(),
        PickupFromEpochMs = donation.Offer.PickupFrom.ToUnixTimeMilliseconds(),
        PickupUntilEpochMs = donation.Offer.PickupUntil.ToUnixTimeMilliseconds(),
        Status = donation.Status,
        Managers = { donation.Donor.Managers },
        Allergens = { donation.Offer.Details.Allergens ?? [] },
        AllergensStated = donation.Offer.Details.Allergens is not null,
        PickupNotes = donation.Offer.Details.PickupNotes,
        InTransitGrams = donation.Balance.InTransitGrams,
        Stage = DonationStage.Of(donation),
        Amount = (double)donation.Offer.Details.Amount,
        Unit = donation.Offer.Details.Unit,
    };

    private static IEnumerable<string> Audience(Donation donation) =>
    [
        $"donation:{EdgeId(donation)}",
        $"donor:{new Id<Kinds.Donor>(donation.Donor.Id)}",
        $"region:{donation.Place.Region}",
        .. donation.Donor.Managers.Select(subject => $"user:{subject}"),
    ];

    private static string EdgeId(Donation donation) => new Id<Kinds.Donation>(donation.Id).ToString();
}
