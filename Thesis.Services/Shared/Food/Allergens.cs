namespace Thesis.Services.Shared.Food;

/// <summary>
/// What people may be allergic to and law asks to name: the 14 of the EU (Regulation 1169/2011, Annex II) and the 9 of the US
/// (FASTER Act of 2021), which are among them but for wheat.
/// </summary>
public static class Allergens
{
    public static IReadOnlyList<string> All { get; } =
    [
        "celery", "crustaceans", "eggs", "fish", "gluten", "lupin", "milk", "molluscs", "mustard", "nuts", "peanuts", "sesame", "soy", "sulphites", "wheat",
    ];

    public static bool IsKnown(string? allergen) => allergen is not null && All.Contains(allergen);
}
