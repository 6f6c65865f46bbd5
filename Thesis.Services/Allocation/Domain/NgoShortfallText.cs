using Thesis.Services.Allocation.Data;
using static Thesis.Services.Allocation.Domain.Spoken;

namespace Thesis.Services.Allocation.Domain;

/// <summary>What is said of an NGO: each limit once as the main reason, once in passing, and what lifting it would bring.</summary>
internal static class NgoShortfallText
{
    /// <summary>Whoever could take less than this is full.</summary>
    private const long FullGrams = 1000;

    public static string MainReason(ShortfallRow row)
    {
        var name = row.Name.Length > 0 ? row.Name : "The charity";
        var gets = $"gets {Kg(row.Grams)} in {Count(row.Deliveries, "delivery", "deliveries")}";
        return IsFull(row)
            ? row.Grams > 0 ? $"{name} is full: it {gets}, all it has room for." : $"{name} is full."
            : $"{name} {(row.Grams > 0 ? $"{gets} and " : "")}could take {Kg(row.LeftGrams)} more{Reason(row)}.";
    }

    /// <summary>The limits to tell: whoever is full is not outbid, nor out of anybody's reach.</summary>
    public static IReadOnlyList<ShortfallLimit> Told(ShortfallRow row) =>
        IsFull(row) ? [.. row.Limits.Where(limit => limit.Kind is "capacity" or "slots" or "storage_capacity")] : row.Limits;

    /// <summary>What would come if the limit were lifted; of food that went elsewhere, where to.</summary>
    public static string Help(ShortfallLimit limit)
    {
        var food = $"{Kg(limit.QuantityKg)} of {FoodOf(limit.DonationTitle, limit.DonorName)}";
        var moved = limit.FromNgoId == 0 ? "" : $", which {Name(limit.FromNgoName)} gets now";
        return limit.Kind switch
        {
            "outbid" => Outbid(limit),
            _ when limit.QuantityKg <= 0 => "",
            "slots" => $"One more slot would bring {food}{moved}.",
            "capacity" => $"With room for it, {food} would come{moved}.",
            "storage_capacity" => $"With such storage for it, {food} would come{moved}.",
            "search" when limit.FromNgoId == 0 => $"{Sentence(food)} would still fit.",
            "search" => $"{Sentence(food)} would be worth slightly more here than at {Name(limit.FromNgoName)}.",
            _ => "",
        };
    }

    /// <summary>A limit that is not the main one.</summary>
    public static string Also(ShortfallLimit limit)
    {
        var several = limit.Pairs > 1;
        var donations = Count(limit.Pairs, "donation", "donations");
        return limit.Kind switch
        {
            "slots" => "It has no delivery slot left.",
            "capacity" => $"It has too little room for {donations}.",
            "storage_capacity" => $"Its storage is full for food like that of {donations}.",
            "outbid" => $"{Sentence(donations)} within reach {(several ? "are" : "is")} worth more elsewhere.",
            "trip_cost" => $"For {donations} the trip would cost more than the food is worth there.",
            "minimum_lot" => $"Of {donations} too little is left for a lot.",
            "storage_class" => $"It has no storage for {donations} nearby.",
            "distance" => $"{Sentence(donations)} {(several ? "are" : "is")} too far away.",
            "expiry" => $"{Sentence(donations)} would spoil on the way.",
            "opening_hours" => $"It is closed whenever {donations} could arrive.",
            "pickup_window" => $"The pickup time of {donations} is over.",
            "excluded" => $"{Sentence(donations)} {(several ? "are" : "is")} not offered to it again.",
            "candidates" => $"{Sentence(donations)} {(several ? "have" : "has")} enough charities nearer by.",
            _ => "",
        };
    }

    public static string OneMoreKg(ShortfallRow row) =>
        IsNoticeable(row.Price) ? $"One more kg of room would be worth as much as {Worth(row.Price)} kg of ordinary food."
        : IsFull(row) && row.Limits.Count > 0 ? "One more kg of room alone would change nothing in this plan."
        : "";

    private static bool IsFull(ShortfallRow row) => row.LeftGrams < FullGrams;

    private static string Reason(ShortfallRow row) => row.Limits.Count == 0 ? "; all the food within reach has found its place" : row.Limits[0].Kind switch
    {
        "slots" => "; all its delivery slots are used",
        "capacity" => ", too little for another lot that is worth the trip",
        "storage_capacity" => "; its storage for that kind of food is full",
        "outbid" => "; the food within reach is worth more elsewhere",
        "trip_cost" => "; the food still on offer is not worth the trip there",
        "minimum_lot" => "; too little is left of the food on offer",
        "storage_class" => "; it has no storage for the food still on offer",
        "distance" => "; the food still on offer is too far away",
        "expiry" => "; the food still on offer would spoil on the way",
        "opening_hours" => "; it is closed whenever the food still on offer could arrive",
        "pickup_window" => "; the pickup time of the food still on offer is over",
        "excluded" => "; it is not asked again about the food still on offer",
        "candidates" => "; the food still on offer has enough charities nearer by",
        "search" => "; a slightly better plan would use that",
        _ => "",
    };

    private static string Outbid(ShortfallLimit limit)
    {
        var (paid, bid) = (Worth(limit.Price), Worth(limit.BidPerKg));
        var compared = bid == Worth(0) ? $"at a price of {paid} a kg" : paid == bid ? "where it is worth slightly more" : $"at a price of {paid} a kg; here a kg would be worth {bid} after the trip";
        return $"{FoodOf(limit.DonationTitle, limit.DonorName)}, for one, went to {Name(limit.NgoName)} {compared}.";
    }

    private static string Name(string name) => name.Length > 0 ? name : "another charity";
}
