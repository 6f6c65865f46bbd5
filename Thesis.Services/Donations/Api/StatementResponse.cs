using Thesis.ServiceDefaults;
using Thesis.Services.Donations.Domain;
using Thesis.Services.Shared.Food;

namespace Thesis.Services.Donations.Api;

/// <summary>A delivery; in a region's report the deliveries of an NGO together.</summary>
/// <param name="Day">In the region's time zone; null for several deliveries.</param>
/// <param name="DonationId">Null for several deliveries.</param>
/// <param name="Counterpart">Who received it; in an NGO's report who gave it.</param>
/// <param name="Value">In the statement's currency; null when no price is stated for it.</param>
public sealed record StatementItem(
    DateOnly? Day, Id<Kinds.Donation>? DonationId, string Title, string FoodType, string Counterpart, long Deliveries, decimal Kg, decimal? Value);

/// <summary>A receipt of a donor, or a report of an NGO or a region.</summary>
/// <param name="Number">For books; the same party and days have the same.</param>
/// <param name="Kind">"donor", "ngo" or "region".</param>
/// <param name="Id">Of the donor or NGO; null for a region.</param>
/// <param name="From">The first day, in the region's time zone.</param>
/// <param name="Until">The last day.</param>
/// <param name="Co2eKg">kg of CO2-equivalents that wasting the food would have caused.</param>
/// <param name="Value">The sum of the deliveries' values; null when no price is stated for the currency.</param>
/// <param name="Currency">ISO 4217 of the region; empty when it is not known.</param>
/// <param name="Sources">Where the factors come from, and as of when.</param>
public sealed record StatementResponse(
    string Number, string Kind, string? Id, string Name, string Region, DateOnly From, DateOnly Until, DateTimeOffset IssuedAt,
    long Deliveries, decimal Kg, long Meals, decimal Co2eKg, decimal? Value, string Currency, IReadOnlyList<string> Sources, IReadOnlyList<StatementItem> Items)
{
    public static StatementResponse Of(Statement statement, IReadOnlyDictionary<string, FoodValueOptions> values)
    {
        var party = statement.Party;
        var id = party.Kind switch
        {
            StatementKind.Donor => new Id<Kinds.Donor>(party.Id).ToString(),
            StatementKind.Ngo => new Id<Kinds.Ngo>(party.Id).ToString(),
            _ => null,
        };
        return new(
            statement.Number(id ?? party.Region),
            party.Kind.ToString().ToLowerInvariant(),
            id,
            party.Name,
            party.Region,
            statement.From,
            statement.Until,
            statement.IssuedAt,
            statement.Deliveries,
            Kilograms.FromGrams(statement.Grams),
            Impact.Meals(statement.Grams),
            Impact.Co2eKg(statement.Grams),
            statement.Value,
            party.Currency,
            [.. Impact.Sources, ValueSource(party.Currency, values)],
            [.. statement.Lines.Select(Item)]);
    }

    private static string ValueSource(string currency, IReadOnlyDictionary<string, FoodValueOptions> values) =>
        currency.Length == 0 ? "Value: not stated, for the region's currency is not known."
        : values.TryGetValue(currency, out var value) ? FormattableString.Invariant($"Value: {Prices(value, currency)}. {value.Source}, as of {value.AsOf:yyyy-MM-dd}.")
        : $"Value: not stated, for there are no prices in {currency}.";

    private static string Prices(FoodValueOptions value, string currency) => string.Join(", ", value.PerKgOf.OrderBy(price => price.Key, StringComparer.Ordinal)
        .Select(price => FormattableString.Invariant($"{price.Value:0.00} {currency} a kg of {price.Key}"))
        .Append(FormattableString.Invariant($"{value.PerKg:0.00} {currency} a kg of {(value.PerKgOf.Count == 0 ? "food" : "other food")}")));

    private static StatementItem Item(StatementLine line) => new(
        line.Day,
        line.DonationId == 0 ? null : new Id<Kinds.Donation>(line.DonationId),
        line.Title,
        line.FoodType,
        line.Counterpart,
        line.Deliveries,
        Kilograms.FromGrams(line.Grams),
        line.Value);
}
