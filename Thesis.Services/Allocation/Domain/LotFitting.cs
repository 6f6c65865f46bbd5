using Thesis.Contracts.Allocation.V1;
using Thesis.Services.Shared.Food;

namespace Thesis.Services.Allocation.Domain;

/// <summary>What an NGO can still take on the run's day, read under lock.</summary>
/// <param name="Grams">Of all food.</param>
/// <param name="Slots">Deliveries.</param>
/// <param name="ByClass">Grams of the storage classes that it limits; null when it limits none.</param>
public sealed record FreeCapacity(long Grams, int Slots, IReadOnlyDictionary<string, long>? ByClass = null)
{
    /// <summary>Grams of a storage class that fit.</summary>
    public long Of(string storageClass) =>
        ByClass is not null && ByClass.TryGetValue(storageClass, out var grams) ? Math.Min(Grams, grams) : Grams;

    /// <summary>What is left once a lot has its place.</summary>
    public FreeCapacity Less(long grams, string storageClass) => new(
        Grams - grams,
        Slots - 1,
        ByClass?.ToDictionary(limit => limit.Key, limit => limit.Value - (limit.Key == storageClass ? grams : 0), StringComparer.Ordinal));
}

/// <summary>What a donation still has to give, read under the run's lock.</summary>
public sealed record FreeFood(long Grams, long SmallestLotGrams, string StorageClass = StorageClasses.Ambient);

/// <summary>A lot of the engine's answer that fits what is true now.</summary>
/// <param name="LimitedBy">What kept the lot from being larger: "donation", "capacity", "storage_capacity" or "plan".</param>
public sealed record FittedLot(long DonationId, long NgoId, long Grams, double Km, Explanation Explanation, string LimitedBy);

/// <summary>
/// Takes from the engine's answer, best value first, what still fits the NGOs' capacity and slots and the donations' food.
/// The engine's problem may be a few seconds old; a lot that no longer fits whole is left out.
/// </summary>
public static class LotFitting
{
    private const double GramsPerKg = 1000;

    public static (List<FittedLot> Lots, int Dropped) Fit(
        IEnumerable<Contracts.Allocation.V1.Allocation> answer,
        IReadOnlyDictionary<long, FreeCapacity> capacity,
        IReadOnlyDictionary<long, FreeFood> food,
        IReadOnlySet<(long DonationId, long NgoId)> excluded)
    {
        var ngos = new Dictionary<long, FreeCapacity>(capacity);
        var donations = new Dictionary<long, FreeFood>(food);
        var pairs = new HashSet<(long, long)>(excluded);
        var fitted = new List<FittedLot>();
        var dropped = 0;
        foreach (var lot in answer.OrderByDescending(Value).ThenBy(lot => lot.FoodDonationId).ThenBy(lot => lot.NgoId))
        {
            var grams = ToGrams(lot.AllocatedQuantity);
            if (grams > 0
                && ngos.TryGetValue(lot.NgoId, out var ngo)
                && donations.TryGetValue(lot.FoodDonationId, out var donation)
                && grams <= ngo.Of(donation.StorageClass) && ngo.Slots > 0
                && grams <= donation.Grams && grams >= donation.SmallestLotGrams
                && pairs.Add((lot.FoodDonationId, lot.NgoId)))
            {
                ngos[lot.NgoId] = ngo.Less(grams, donation.StorageClass);
                donations[lot.FoodDonationId] = donation with { Grams = donation.Grams - grams };
                fitted.Add(new FittedLot(
                    lot.FoodDonationId, lot.NgoId, grams, lot.Km, lot.Explanation ?? new Explanation(), LimitedBy: ""));
            }
            else
            {
                dropped++;
            }
        }

        return (fitted.ConvertAll(lot => lot with { LimitedBy = Limit(donations[lot.DonationId], ngos[lot.NgoId]) }), dropped);
    }

    /// <summary>kg of the engine as whole grams: rounded where a kg value is a gram's binary fraction away, never up by more.</summary>
    internal static long ToGrams(double kg) =>
        double.IsFinite(kg) && kg > 0 && kg < 1e9 ? (long)Math.Floor((kg * GramsPerKg) + 1e-6) : 0;

    private static double Value(Contracts.Allocation.V1.Allocation lot) =>
        ((lot.Explanation?.ValuePerKg ?? 0) * lot.AllocatedQuantity) - (lot.Explanation?.TripCost ?? 0);

    /// <summary>What is used up to the gram kept the lot from being larger, for a lot may grow by any gram; else the plan chose so.</summary>
    private static string Limit(FreeFood donation, FreeCapacity ngo) =>
        donation.Grams == 0 ? "donation"
        : ngo.Grams == 0 ? "capacity"
        : ngo.Of(donation.StorageClass) <= 0 ? "storage_capacity"
        : "plan";
}
