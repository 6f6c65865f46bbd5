using System.Globalization;

namespace Thesis.Rescue.Places;

/// <summary>What one NGO can take in a day.</summary>
internal sealed record NgoCapacity(decimal DailyCapacityKg, int DailySlots, string StorageClasses, string FoodPreferences, int Priority);

/// <summary>A donation to post.</summary>
internal sealed record PlannedDonation(int Donor, string Title, string FoodType, string StorageClass, decimal QuantityKg, decimal SmallestLotKg, TimeSpan Lasts);

/// <summary>
/// The quantities that the source data does not have, from a seed: log-normal donations with a median of 70 kg, NGO
/// capacities that together take 75 % of the food, and about 1.25 times as many delivery slots as donations.
/// </summary>
internal sealed class SeededDay
{
    private static readonly (string FoodType, string Storage, string Title, int[] Hours)[] Foods =
    [
        ("produce", "chilled", "Mixed vegetables", [24, 48]),
        ("bakery", "ambient", "Bread and pastries", [8, 24]),
        ("dairy", "chilled", "Milk and yoghurt", [24, 48]),
        ("meat", "frozen", "Frozen meat", [48, 72]),
        ("prepared", "chilled", "Prepared meals", [4, 8]),
        ("pantry", "ambient", "Tins and dry goods", [72]),
        ("beverages", "ambient", "Juices and water", [72]),
        ("frozen", "frozen", "Frozen vegetables", [48, 72]),
    ];

    private const decimal CapacityOverSupply = 0.75m;
    private const double SlotsOverDonations = 1.25;
    private const decimal SmallestLotKg = 5m;

    private SeededDay(IReadOnlyList<NgoCapacity> ngos, IReadOnlyList<PlannedDonation> donations)
    {
        Ngos = ngos;
        Donations = donations;
    }

    public IReadOnlyList<NgoCapacity> Ngos { get; }

    public IReadOnlyList<PlannedDonation> Donations { get; }

    public static SeededDay Make(int ngoCount, int donorCount, int donationCount, int seed)
    {
        var random = new Random(seed);
        var donations = Enumerable.Range(0, donationCount).Select(i => Donation(random, i % donorCount)).ToList();
        var sizes = Enumerable.Range(0, ngoCount).Select(_ => Math.Exp(0.6 * Normal(random))).ToList();
        var supply = donations.Sum(d => d.QuantityKg);
        var ngos = sizes.Select(size => Capacity(random, (decimal)(size / sizes.Sum()) * supply * CapacityOverSupply, donationCount, ngoCount)).ToList();
        return new SeededDay(ngos, donations);
    }

    private static PlannedDonation Donation(Random random, int donor)
    {
        var (type, storage, title, hours) = Foods[random.Next(Foods.Length)];
        var kg = Math.Round((decimal)Math.Clamp(Math.Exp(Math.Log(70) + 0.9 * Normal(random)), 10, 2000), 1);
        return new PlannedDonation(donor, title, type, storage, kg, SmallestLotKg, TimeSpan.FromHours(hours[random.Next(hours.Length)]));
    }

    private static NgoCapacity Capacity(Random random, decimal kg, int donations, int ngos)
    {
        var slots = Math.Max(2, (int)Math.Round(SlotsOverDonations * donations / ngos * (0.6 + 0.8 * random.NextDouble())));
        string[] storage = ["ambient|chilled|frozen", "ambient|chilled|frozen", "ambient|chilled", "ambient"];
        var preferred = Foods.Select(food => food.FoodType).Where(_ => random.NextDouble() < 0.25);
        int[] priorities = [1, 2, 2, 3, 3, 3, 4, 5];
        return new NgoCapacity(Math.Max(60m, Math.Round(kg, 1)), slots, storage[random.Next(storage.Length)], string.Join('|', preferred), priorities[random.Next(priorities.Length)]);
    }

    /// <summary>Box and Muller's transform.</summary>
    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    /// <summary>The columns of <see cref="NgoCapacity"/> in an import file.</summary>
    public static IReadOnlyList<string> CapacityColumns => ["daily_capacity_kg", "daily_slots", "storage_classes", "food_preferences", "priority"];

    public IEnumerable<string> CapacityFields(int ngo)
    {
        var n = Ngos[ngo];
        return
        [
            n.DailyCapacityKg.ToString(CultureInfo.InvariantCulture), n.DailySlots.ToString(CultureInfo.InvariantCulture),
            n.StorageClasses, n.FoodPreferences, n.Priority.ToString(CultureInfo.InvariantCulture),
        ];
    }
}
