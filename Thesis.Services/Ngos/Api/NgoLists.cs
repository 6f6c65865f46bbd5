using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Thesis.ServiceDefaults;
using Thesis.Services.Ngos.Data;
using Thesis.Services.Shared.Places;

namespace Thesis.Services.Ngos.Api;

/// <summary>An NGO on a map.</summary>
/// <param name="Latitude">WGS84 degrees.</param>
/// <param name="Longitude">WGS84 degrees.</param>
public sealed record NgoPoint(Id<Kinds.Ngo> Id, string Name, string Kind, double Latitude, double Longitude);

/// <summary>All NGOs of a region, for a map.</summary>
/// <param name="Truncated">True when the region has more than the 5,000 given here.</param>
public sealed record NgoMap(IReadOnlyList<NgoPoint> Items, bool Truncated);

/// <summary>Opening hours as they were understood.</summary>
/// <param name="OpeningHours">In the form that is stored, e.g. "Mon 08:00-23:00; Fri2nd 15:00-17:00; Closed Aug; By appointment"; empty when unknown.</param>
public sealed record OpeningHoursResponse(string OpeningHours);

/// <summary>Reading many NGOs.</summary>
public static class NgoLists
{
    private const int MostPoints = 5_000;

    /// <param name="region">Only NGOs of this region.</param>
    /// <param name="mine">True: only NGOs that the caller manages.</param>
    /// <param name="verified">Only NGOs that are, or are not, verified.</param>
    public static async Task<IResult> ListAsync(
        NgoStore store, ClaimsPrincipal user, PageRequest page, CancellationToken cancellationToken,
        string? region = null, bool mine = false, bool? verified = null)
    {
        var validation = new Validation();
        validation.Require(region is null || Place.IsRegion(region), "region", Place.RegionForm);
        if (validation.Problem is { } problem)
        {
            return problem;
        }

        var actor = Actor.FromUser(user);
        var filter = new NgoFilter(region, mine ? actor.Subject : null, verified);
        var ngos = await store.ListAsync(filter, page.AfterId, page.Limit, cancellationToken);
        return TypedResults.Ok(Page.Of(ngos, page, ngo => NgoResponse.Of(ngo, actor), ngo => ngo.Id));
    }

    /// <summary>Shows how hours are understood before they are stored.</summary>
    /// <param name="text">As people write them, e.g. "Monday to Friday 9am-5pm, closed in August".</param>
    public static Results<Ok<OpeningHoursResponse>, ProblemHttpResult> ReadHours(string? text = null)
    {
        var validation = new Validation();
        var hours = validation.RequireOpeningHours(text, "text");
        return validation.Problem is { } problem ? problem : TypedResults.Ok(new OpeningHoursResponse(hours.ToString()));
    }

    /// <param name="region">The region to show.</param>
    public static async Task<IResult> MapAsync(NgoStore store, CancellationToken cancellationToken, string? region = null)
    {
        var validation = new Validation();
        validation.Require(Place.IsRegion(region), "region", Place.RegionForm);
        if (validation.Problem is { } problem)
        {
            return problem;
        }

        var ngos = await store.ListAsync(new NgoFilter(region, null, null), null, MostPoints + 1, cancellationToken);
        var points = ngos.Take(MostPoints)
            .Select(ngo => new NgoPoint(new(ngo.Id), ngo.Name, ngo.Kind, ngo.Place.Latitude, ngo.Place.Longitude));
        return TypedResults.Ok(new NgoMap([.. points], ngos.Count > MostPoints));
    }
}
