using System.Security.Claims;
using Thesis.ServiceDefaults;
using Thesis.Services.Donations.Data;
using Thesis.Services.Donations.Domain;
using Thesis.Services.Shared.Food;
using Thesis.Services.Shared.Places;

namespace Thesis.Services.Donations.Api;

/// <summary>An open donation on a map.</summary>
/// <param name="Latitude">WGS84 degrees.</param>
/// <param name="Longitude">WGS84 degrees.</param>
/// <param name="OpenKg">Not promised to anybody.</param>
public sealed record DonationPoint(
    Id<Kinds.Donation> Id, string Title, string FoodType, decimal OpenKg, DateTimeOffset ExpiresAt, double Latitude, double Longitude);

/// <summary>The open donations of a region, for a map; those that spoil first in front.</summary>
/// <param name="Truncated">True when the region has more than the 5,000 given here.</param>
public sealed record DonationMap(IReadOnlyList<DonationPoint> Items, bool Truncated);

/// <summary>Reading many donations.</summary>
public static class DonationLists
{
    private const int MostPoints = 5_000;

    /// <param name="region">Only donations of this region.</param>
    /// <param name="status">Only donations in this state.</param>
    /// <param name="donorId">Only this donor's donations.</param>
    /// <param name="mine">True: only donations of donors that the caller manages.</param>
    public static async Task<IResult> ListAsync(
        DonationQueries queries, ClaimsPrincipal user, PageRequest page, CancellationToken cancellationToken,
        string? region = null, string? status = null, Id<Kinds.Donor>? donorId = null, bool mine = false)
    {
        var validation = new Validation();
        validation.Require(region is null || Place.IsRegion(region), "region", Place.RegionForm);
        validation.Require(status is null || DonationStatus.All.Contains(status), "status", $"must be one of {string.Join(", ", DonationStatus.All)}");
        if (validation.Problem is { } problem)
        {
            return problem;
        }

        var actor = Actor.FromUser(user);
        var filter = new DonationFilter(region, status, donorId?.Value, mine ? actor.Subject : null);
        var donations = await queries.ListAsync(actor, filter, page.AfterId, page.Limit, cancellationToken);
        return TypedResults.Ok(Page.Of(donations, page, donation => DonationResponse.Of(donation, actor), donation => donation.Id));
    }

    /// <param name="region">The region to show.</param>
    public static async Task<IResult> MapAsync(
        DonationQueries queries, ClaimsPrincipal user, CancellationToken cancellationToken, string? region = null)
    {
        if (region is null || !Place.IsRegion(region))
        {
            return Problems.Validation("region", Place.RegionForm);
        }

        var donations = await queries.OpenOnMapAsync(Actor.FromUser(user), region, MostPoints + 1, cancellationToken);
        var points = donations.Take(MostPoints).Select(donation => new DonationPoint(
            new Id<Kinds.Donation>(donation.Id),
            donation.Offer.Title,
            donation.Offer.FoodType,
            Kilograms.FromGrams(donation.Offer.QuantityGrams - donation.Balance.SpokenForGrams),
            donation.Offer.ExpiresAt,
            donation.Place.Latitude,
            donation.Place.Longitude));
        return TypedResults.Ok(new DonationMap([.. points], donations.Count > MostPoints));
    }
}
