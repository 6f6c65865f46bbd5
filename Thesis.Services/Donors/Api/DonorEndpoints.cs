using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Thesis.ServiceDefaults;
using Thesis.Services.Donors.Data;
using Thesis.Services.Donors.Domain;
using Thesis.Services.Donors.Messaging;
using Thesis.Services.Shared.Places;

namespace Thesis.Services.Donors.Api;

/// <summary>Reading and writing single donors.</summary>
public static class DonorEndpoints
{
    /// <summary>A donor user's new donor is its own and unverified; a dispatcher's names its managers and is verified.</summary>
    public static IResult Create(DonorRequest request, CommandContext command, IIdGenerator ids, HttpResponse response)
    {
        var actor = command.Actor;
        var validation = new Validation();
        var donor = request.Validate(validation) with { Id = ids.Next() };
        if (validation.Problem is { } problem)
        {
            return problem;
        }

        donor = PlaceRights.IsOperator(actor)
            ? donor with { Verified = true }
            : donor with { Managers = [actor.Subject] };
        command.RefuseTwins(DonorStore.UniqueConstraint, SamePlace());
        DonorStore.Insert(command, donor);
        command.PublishCreated(donor);
        ETags.Set(response, donor.Version);
        return TypedResults.Created($"/api/v1/donors/{new Id<Kinds.Donor>(donor.Id)}", DonorResponse.Of(donor, actor));
    }

    public static async Task<IResult> GetAsync(
        Id<Kinds.Donor> id, DonorStore store, ClaimsPrincipal user, HttpResponse response, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(id.Value, cancellationToken) is not { } donor)
        {
            return Problems.NotFound(id);
        }

        ETags.Set(response, donor.Version);
        return TypedResults.Ok(DonorResponse.Of(donor, Actor.FromUser(user)));
    }

    /// <summary>Changes what the request states; the managers only when a dispatcher states them.</summary>
    public static async Task<IResult> UpdateAsync(
        Id<Kinds.Donor> id, DonorRequest request, CommandContext command, HttpContext http, CancellationToken cancellationToken)
    {
        var expected = IfMatch.Require(http.Request);
        var validation = new Validation();
        var wanted = request.Validate(validation);
        if (validation.Problem is { } problem)
        {
            return problem;
        }

        var (donor, refusal) = await FindForChangeAsync(id, command, cancellationToken);
        if (donor is null)
        {
            return refusal;
        }

        if (expected != donor.Version)
        {
            return Problems.PreconditionFailed(donor.Version);
        }

        var managers = PlaceRights.IsOperator(command.Actor) && request.Managers is not null ? wanted.Managers : donor.Managers;
        var updated = wanted with { Id = donor.Id, Version = donor.Version + 1, Verified = donor.Verified, Managers = managers, Contacts = donor.Contacts, Locations = donor.Locations, Staff = donor.Staff };
        command.RefuseTwins(DonorStore.UniqueConstraint, SamePlace());
        DonorStore.Update(command, updated);
        command.PublishUpdated(updated, "donor.updated", donor);
        ETags.Set(http.Response, updated.Version);
        return TypedResults.Ok(DonorResponse.Of(updated, command.Actor));
    }

    /// <summary>Replaces the managers. A manager may not leave the donor without any.</summary>
    public static async Task<Results<Ok<DonorResponse>, ProblemHttpResult>> UpdateManagersAsync(
        Id<Kinds.Donor> id, ManagersRequest request, CommandContext command, HttpContext http, CancellationToken cancellationToken)
    {
        var expected = IfMatch.Require(http.Request);
        var (known, refusal) = await FindForChangeAsync(id, command, cancellationToken);
        if (known is null)
        {
            return refusal;
        }

        var validation = new Validation();
        var managers = request.Validate(validation, mayBeEmpty: PlaceRights.IsOperator(command.Actor));
        if (validation.Problem is { } problem)
        {
            return problem;
        }

        if (expected != known.Version)
        {
            return Problems.PreconditionFailed(known.Version);
        }

        var updated = known with { Version = known.Version + 1, Managers = managers, Staff = [.. known.Staff.Intersect(managers)] };
        if (!PlaceRights.IsOperator(command.Actor) && !managers.Any(PlacePeople.Of(updated).Leads))
        {
            return Problems.Validation("managers", "must name somebody who is not staff");
        }

        DonorStore.UpdatePeople(command, updated);
        command.PublishUpdated(updated, "donor.managers.updated", known);
        ETags.Set(http.Response, updated.Version);
        return TypedResults.Ok(DonorResponse.Of(updated, command.Actor));
    }

    /// <summary>Replaces the contacts and how to get in.</summary>
    public static async Task<Results<Ok<DonorResponse>, ProblemHttpResult>> UpdateContactsAsync(
        Id<Kinds.Donor> id, ContactsRequest request, CommandContext command, HttpContext http, CancellationToken cancellationToken)
    {
        var expected = IfMatch.Require(http.Request);
        var validation = new Validation();
        var contacts = request.Validate(validation);
        if (validation.Problem is { } problem)
        {
            return problem;
        }

        var (known, refusal) = await FindForChangeAsync(id, command, cancellationToken);
        if (known is null)
        {
            return refusal;
        }

        if (expected != known.Version)
        {
            return Problems.PreconditionFailed(known.Version);
        }

        var updated = known with { Version = known.Version + 1, Contacts = contacts };
        DonorStore.UpdateContacts(command, updated);
        command.PublishUpdated(updated, "donor.contacts.updated", known);
        ETags.Set(http.Response, updated.Version);
        return TypedResults.Ok(DonorResponse.Of(updated, command.Actor));
    }

    /// <summary>Replaces the further places. Those that are named by their id keep it.</summary>
    public static async Task<Results<Ok<DonorResponse>, ProblemHttpResult>> UpdateLocationsAsync(
        Id<Kinds.Donor> id, LocationsRequest request, CommandContext command, IIdGenerator ids, HttpContext http, CancellationToken cancellationToken)
    {
        var expected = IfMatch.Require(http.Request);
        var (known, refusal) = await FindForChangeAsync(id, command, cancellationToken);
        if (known is null)
        {
            return refusal;
        }

        var validation = new Validation();
        var locations = request.Validate(validation, known.Locations, known.Place.Region);
        if (validation.Problem is { } problem)
        {
            return problem;
        }

        if (expected != known.Version)
        {
            return Problems.PreconditionFailed(known.Version);
        }

        var updated = known with { Version = known.Version + 1, Locations = [.. locations.Select(one => one.Id == 0 ? one with { Id = ids.Next() } : one)] };
        DonorStore.UpdateLocations(command, updated);
        command.PublishUpdated(updated, "donor.locations.updated", known);
        ETags.Set(http.Response, updated.Version);
        return TypedResults.Ok(DonorResponse.Of(updated, command.Actor));
    }

    /// <summary>Says that the donor is who it claims to be. A second time changes nothing.</summary>
    public static async Task<IResult> VerifyAsync(
        Id<Kinds.Donor> id, CommandContext command, HttpResponse response, CancellationToken cancellationToken)
    {
        var (donor, refusal) = await FindForChangeAsync(id, command, cancellationToken);
        if (donor is null)
        {
            return refusal;
        }

        if (!donor.Verified)
        {
            var before = donor;
            donor = donor with { Verified = true, Version = donor.Version + 1 };
            DonorStore.Update(command, donor);
            command.PublishUpdated(donor, "donor.verified", before);
        }

        ETags.Set(response, donor.Version);
        return TypedResults.Ok(DonorResponse.Of(donor, command.Actor));
    }

    internal static async Task<(Donor? Donor, ProblemHttpResult Refusal)> FindForChangeAsync(
        Id<Kinds.Donor> id, CommandContext command, CancellationToken cancellationToken)
    {
        var donor = await DonorStore.FindForUpdateAsync(command, id.Value, cancellationToken);
        return donor is null ? (null, Problems.NotFound(id))
            : PlaceRights.MayChange(command.Actor, donor) ? (donor, Problems.NotFound(id))
            : (null, Problems.Forbidden("Only a manager of this donor or a dispatcher may change it."));
    }

    private static ProblemHttpResult SamePlace() =>
        Problems.Conflict("donor-exists", "A donor of this name stands at these coordinates already; change that one.");
}
