using Microsoft.AspNetCore.Http.HttpResults;
using Thesis.ServiceDefaults;
using Thesis.Services.Donations.Data;
using Thesis.Services.Donations.Domain;
using Thesis.Services.Donations.Messaging;
using Thesis.Services.Shared.Food;

namespace Thesis.Services.Donations.Api;

/// <summary>Reading and writing single donations.</summary>
public static class DonationEndpoints
{
    public static async Task<IResult> CreateAsync(
        DonationRequest request, CommandContext command, DonorDirectory donors, IIdGenerator ids, HttpResponse response, CancellationToken cancellationToken)
    {
        var validation = new Validation();
        var offer = request.Validate(validation, command.Now);
        validation.Require(request.DonorId is not null, "donorId", "is required");
        if (validation.Problem is { } problem)
        {
            return problem;
        }

        if (await donors.FindAsync(command, request.DonorId?.Value ?? 0, cancellationToken) is not { } donor)
        {
            return Problems.Validation("donorId", "must be the id of a donor");
        }

        if (!DonationRights.MayActFor(command.Actor, donor))
        {
            return NotYours();
        }

        if (!donor.Verified)
        {
            return Problems.Conflict("donor-not-verified", "This donor is not verified yet; a dispatcher must verify it before it may post donations.");
        }

        if (request.PlaceFor(donor) is not { } place)
        {
            return OtherRegion(donor);
        }

        var donation = new Donation(ids.Next(), 1, donor, place, offer, Balance.Untouched, DonationStatus.Open);
        await DonationStore.InsertAsync(command, donation, cancellationToken);
        command.PublishCreated(donation);
        ETags.Set(response, donation.Version);
        return TypedResults.Created($"/api/v1/donations/{new Id<Kinds.Donation>(donation.Id)}", DonationResponse.Of(donation));
    }

    public static async Task<IResult> GetAsync(
        Id<Kinds.Donation> id, DonationQueries queries, HttpResponse response, CancellationToken cancellationToken)
    {
        if (await queries.FindAsync(id.Value, cancellationToken) is not { } donation)
        {
            return Problems.NotFound(id);
        }

        ETags.Set(response, donation.Version);
        return TypedResults.Ok(DonationResponse.Of(donation));
    }

    /// <summary>Restates the donation while nothing of it is reserved.</summary>
    public static async Task<IResult> UpdateAsync(
        Id<Kinds.Donation> id, DonationRequest request, CommandContext command, HttpContext http, CancellationToken cancellationToken)
    {
        var expected = IfMatch.Require(http.Request);
        var validation = new Validation();
        var offer = request.Validate(validation, command.Now);
        if (validation.Problem is { } problem)
        {
            return problem;
        }

        var (donation, refusal) = await FindForChangeAsync(id, command, cancellationToken);
        if (donation is null)
        {
            return refusal;
        }

        if (expected != donation.Version)
        {
            return Problems.PreconditionFailed(donation.Version);
        }

        if (Refuse(donation, request, offer) is { } refused)
        {
            return refused;
        }

        if (request.PlaceFor(donation.Donor) is not { } place)
        {
            return OtherRegion(donation.Donor);
        }

        var wanted = donation with { Offer = offer, Place = request.Place is null ? donation.Place : place };
        var updated = await DonationStore.UpdateOfferAsync(command, wanted, cancellationToken);
        command.PublishUpdated(updated, "donation.updated");
        ETags.Set(http.Response, updated.Version);
        return TypedResults.Ok(DonationResponse.Of(updated));
    }

    /// <summary>Withdraws what is not picked up yet. A second time changes nothing.</summary>
    public static async Task<IResult> CancelAsync(
        Id<Kinds.Donation> id, CommandContext command, HttpContext http, CancellationToken cancellationToken)
    {
        var (donation, refusal) = await FindForChangeAsync(id, command, cancellationToken);
        if (donation is null)
        {
            return refusal;
        }

        IfMatch.Check(http.Request, donation.Version);
        if (donation.Status is DonationStatus.Completed or DonationStatus.Expired)
        {
            return Over(donation);
        }

        if (donation.Status != DonationStatus.Cancelled)
        {
            donation = await DonationStore.CancelAsync(command, donation.Id, cancellationToken);
            command.PublishUpdated(donation, "donation.cancelled");
        }

        ETags.Set(http.Response, donation.Version);
        return TypedResults.Ok(DonationResponse.Of(donation));
    }

    private static async Task<(Donation? Donation, IResult Refusal)> FindForChangeAsync(
        Id<Kinds.Donation> id, CommandContext command, CancellationToken cancellationToken)
    {
        var donation = await DonationStore.FindForUpdateAsync(command, id.Value, cancellationToken);
        return donation is null ? (null, Problems.NotFound(id))
            : DonationRights.MayActFor(command.Actor, donation.Donor) ? (donation, Results.Empty)
            : (null, NotYours());
    }

    private static ProblemHttpResult? Refuse(Donation donation, DonationRequest request, Offer offer)
    {
        var used = donation.Balance.DeliveredGrams + donation.Balance.LostGrams;
        return donation.IsOver ? Over(donation)
            : donation.Balance.ReservedGrams > 0 ? Problems.Conflict("donation-reserved", "Some of it is reserved by orders that are under way; cancel those first.")
            : request.DonorId is { } donor && donor.Value != donation.Donor.Id ? Problems.Validation("donorId", "may not change; leave it out")
            : offer.QuantityGrams < used ? Problems.Validation("quantityKg", $"must be at least {Kilograms.FromGrams(used)}, which is delivered or lost already")
            : null;
    }

    private static ProblemHttpResult NotYours() => Problems.Forbidden("Only a manager of this donor or a dispatcher may do this.");

    private static ProblemHttpResult Over(Donation donation) => Problems.Conflict("donation-over", $"The donation is {donation.Status}; nothing can change it any more.");

    private static ProblemHttpResult OtherRegion(DonorInfo donor) => Problems.Validation("place.region", $"must be the donor's region, '{donor.Place.Region}'");
}
