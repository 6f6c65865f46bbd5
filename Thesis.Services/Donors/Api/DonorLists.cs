using System.Security.Claims;
using Thesis.ServiceDefaults;
using Thesis.Services.Donors.Data;
using Thesis.Services.Shared.Places;

namespace Thesis.Services.Donors.Api;

/// <summary>A donor on a map.</summary>
/// <param name="Latitude">WGS84 degrees.</param>
/// <param name="Longitude">WGS84 degrees.</param>
public sealed record DonorPoint(Id<Kinds.Donor> Id, string Name, string Kind, double Latitude, double Longitude);

/// <summary>All donors of a region, for a map.</summary>
/// <param name="Truncated">True when the region has more than the 5,000 given here.</param>
public sealed record DonorMap(IReadOnlyList<DonorPoint> Items, bool Truncated);

/// <summary>Reading many donors.</summary>
public static class DonorLists
{
    private const int MostPoints = 5_000;

    /// <param name="region">Only donors of this region.</param>
    /// <param name="mine">True: only donors that the caller manages.</param>
    /// <param name="verified">Only donors that are, or are not, verified.</param>
    public static async Task<IResult> ListAsync(
        DonorStore store, ClaimsPrincipal user, PageRequest page, CancellationToken cancellationToken,
        string? region = null, bool mine = false, bool? verified = null)
    {
        var validation = new Validation();
        validation.Require(region is null || Place.IsRegion(region), "region", Place.RegionForm);
        if (validation.Problem is { } problem)
        {
            return problem;
        }

        var actor = Actor.FromUser(user);
        var filter = new DonorFilter(region, mine ? actor.Subject : null, verified);
        var donors = await store.ListAsync(filter, page.AfterId, page.Limit, cancellationToken);
        return TypedResults.Ok(Page.Of(donors, page, donor => DonorResponse.Of(donor, actor), donor => donor.Id));
    }

    /// <param name="region">The region to show.</param>
    public static async Task<IResult> MapAsync(DonorStore store, CancellationToken cancellationToken, string? region = null)
    {
        var validation = new Validation();
        validation.Require(Place.IsRegion(region), "region", Place.RegionForm);
        if (validation.Problem is { } problem)
        {
            return problem;
        }

        var donors = await store.ListAsync(new DonorFilter(region, null, null), null, MostPoints + 1, cancellationToken);
        var points = donors.Take(MostPoints)
            .Select(donor => new DonorPoint(new(donor.Id), donor.Name, donor.Kind, donor.Place.Latitude, donor.Place.Longitude));
        return TypedResults.Ok(new DonorMap([.. points], donors.Count > MostPoints));
    }
}
