namespace Thesis.Services.Shared.Food;

/// <summary>What amounts of food are counted in, and what one of each weighs unless its donor says otherwise.</summary>
public static class Units
{
    public const string Kilogram = "kg";

    /// <summary>The least and the most that a box or a meal may be said to weigh, kg.</summary>
    public const decimal LeastKg = 0.05m;
    public const decimal MostKg = 1_000m;

    /// <summary>The most of any unit.</summary>
    public const decimal MostAmount = 1_000_000m;

    /// <summary>
    /// kg of one. lb: exact, by definition. meal: 1.2 lb, what a person eats at one sitting by the USDA's "What We Eat in America", with
    /// which Feeding America counts. box: a full banana box as food banks use it, some 10 kg; an assumption, so its donor may state another.
    /// </summary>
    private static readonly Dictionary<string, decimal> s_kg = new(StringComparer.Ordinal)
    {
        [Kilogram] = 1m,
        ["lb"] = 0.45359237m,
        ["box"] = 10m,
        ["meal"] = 0.544310844m,
    };

    public static IReadOnlyList<string> All { get; } = [Kilogram, "lb", "box", "meal"];

    public static bool IsKnown(string? unit) => unit is not null && s_kg.ContainsKey(unit);

    /// <summary>Whether the weight of one may be stated.</summary>
    public static bool IsCounted(string unit) => unit is "box" or "meal";

    /// <summary>kg of one of the unit where nothing else is stated.</summary>
    public static decimal KgOf(string unit) => s_kg[unit];

    /// <summary>The weight of an amount in whole grams, rounded to the nearest.</summary>
    public static long ToGrams(decimal amount, decimal kgOfOne) => decimal.ToInt64(decimal.Round(amount * kgOfOne * 1000m, MidpointRounding.AwayFromZero));
}
