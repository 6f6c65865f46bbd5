using System.Globalization;
using Thesis.Services.Allocation.Data;
using static Thesis.Services.Allocation.Domain.Spoken;

namespace Thesis.Services.Allocation.Domain;

/// <summary>Says in sentences why an NGO got a lot and why not more.</summary>
public static class ExplanationText
{
    private const double Neutral = 0.005;

    /// <summary>A lot that others would pay nearly as much for is not worth a sentence on who else would have it.</summary>
    private const double Contested = 0.95;

    public static IReadOnlyList<string> Of(AllocationRow row)
    {
        var terms = row.Explanation;
        var worth = terms.ValuePerKg * row.Grams / 1000 - terms.TripCost;
        var sentences = new List<string>
        {
            Invariant($"{row.NgoName} is {row.Km:0.#} km away, {terms.TravelMinutes:0} minutes with loading; the trip costs as much as {Worth(terms.TripCost)} kg of food."),
            PerKg(row),
            Invariant($"All of it is worth as much as {Worth(worth)} kg of ordinary food, the trip taken off.{Elsewhere(terms.PricePaid, worth)}"),
        };
        sentences.Add(row.LimitedBy switch
        {
            "donation" => row.LotsOfDonation <= 1 ? "That is all there was to place." : $"The rest went to {Count(row.LotsOfDonation - 1, "other charity", "other charities")}.",
            "capacity" => "Not more, because the charity's capacity for the day is used up.",
            "storage_capacity" => "Not more, because the charity's storage for food of this kind is used up for the day.",
            _ => "More would have fitted; what is left is in the next plan.",
        });
        return sentences;
    }

    private static string PerKg(AllocationRow row)
    {
        var terms = row.Explanation;
        string[] factors =
        [
            .. Factor(terms.PriorityFactor, "for its priority"),
            .. Factor(terms.PreferenceFactor, $"for what it prefers ({row.FoodType})"),
            .. Factor(terms.UrgencyFactor, "because the food spoils soon"),
            .. Factor(terms.FairnessFactor, "for what it received lately"),
        ];
        return factors.Length == 0 ? "A kg counts there as an ordinary kg." : Invariant($"A kg counts there as {terms.ValuePerKg:0.##}: {string.Join(", ", factors)}.");
    }

    private static IEnumerable<string> Factor(double factor, string why) =>
        factor > 0 && Math.Abs(factor - 1) > Neutral ? [$"{(factor > 1 ? "+" : "−")}{Math.Abs(factor - 1).ToString("P0", CultureInfo.InvariantCulture)} {why}"] : [];

    private static string Elsewhere(double price, double worth) =>
        price < Neutral || price > Contested * worth ? "" : $" Elsewhere the food, the room and the slot would bring about {Worth(price)}.";
}
