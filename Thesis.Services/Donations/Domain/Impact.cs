namespace Thesis.Services.Donations.Domain;

/// <summary>What delivered food amounts to.</summary>
public static class Impact
{
    /// <summary>
    /// kg of a meal: 1.2 lb, what a person eats at one sitting by the USDA's "What We Eat in America", with which Feeding America
    /// counts meals.
    /// </summary>
    public const decimal KgPerMeal = 0.544310844m;

    /// <summary>
    /// kg of CO2-equivalents that wasting a kg of food causes from farm to waste, on average of all foods: 3.3 Gt for 1.3 Gt of food, FAO,
    /// "Food wastage footprint: Impacts on natural resources", 2013.
    /// </summary>
    public const decimal Co2eKgPerKg = 2.5m;

    public static IReadOnlyList<string> Sources { get; } =
    [
        "Meals: 1.2 lb (0.544 kg) each, USDA, What We Eat in America, as Feeding America counts.",
        "CO2e: 2.5 kg for each kg, FAO, Food wastage footprint: Impacts on natural resources, 2013 (3.3 Gt CO2e for 1.3 Gt of edible food).",
    ];

    /// <summary>Whole meals.</summary>
    public static long Meals(long grams) => decimal.ToInt64(decimal.Floor(grams / 1000m / KgPerMeal));

    public static decimal Co2eKg(long grams) => decimal.Round(grams / 1000m * Co2eKgPerKg, 1);
}
