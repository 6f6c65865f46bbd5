using Thesis.Services.Allocation.Data;
using static Thesis.Services.Allocation.Domain.Spoken;

namespace Thesis.Services.Allocation.Domain;

/// <summary>What is said of a donation of which food is left over.</summary>
internal static class DonationShortfallText
{
    public static string MainReason(ShortfallRow row)
    {
        var food = row.Name.Length > 0 ? FoodOf(row.Name, row.DonorName) : "a donation";
        var left = row.Grams == 0 ? $"All {Kg(row.LeftGrams)} of {food}" : $"{Kg(row.LeftGrams)} of the {Kg(row.Grams + row.LeftGrams)} of {food}";
        return $"{Sentence(left)} {(row.LeftGrams < 1500 ? "is" : "are")} left over: {(row.Limits.Count == 0 ? "no charity can take it" : Reason(row.Limits[0]))}.";
    }

    public static string Help(ShortfallLimit limit) => limit.QuantityKg <= 0 ? "" : limit.Kind switch
    {
        "capacity" or "storage_capacity" => $"With room for it, {Kg(limit.QuantityKg)} would go {(limit.Pairs > 1 ? $"to {Name(limit)}" : "there")}.",
        "slots" => $"One more slot {(limit.Pairs > 1 ? $"at {Name(limit)}" : "there")} would place {Kg(limit.QuantityKg)}.",
        "search" => $"{Sentence(Name(limit))} could take {Kg(limit.QuantityKg)}.",
        _ => "",
    };

    /// <summary>A limit that is not the main one.</summary>
    public static string Also(ShortfallLimit limit)
    {
        var more = limit.Pairs > 1 ? $"{limit.Pairs} more charities have" : $"{Sentence(Name(limit))} has";
        return limit.Kind switch
        {
            "search" => "",
            "capacity" => $"{more} no room for it.",
            "slots" => $"{more} no delivery slot left.",
            "distance" when limit.Pairs > 1 => "Other charities are too far away.",
            _ => $"{Sentence(Reason(limit))}.",
        };
    }

    public static string OneMoreKg(ShortfallRow row) =>
        IsNoticeable(row.Price) ? $"One more kg would be enough for a lot, worth as much as {Worth(row.Price)} kg of ordinary food." : "";

    private static string Reason(ShortfallLimit limit)
    {
        var several = limit.Pairs > 1;
        var charities = several ? $"{limit.Pairs} charities nearby" : Name(limit);
        var could = several ? $"{limit.Pairs} charities that could take it" : $"{Name(limit)}, which could take it,";
        var have = several ? "have" : "has";
        return limit.Kind switch
        {
            "capacity" => $"{could} {have} no room for it",
            "slots" => $"{could} {have} no delivery slot left",
            "storage_capacity" => $"{could} {have} no storage of its kind left",
            "minimum_lot" => "what is left is too little for a lot of its own",
            "trip_cost" => $"to {charities} the trip would cost more than it is worth there",
            "storage_class" => $"{charities} {have} no storage for it",
            "distance" => $"{(several ? "the charities are" : $"{Name(limit)} is")} too far away",
            "expiry" => $"it would spoil on the way to {charities}",
            "opening_hours" => $"{charities} {(several ? "are" : "is")} closed whenever it could arrive",
            "pickup_window" => "its pickup time is over",
            "excluded" => $"{charities} {(several ? "are" : "is")} not offered it again",
            "candidates" => $"{charities} {(several ? "come" : "comes")} after those that are considered",
            "search" => "a slightly better plan would place it",
            _ => "no charity can take it",
        };
    }

    private static string Name(ShortfallLimit limit) => limit.NgoName.Length > 0 ? limit.NgoName : "another charity";
}
