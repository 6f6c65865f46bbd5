using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using Thesis.ServiceDefaults;
using Thesis.Services.Allocation.Data;
using Thesis.Services.Shared.Food;
using Thesis.Services.Shared.Places;

namespace Thesis.Services.Allocation.Api;

/// <summary>What an NGO was given, beside its need.</summary>
/// <param name="Priority">1 (low) to 5 (high).</param>
/// <param name="NeedKg">What it could take in those days, closed days left out.</param>
/// <param name="DeliveredKg">What arrived.</param>
/// <param name="UnderWayKg">What is promised and not there yet.</param>
/// <param name="Share">Delivered over need, 0 to 1.</param>
/// <param name="Relative">That share over the region's: 1 is as much as all together, 0.5 half of it. Null while nothing was delivered in the region.</param>
public sealed record FairnessItem(
    Id<Kinds.Ngo> NgoId, string Name, int Priority, decimal NeedKg, decimal DeliveredKg, decimal UnderWayKg, double Share, double? Relative, int Deliveries, DateOnly? LastDelivery);

/// <summary>Who of a region got how much for its need in some weeks.</summary>
/// <param name="From">The first day of delivery that counts, in the region's time zone.</param>
/// <param name="Until">The last day: today.</param>
/// <param name="Share">All that was delivered over all need.</param>
/// <param name="Gini">How unequal the shares are: 0 when all are the same, towards 1 when one has everything (Gini coefficient).</param>
/// <param name="Truncated">True when the region has more than the 2,000 NGOs given here; the figures are of those given.</param>
/// <param name="Items">Who got least for its need first.</param>
public sealed record FairnessResponse(
    string Region, DateOnly From, DateOnly Until, decimal NeedKg, decimal DeliveredKg, double Share, double Gini, bool Truncated, IReadOnlyList<FairnessItem> Items)
{
    internal static FairnessResponse Of(string region, DateOnly from, DateOnly until, IReadOnlyList<FairnessRow> rows)
    {
        var given = rows.Take(FairnessQuery.MostNgos).ToArray();
        var (need, delivered) = (given.Sum(row => row.NeedGrams), given.Sum(row => row.DeliveredGrams));
        var share = ShareOf(delivered, need);
        return new(
            region,
            from,
            until,
            Kilograms.FromGrams(need),
            Kilograms.FromGrams(delivered),
            Math.Round(share, 4),
            Math.Round(GiniOf([.. given.Where(row => row.NeedGrams > 0).Select(row => ShareOf(row.DeliveredGrams, row.NeedGrams)).Order()]), 4),
            rows.Count > given.Length,
            [.. given.Select(row => Item(row, share))]);
    }

    private static FairnessItem Item(FairnessRow row, double regionShare)
    {
        var share = ShareOf(row.DeliveredGrams, row.NeedGrams);
        return new(
            new(row.NgoId),
            row.Name,
            row.Priority,
            Kilograms.FromGrams(row.NeedGrams),
            Kilograms.FromGrams(row.DeliveredGrams),
            Kilograms.FromGrams(row.UnderWayGrams),
            Math.Round(share, 4),
            regionShare > 0 ? Math.Round(share / regionShare, 3) : null,
            row.Deliveries,
            row.LastDelivery);
    }

    private static double ShareOf(long delivered, long need) => need > 0 ? (double)delivered / need : 0;

    /// <summary>Of ascending values: twice their rank-weighted sum over n times their sum, less (n + 1) / n.</summary>
    private static double GiniOf(double[] ascending)
    {
        var sum = ascending.Sum();
        var weighted = ascending.Select((value, at) => (at + 1) * value).Sum();
        return sum > 0 ? (2 * weighted / (ascending.Length * sum)) - ((ascending.Length + 1.0) / ascending.Length) : 0;
    }
}

/// <summary>Fairness over some weeks: <c>GET /api/v1/fairness</c>.</summary>
internal static class FairnessEndpoint
{
    private const int MostWeeks = 52;

    public static async Task<Results<Ok<FairnessResponse>, ProblemHttpResult>> Get(
        FairnessQuery query,
        RegionClock clock,
        TimeProvider time,
        CancellationToken cancellationToken,
        [Description("The region.")] string? region = null,
        [Description("Weeks, the current day included, 1 to 52.")] int weeks = 4)
    {
        var validation = new Validation();
        validation.Require(Place.IsRegion(region), "region", Place.RegionForm);
        validation.Require(weeks is >= 1 and <= MostWeeks, "weeks", $"must be from 1 to {MostWeeks}");
        if (validation.Problem is { } problem)
        {
            return problem;
        }

        var name = region ?? "";
        var until = await clock.DayAsync(name, time.GetUtcNow(), cancellationToken);
        var from = until.AddDays(1 - (7 * weeks));
        return TypedResults.Ok(FairnessResponse.Of(name, from, until, await query.ListAsync(name, from, until, cancellationToken)));
    }
}
