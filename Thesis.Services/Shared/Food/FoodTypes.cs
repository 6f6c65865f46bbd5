namespace Thesis.Services.Shared.Food;

/// <summary>The kinds of food that donations name and NGOs may prefer.</summary>
public static class FoodTypes
{
    public static IReadOnlyList<string> All { get; } =
        ["produce", "bakery", "dairy", "meat", "prepared", "pantry", "beverages", "frozen"];

    public static bool IsKnown(string? foodType) => foodType is not null && All.Contains(foodType);
}
