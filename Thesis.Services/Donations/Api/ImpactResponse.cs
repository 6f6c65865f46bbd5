using Thesis.ServiceDefaults;
using Thesis.Services.Donations.Data;
using Thesis.Services.Donations.Domain;
using Thesis.Services.Shared.Food;

namespace Thesis.Services.Donations.Api;

/// <summary>What arrived in a period.</summary>
/// <param name="PeriodStart">Its first day.</param>
/// <param name="Id">Of the donor, NGO or donation; null for a region.</param>
/// <param name="Name">The donor's, the NGO's or the region's name, or the donation's title.</param>
/// <param name="Meals">Whole meals.</param>
/// <param name="Co2eKg">kg of CO2-equivalents that wasting it would have caused.</param>
/// <param name="Value">What it is worth in the currency, by the prices that receipts state; null where none are.</param>
/// <param name="Currency">ISO 4217 of the region; empty when it is not known.</param>
public sealed record ImpactItem(
    DateOnly PeriodStart, string? Id, string Name, string Region, long Deliveries, decimal Kg, long Meals, decimal Co2eKg, decimal? Value, string Currency)
{
    public static ImpactItem Of(ImpactRow row, string groupBy) => new(
        row.PeriodStart,
        groupBy switch
        {
            "donor" => new Id<Kinds.Donor>(row.Id).ToString(),
            "ngo" => new Id<Kinds.Ngo>(row.Id).ToString(),
            "donation" => new Id<Kinds.Donation>(row.Id).ToString(),
            _ => null,
        },
        row.Name,
        row.Region,
        row.Deliveries,
        Kilograms.FromGrams(row.Grams),
        Impact.Meals(row.Grams),
        Impact.Co2eKg(row.Grams),
        row.Value,
        row.Currency);
}

/// <summary>What delivered food amounts to. Days are those of each region's time zone.</summary>
/// <param name="From">The first day that is counted.</param>
/// <param name="Until">The last day that is counted.</param>
/// <param name="Truncated">True when there are more than the 5,000 rows given here; the totals are of those given.</param>
/// <param name="Sources">Where the factors come from.</param>
public sealed record ImpactResponse(
    DateOnly From, DateOnly Until, string Period, string GroupBy, long TotalDeliveries, decimal TotalKg, long TotalMeals, decimal TotalCo2eKg,
    decimal KgPerMeal, decimal Co2eKgPerKg, IReadOnlyList<string> Sources, bool Truncated, IReadOnlyList<ImpactItem> Items)
{
    public static ImpactResponse Of(ImpactFilter filter, IReadOnlyList<ImpactRow> rows)
    {
        var given = rows.Take(ImpactQuery.MostRows).ToArray();
        var grams = given.Sum(row => row.Grams);
        return new(
            filter.From, filter.Until, filter.Period, filter.GroupBy, given.Sum(row => row.Deliveries), Kilograms.FromGrams(grams), Impact.Meals(grams), Impact.Co2eKg(grams),
            Impact.KgPerMeal, Impact.Co2eKgPerKg, Impact.Sources, rows.Count > given.Length, [.. given.Select(row => ImpactItem.Of(row, filter.GroupBy))]);
    }
}
