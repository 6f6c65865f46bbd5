using Thesis.ServiceDefaults;
using Thesis.Services.Allocation.Data;
using Thesis.Services.Allocation.Domain;
using Thesis.Services.Shared.Food;

namespace Thesis.Services.Allocation.Api;

/// <summary>One reason why something did not get more; the first of a list is the main one.</summary>
/// <param name="Kind">E.g. "capacity", "slots", "distance", "expiry", "opening_hours", "outbid".</param>
/// <param name="Price">For "outbid" the price of a kg of the food; of a donation, the price of the NGO's capacity or slot.</param>
/// <param name="Pairs">Donations, or NGOs, that the limit concerns.</param>
/// <param name="NgoId">Who has the food instead, or one of the NGOs concerned.</param>
/// <param name="DonationId">One of the donations concerned.</param>
/// <param name="DonorName">Whose donation it is.</param>
/// <param name="QuantityKg">kg that would come if this limit alone were lifted; 0 where that alone brings nothing.</param>
/// <param name="Gain">What that would add to the plan's value.</param>
/// <param name="FromNgoId">Who would give it up; null when it is left over.</param>
/// <param name="BidPerKg">For "outbid", what a kg would be worth here, the trip taken off.</param>
public sealed record ShortfallLimitView(
    string Kind, double Price, int Pairs, Id<Kinds.Ngo>? NgoId, string NgoName, Id<Kinds.Donation>? DonationId, string DonationTitle,
    string DonorName, double QuantityKg, double Gain, Id<Kinds.Ngo>? FromNgoId, string FromNgoName, double BidPerKg)
{
    public static ShortfallLimitView Of(ShortfallLimit limit) => new(
        limit.Kind,
        limit.Price,
        limit.Pairs,
        IdOf(limit.NgoId),
        limit.NgoName,
        limit.DonationId == 0 ? null : new Id<Kinds.Donation>(limit.DonationId),
        limit.DonationTitle,
        limit.DonorName,
        limit.QuantityKg,
        limit.Gain,
        IdOf(limit.FromNgoId),
        limit.FromNgoName,
        limit.BidPerKg);

    private static Id<Kinds.Ngo>? IdOf(long ngo) => ngo == 0 ? null : new Id<Kinds.Ngo>(ngo);
}

/// <summary>What kept an NGO or a donation from more in a run. Weights are kg; values are kg-equivalents.</summary>
/// <param name="Subject">"ngo" or "donation"; the id of that kind is given.</param>
/// <param name="DonorName">Whose donation it is; empty for an NGO.</param>
/// <param name="PriceOfKg">Value of one more kg of the NGO's capacity, or of the donation.</param>
/// <param name="PriceOfSlot">Value of one more delivery to the NGO.</param>
/// <param name="Why">The same in sentences.</param>
public sealed record ShortfallView(
    string Subject,
    Id<Kinds.Ngo>? NgoId,
    Id<Kinds.Donation>? DonationId,
    string Name,
    string DonorName,
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
        row.DonorName,
        Kilograms.FromGrams(row.Grams),
        Kilograms.FromGrams(row.LeftGrams),
        row.Deliveries,
        row.Price,
        row.SlotPrice,
        [.. row.Limits.Select(ShortfallLimitView.Of)],
        ShortfallText.Of(row));
}
