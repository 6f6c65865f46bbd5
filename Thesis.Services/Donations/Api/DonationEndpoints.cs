using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Thesis.ServiceDefaults;
using Thesis.Services.Donations.Data;
using Thesis.Services.Donations.Domain;
using Thesis.Services.Donations.Messaging;
using Thesis.Services.Shared.Places;

namespace Thesis.Services.Donations.Api;

/// <summary>Why a donation is withdrawn.</summary>
/// <param name="Reason">1 to 300 characters.</param>
public sealed record WithdrawalRequest(string? Reason = null);

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

        if (request.RefuseLocation(donor) is { } noLocation)
        {
            return noLocation;
        }

        if (request.PlaceFor(donor) is not { } place)
        {
            return OtherRegion(donor);
        }

        offer = request.At(donor, offer);
        var isDraft = request.Draft == true;
        if (!isDraft && DonationEdit.RefuseSmall(offer) is { } small)
        {
            return small;
        }

        var donation = new Donation(ids.Next(), 1, donor, place, offer, Balance.Untouched, isDraft ? DonationStatus.Draft : DonationStatus.Open);
        DonationStore.Insert(command, donation);
        if (isDraft)
        {
            command.AuditDraft(donation);
        }
        else
        {
            command.PublishCreated(donation);
        }

        ETags.Set(response, donation.Version);
        return TypedResults.Created($"/api/v1/donations/{new Id<Kinds.Donation>(donation.Id)}", DonationResponse.Of(donation, command.Actor));
    }

    public static async Task<IResult> GetAsync(
        Id<Kinds.Donation> id, DonationQueries queries, ClaimsPrincipal user, HttpResponse response, CancellationToken cancellationToken)
    {
        var reader = Actor.FromUser(user);
        if (await queries.FindAsync(reader, id.Value, cancellationToken) is not { } donation)
        {
            return Problems.NotFound(id);
        }

        var picksUp = reader.Is(Roles.Driver) && await queries.PicksUpAsync(reader, id.Value, cancellationToken);
        ETags.Set(response, donation.Version);
        return TypedResults.Ok(DonationResponse.Of(donation, reader, picksUp));
    }

    /// <summary>Restates the donation. What orders under way rely on, the food, the place and the times, may not change meanwhile.</summary>
    public static async Task<IResult> UpdateAsync(
        Id<Kinds.Donation> id, DonationRequest request, CommandContext command, HttpContext http, CancellationToken cancellationToken)
    {
        var expected = IfMatch.Require(http.Request);
        var validation = new Validation();
        var offer = request.Validate(validation, command.Now);
        validation.Require(request.Draft is null, "draft", "may not change here; publish or withdraw it");
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

        if (request.RefuseLocation(donation.Donor) is { } noLocation)
        {
            return noLocation;
        }

        if (request.PlaceFor(donation.Donor) is not { } place)
        {
            return OtherRegion(donation.Donor);
        }

        var wanted = donation with
        {
            Offer = request.At(donation.Donor, offer),
            Place = request.Place is null && request.LocationId is null ? donation.Place : place,
        };
        if (DonationEdit.Refuse(donation, wanted, request.DonorId?.Value) is { } refused)
        {
            return refused;
        }

        var updated = await DonationStore.UpdateOfferAsync(command, wanted, cancellationToken);
        command.PublishUpdated(updated, "donation.updated", donation);
        ETags.Set(http.Response, updated.Version);
        return TypedResults.Ok(DonationResponse.Of(updated, command.Actor, consequences: DonationEdit.Consequences(donation, updated)));
    }

    /// <summary>Offers the food of a draft. A second time changes nothing.</summary>
    public static async Task<IResult> PublishAsync(
        Id<Kinds.Donation> id, CommandContext command, HttpContext http, CancellationToken cancellationToken)
    {
        var (donation, refusal) = await FindForChangeAsync(id, command, cancellationToken);
        if (donation is null)
        {
            return refusal;
        }

        IfMatch.Check(http.Request, donation.Version);
        if (donation.IsOver)
        {
            return DonationEdit.Over(donation);
        }

        if (donation.Status == DonationStatus.Draft)
        {
            if (donation.Offer.PickupUntil <= command.Now || donation.Offer.ExpiresAt <= command.Now)
            {
                return Problems.Conflict("donation-expired", "Its pickup window is over, or the food has expired; change the times first.");
            }

            if (DonationEdit.RefuseSmall(donation.Offer) is { } small)
            {
                return small;
            }

            donation = await DonationStore.PublishAsync(command, donation.Id, cancellationToken);
            command.PublishCreated(donation);
        }

        ETags.Set(http.Response, donation.Version);
        return TypedResults.Ok(DonationResponse.Of(donation, command.Actor));
    }

    /// <summary>Withdraws what is not picked up yet. A second time changes nothing.</summary>
    public static Task<IResult> CancelAsync(
        Id<Kinds.Donation> id, CommandContext command, HttpContext http, CancellationToken cancellationToken) =>
        WithdrawAsync(id, "", command, http, cancellationToken);

    /// <summary>Withdraws, for a reason, what is not picked up yet. A second time changes nothing.</summary>
    public static async Task<IResult> WithdrawAsync(
        Id<Kinds.Donation> id, WithdrawalRequest request, CommandContext command, HttpContext http, CancellationToken cancellationToken)
    {
        var validation = new Validation();
        validation.RequireText(request.Reason, "reason", 1, 300);
        return validation.Problem is { } problem ? problem : await WithdrawAsync(id, (request.Reason ?? "").Trim(), command, http, cancellationToken);
    }

    private static async Task<IResult> WithdrawAsync(
        Id<Kinds.Donation> id, string reason, CommandContext command, HttpContext http, CancellationToken cancellationToken)
    {
        var (donation, refusal) = await FindForChangeAsync(id, command, cancellationToken);
        if (donation is null)
        {
            return refusal;
        }

        IfMatch.Check(http.Request, donation.Version);
        if (donation.Status is DonationStatus.Completed or DonationStatus.Expired)
        {
            return DonationEdit.Over(donation);
        }

        var before = donation;
        if (donation.Status != DonationStatus.Cancelled)
        {
            donation = DonationStore.Cancel(command, donation, reason);
            command.PublishUpdated(donation, "donation.cancelled", before, reason);
        }

        ETags.Set(http.Response, donation.Version);
        return TypedResults.Ok(DonationResponse.Of(donation, command.Actor, consequences: DonationEdit.Consequences(before, donation)));
    }

    private static async Task<(Donation? Donation, IResult Refusal)> FindForChangeAsync(
        Id<Kinds.Donation> id, CommandContext command, CancellationToken cancellationToken)
    {
        var donation = await DonationStore.FindForUpdateAsync(command, id.Value, cancellationToken);
        return donation is null ? (null, Problems.NotFound(id))
            : DonationRights.MayActFor(command.Actor, donation.Donor) ? (donation, Results.Empty)
            : (null, NotYours());
    }

    private static ProblemHttpResult NotYours() => Problems.Forbidden("Only a manager of this donor or a dispatcher may do this.");

    private static ProblemHttpResult OtherRegion(DonorInfo donor) => Problems.Validation("place.region", $"must be the donor's region, '{donor.Place.Region}'");
}
