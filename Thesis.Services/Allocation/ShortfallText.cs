using System.Globalization;
using Thesis.Services.Food;

namespace Thesis.Services.Allocation;

/// <summary>Says in sentences what kept an NGO or a donation from more, and what one more kg would bring.</summary>
public static class ShortfallText
{
    private const double Nothing = 0.0005;

    public static IReadOnlyList<string> Of(ShortfallRow row)
    {
        var ngo = row.Subject == "ngo";
        var name = row.Name.Length > 0 ? row.Name : ngo ? "The NGO" : "The donation";
        var sentences = new List<string>
        {
            ngo
                ? Invariant($"{name} received {Kg(row.Grams)} kg in {row.Deliveries} {(row.Deliveries == 1 ? "delivery" : "deliveries")}; {Kg(row.LeftGrams)} kg of its capacity stay free.")
                : Invariant($"Of {name}, {Kg(row.Grams)} kg were placed and {Kg(row.LeftGrams)} kg are left."),
        };
        sentences.AddRange(row.Limits.Select(limit => ngo ? OfNgo(limit) : OfDonation(limit)));
        if (ngo)
        {
            sentences.Add(row.Price > Nothing
                ? Invariant($"One more kg of its capacity would add about {row.Price:0.00} to the plan's value.")
                : "One more kg of its capacity would add nothing.");
            if (row.SlotPrice > Nothing)
            {
                sentences.Add(Invariant($"One more delivery would add about {row.SlotPrice:0.00}."));
            }
        }
        else
        {
            sentences.Add(row.Price > Nothing
                ? Invariant($"One more kg of this donation would add about {row.Price:0.00} to the plan's value.")
                : "One more kg of this donation would add nothing.");
        }

        return sentences;
    }

    private static string OfNgo(ShortfallLimit limit) => limit.Kind switch
    {
        "capacity" => Invariant($"Its capacity is too small for another lot of {Donations(limit.Pairs)} within reach."),
        "slots" => "It can receive no further delivery.",
        "storage_capacity" => Invariant($"Its storage of that class is full for {Donations(limit.Pairs)}."),
        "outbid" => Invariant($"{Donations(limit.Pairs)} within reach went where they are worth more, {Title(limit)} to {Ngo(limit)} at {limit.Price:0.00} a kg."),
        "trip_cost" => Invariant($"For {Donations(limit.Pairs)} the trip costs more than what is left is worth."),
        _ => Common(limit, Donations(limit.Pairs)),
    };

    private static string OfDonation(ShortfallLimit limit) => limit.Kind switch
    {
        "capacity" => Invariant($"{Ngos(limit.Pairs)} within reach have no capacity for another lot; at {Ngo(limit)} {Title(limit)} took the largest share, and a kg is worth {limit.Price:0.00}."),
        "slots" => limit.Pairs > 0 && limit.Price > Nothing
            ? Invariant($"{Ngos(limit.Pairs)} within reach receive no further delivery; one at {Ngo(limit)} would be worth {limit.Price:0.00}.")
            : Invariant($"{Ngos(limit.Pairs)} within reach receive no further delivery."),
        "storage_capacity" => Invariant($"{Ngos(limit.Pairs)} within reach have no storage of its class left."),
        "minimum_lot" => "What is left is less than the smallest lot worth a trip, or the NGOs within reach can take less than that.",
        "trip_cost" => Invariant($"To {Ngos(limit.Pairs)} the trip costs more than the food is worth there."),
        _ => Common(limit, Ngos(limit.Pairs)),
    };

    private static string Common(ShortfallLimit limit, string others) => limit.Kind switch
    {
        "distance" => Invariant($"{Capital(others)} nearby are farther than food may travel."),
        "expiry" => Invariant($"To or from {others} nearby the food would spoil on the way."),
        "opening_hours" => Invariant($"Opening hours keep {others} nearby out: closed whenever the food could arrive."),
        "pickup_window" => Invariant($"The donor's pickup window is over for {others} nearby."),
        "storage_class" => Invariant($"Storage of the right class is missing for {others} nearby."),
        "minimum_lot" => Invariant($"For {others} nearby there is less than the smallest lot worth a trip."),
        "excluded" => Invariant($"{Capital(others)} nearby are not proposed again, e.g. because the NGO declined."),
        "candidates" => Invariant($"{Capital(others)} are not among the nearest that are considered."),
        "slots" => Invariant($"{Capital(others)} nearby receive no further delivery."),
        _ => Invariant($"{Capital(others)} could still be served; the plan is within its proven gap of the best."),
    };

    private static string Ngo(ShortfallLimit limit) => limit.NgoName.Length > 0 ? limit.NgoName : "another NGO";

    private static string Title(ShortfallLimit limit) => limit.DonationTitle.Length > 0 ? limit.DonationTitle : "another donation";

    private static string Donations(int count) => count == 1 ? "one donation" : Invariant($"{count} donations");

    private static string Ngos(int count) => count == 1 ? "one NGO" : Invariant($"{count} NGOs");

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    private static decimal Kg(long grams) => Kilograms.FromGrams(grams);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
