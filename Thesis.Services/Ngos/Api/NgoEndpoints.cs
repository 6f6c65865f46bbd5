using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Thesis.ServiceDefaults;
using Thesis.Services.Ngos.Data;
using Thesis.Services.Ngos.Domain;
using Thesis.Services.Ngos.Messaging;
using Thesis.Services.Shared.Places;

namespace Thesis.Services.Ngos.Api;

/// <summary>Reading and writing single NGOs.</summary>
public static class NgoEndpoints
{
    /// <summary>An NGO user's new NGO is its own and unverified; a dispatcher's names its managers and is verified.</summary>
    public static IResult Create(NgoRequest request, CommandContext command, IIdGenerator ids, HttpResponse response)
    {
        var actor = command.Actor;
        var validation = new Validation();
        var ngo = request.Validate(validation) with { Id = ids.Next() };
        if (validation.Problem is { } problem)
        {
            return problem;
        }

        ngo = PlaceRights.IsOperator(actor)
            ? ngo with { Verified = true }
            : ngo with { Managers = [actor.Subject], Intake = ngo.Intake with { Priority = Intake.Standard.Priority } };
        command.RefuseTwins(NgoStore.UniqueConstraint, SamePlace());
        NgoStore.Insert(command, ngo);
        command.PublishCreated(ngo);
        ETags.Set(response, ngo.Version);
        return TypedResults.Created($"/api/v1/ngos/{new Id<Kinds.Ngo>(ngo.Id)}", NgoResponse.Of(ngo, actor));
    }

    public static async Task<IResult> GetAsync(
        Id<Kinds.Ngo> id, NgoStore store, ClaimsPrincipal user, HttpResponse response, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(id.Value, cancellationToken) is not { } ngo)
        {
            return Problems.NotFound(id);
        }

        ETags.Set(response, ngo.Version);
        return TypedResults.Ok(NgoResponse.Of(ngo, Actor.FromUser(user)));
    }

    /// <summary>Replaces what the request states; managers and priority only when a dispatcher states them.</summary>
    public static async Task<IResult> UpdateAsync(
        Id<Kinds.Ngo> id, NgoRequest request, CommandContext command, HttpContext http, CancellationToken cancellationToken)
    {
        var expected = IfMatch.Require(http.Request);
        var validation = new Validation();
        var wanted = request.Validate(validation);
        if (validation.Problem is { } problem)
        {
            return problem;
        }

        var (ngo, refusal) = await FindForChangeAsync(id, command, cancellationToken);
        if (ngo is null)
        {
            return refusal;
        }

        if (expected != ngo.Version)
        {
            return Problems.PreconditionFailed(ngo.Version);
        }

        var managers = PlaceRights.IsOperator(command.Actor) && request.Managers is not null ? wanted.Managers : ngo.Managers;
        var priority = PlaceRights.IsOperator(command.Actor) && request.Priority is not null ? wanted.Intake.Priority : ngo.Intake.Priority;
        var updated = wanted with { Id = ngo.Id, Version = ngo.Version + 1, Verified = ngo.Verified, Managers = managers, Intake = wanted.Intake with { Priority = priority }, Calendar = ngo.Calendar, Contacts = ngo.Contacts, Locations = ngo.Locations, Staff = ngo.Staff };
        command.RefuseTwins(NgoStore.UniqueConstraint, SamePlace());
        NgoStore.Update(command, updated);
        command.PublishUpdated(updated, "ngo.updated", ngo);
        ETags.Set(http.Response, updated.Version);
        return TypedResults.Ok(NgoResponse.Of(updated, command.Actor));
    }

    /// <summary>Replaces the managers. A manager may not leave the NGO without any.</summary>
    public static async Task<Results<Ok<NgoResponse>, ProblemHttpResult>> UpdateManagersAsync(
        Id<Kinds.Ngo> id, ManagersRequest request, CommandContext command, HttpContext http, CancellationToken cancellationToken)
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

        NgoStore.UpdatePeople(command, updated);
        command.PublishUpdated(updated, "ngo.managers.updated", known);
        ETags.Set(http.Response, updated.Version);
        return TypedResults.Ok(NgoResponse.Of(updated, command.Actor));
    }

    /// <summary>Replaces the further places. Those that are named by their id keep it.</summary>
    public static async Task<Results<Ok<NgoResponse>, ProblemHttpResult>> UpdateLocationsAsync(
        Id<Kinds.Ngo> id, LocationsRequest request, CommandContext command, IIdGenerator ids, HttpContext http, CancellationToken cancellationToken)
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
        NgoStore.UpdateLocations(command, updated);
        command.PublishUpdated(updated, "ngo.locations.updated", known);
        ETags.Set(http.Response, updated.Version);
        return TypedResults.Ok(NgoResponse.Of(updated, command.Actor));
    }

    /// <summary>Says that the NGO is who it claims to be. A second time changes nothing.</summary>
    public static async Task<IResult> VerifyAsync(
        Id<Kinds.Ngo> id, CommandContext command, HttpResponse response, CancellationToken cancellationToken)
    {
        var (ngo, refusal) = await FindForChangeAsync(id, command, cancellationToken);
        if (ngo is null)
        {
            return refusal;
        }

        if (!ngo.Verified)
        {
            var before = ngo;
            ngo = ngo with { Verified = true, Version = ngo.Version + 1 };
            NgoStore.Update(command, ngo);
            command.PublishUpdated(ngo, "ngo.verified", before);
        }

        ETags.Set(response, ngo.Version);
        return TypedResults.Ok(NgoResponse.Of(ngo, command.Actor));
    }

    internal static async Task<(Ngo? Ngo, ProblemHttpResult Refusal)> FindForChangeAsync(
        Id<Kinds.Ngo> id, CommandContext command, CancellationToken cancellationToken)
    {
        var ngo = await NgoStore.FindForUpdateAsync(command, id.Value, cancellationToken);
        return ngo is null ? (null, Problems.NotFound(id))
            : PlaceRights.MayChange(command.Actor, ngo) ? (ngo, Problems.NotFound(id))
            : (null, Problems.Forbidden("Only a manager of this NGO or a dispatcher may change it."));
    }

    private static ProblemHttpResult SamePlace() =>
        Problems.Conflict("ngo-exists", "An NGO of this name stands at these coordinates already; change that one.");
}
