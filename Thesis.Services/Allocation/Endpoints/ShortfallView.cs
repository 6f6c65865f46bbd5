using Thesis.ServiceDefaults;
using Thesis.Services.Food;

namespace Thesis.Services.Allocation.Endpoints;

/// <summary>One reason why something did not get more.</summary>
/// <param name="Kind">E.g. "capacity", "slots", "distance", "expiry", "opening_hours", "outbid".</param>
/// <param name="Price">Value of one more unit (a kg; a delivery for "slots"), or for "outbid" the price of a kg.</param>
/// <param name="Pairs">Donations, or NGOs, that the limit concerns.</param>
/// <param name="NgoId">Who outbid it, or one of the NGOs concerned.</param>
/// <param name="DonationId">One of the donations concerned.</param>
public sealed record ShortfallLimitView(
    string Kind, double Price, int Pairs, Id<Kinds.Ngo>? NgoId, string NgoName, Id<Kinds.Donation>? DonationId, string DonationTitle);

/// <summary>What kept an NGO or a donation from more in a run. Weights are kg; values are kg-equivalents.</summary>
/// <param name="Subject">"ngo" or "donation"; the id of that kind is given.</param>
/// <param name="PriceOfKg">Value of one more kg of the NGO's capacity, or of the donation.</param>
/// <param name="PriceOfSlot">Value of one more delivery to the NGO.</param>
/// <param name="Why">The same in sentences.</param>
public sealed record ShortfallView(
    string Subject,
    Id<Kinds.Ngo>? NgoId,
    Id<Kinds.Donation>? DonationId,
    string Name,
    decimal AllocatedKg,
    decimal LeftKg,
    int Deliveries,
    double PriceOfKg,
    double PriceOfSlot,
    IReadOnlyList<ShortfallLimitView> Limits,
    IReadOnlyList<string> Why)
{
    public static ShortfallView Of(ShortfallRow row) => new(
        row.Subject,
        row.Subject == "ngo" ? new Id<Kinds.Ngo>(row.SubjectId) : null,
        row.Subject == "ngo" ? null : new Id<Kinds.Donation>(row.SubjectId),
        row.Name,
        Kilograms.FromGrams(row.Grams),
        Kilograms.FromGrams(row.LeftGrams),
        row.Deliveries,
        row.Price,
        row.SlotPrice,
        [.. row.Limits.Select(limit => new ShortfallLimitView(
            limit.Kind,
            limit.Price,
            limit.Pairs,
            limit.NgoId == 0 ? null : new Id<Kinds.Ngo>(limit.NgoId),
            limit.NgoName,
            limit.DonationId == 0 ? null : new Id<Kinds.Donation>(limit.DonationId),
            limit.DonationTitle))],
        ShortfallText.Of(row));
}
