using System.Globalization;

namespace Thesis.Services.Allocation;

/// <summary>Says in sentences why an NGO got a lot and why not more.</summary>
public static class ExplanationText
{
    private const double Neutral = 0.005;

    public static IReadOnlyList<string> Of(AllocationRow row)
    {
        var terms = row.Explanation;
        var sentences = new List<string>
        {
            Invariant($"{row.NgoName} is {row.Km:0.0} km away, {terms.TravelMinutes:0} minutes with handling; the trip costs as much as {terms.TripCost:0.0} kg are worth."),
        };
        AddFactor(sentences, terms.PriorityFactor, "Its priority");
        AddFactor(sentences, terms.PreferenceFactor, $"What it prefers, for {row.FoodType},");
        AddFactor(sentences, terms.UrgencyFactor, "The time until the food spoils");
        AddFactor(sentences, terms.FairnessFactor, "What it received lately");
        if (terms.PricePaid > Neutral)
        {
            var worth = terms.ValuePerKg * row.Grams / 1000 - terms.TripCost;
            sentences.Add(Invariant($"It is worth {worth:0.0} in all; food, capacity and slot would have fetched {terms.PricePaid:0.0} elsewhere."));
        }

        sentences.Add(row.LimitedBy switch
        {
            "donation" => "Not more, because the donation has no further lot to give.",
            "capacity" => "Not more, because the NGO's capacity for the day is used up.",
            "storage_capacity" => "Not more, because the NGO's storage for food of this class is used up for the day.",
            "slots" => "Not more, because the NGO receives no further delivery that day.",
            _ => "Not more, because the rest is worth more elsewhere.",
        });
        return sentences;
    }

    private static void AddFactor(List<string> sentences, double factor, string what)
    {
        if (factor > 0 && Math.Abs(factor - 1) > Neutral)
        {
            sentences.Add(Invariant($"{what} {(factor > 1 ? "raises" : "lowers")} each kg's value by {Math.Abs(factor - 1):P0}."));
        }
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
