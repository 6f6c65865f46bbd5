using Thesis.ServiceDefaults;
using Thesis.Services.Ngos.Domain;
using Thesis.Services.Shared.Food;
using Thesis.Services.Shared.Places;

namespace Thesis.Services.Ngos.Api;

/// <summary>An NGO as a caller states it.</summary>
/// <param name="Name">1 to 200 characters.</param>
/// <param name="Kind">What it is, e.g. "food_pantry"; 1 to 40 characters.</param>
/// <param name="Place">Where food is delivered.</param>
/// <param name="OpeningHours">E.g. "Mon 08:00-23:00; Fri2nd 15:00-17:00"; empty when unknown.</param>
/// <param name="Managers">Subjects of the users who act for it, at most 20. Only a dispatcher may state them.</param>
/// <param name="DailyCapacityKg">What it can take in a day, 0 to 100,000; 200 when absent.</param>
/// <param name="DailySlots">Deliveries it can receive in a day, 0 to 1,000; 10 when absent.</param>
/// <param name="StorageClasses">"ambient", "chilled", "frozen"; ambient when absent.</param>
/// <param name="FoodPreferences">Food types it prefers; all alike when absent or empty.</param>
/// <param name="Priority">1 (low) to 5 (high); 3 when absent. Only a dispatcher may state it.</param>
/// <param name="Accepting">False while it takes no food; true when absent.</param>
/// <param name="StorageCapacityKg">Limits by storage class within dailyCapacityKg; none when absent.</param>
public sealed record NgoRequest(
    string? Name = null,
    string? Kind = null,
    PlaceRequest? Place = null,
    string? OpeningHours = null,
    IReadOnlyList<string>? Managers = null,
    decimal? DailyCapacityKg = null,
    int? DailySlots = null,
    IReadOnlyList<string>? StorageClasses = null,
    IReadOnlyList<string>? FoodPreferences = null,
    int? Priority = null,
    bool? Accepting = null,
    StorageCapacityKg? StorageCapacityKg = null)
{
    /// <summary>Notes what is wrong with the request.</summary>
    /// <returns>The NGO that it describes; meaningful only when nothing was noted.</returns>
    public Ngo Validate(Validation validation)
    {
        validation.RequireText(Name, "name", 1, 200);
        validation.RequireText(Kind, "kind", 1, 40);
        validation.Require(Place is not null, "place", "must say latitude, longitude, address and region");
        var place = Place?.Validate(validation, "place") ?? new Place(0, 0, "", "");
        var hours = validation.RequireOpeningHours(OpeningHours, "openingHours");
        validation.RequireManagers(Managers);
        return new Ngo(0, 1, (Name ?? "").Trim(), (Kind ?? "").Trim(), place, hours.ToString(), Verified: false, [.. (Managers ?? []).Distinct()], ValidateIntake(validation));
    }

    private Intake ValidateIntake(Validation validation)
    {
        var standard = Intake.Standard;
        var kg = DailyCapacityKg ?? Kilograms.FromGrams(standard.DailyCapacityGrams);
        var inRange = validation.Require(kg is >= 0 and <= Intake.MostDailyCapacityKg, "dailyCapacityKg", $"must be from 0 to {Intake.MostDailyCapacityKg}");
        validation.Require(!inRange || Kilograms.IsExact(kg), "dailyCapacityKg", "must have at most 3 decimals");
        validation.Require(DailySlots is null or (>= 0 and <= Intake.MostDailySlots), "dailySlots", $"must be from 0 to {Intake.MostDailySlots}");
        validation.Require(StorageClasses is null || StorageClasses.Count > 0 && StorageClasses.All(Shared.Food.StorageClasses.IsKnown), "storageClasses", $"must be some of {string.Join(", ", Shared.Food.StorageClasses.All)}");
        validation.Require(FoodPreferences is null || FoodPreferences.All(FoodTypes.IsKnown), "foodPreferences", $"must be some of {string.Join(", ", FoodTypes.All)}");
        validation.Require(Priority is null or (>= 1 and <= 5), "priority", "must be from 1 (low) to 5 (high)");
        var storage = StorageClasses is null ? standard.StorageClasses : [.. StorageClasses.Distinct().Order(StringComparer.Ordinal)];
        return new Intake(
            inRange ? Kilograms.ToGrams(kg) : 0,
            DailySlots ?? standard.DailySlots,
            storage,
            FoodPreferences is null ? standard.FoodPreferences : [.. FoodPreferences.Distinct().Order(StringComparer.Ordinal)],
            Priority ?? standard.Priority,
            Accepting ?? standard.Accepting,
            StorageCapacityKg?.Validate(validation, storage) ?? standard.StorageCapacity);
    }
}
