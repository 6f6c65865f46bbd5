using Thesis.Services.Shared.Places;

namespace Thesis.Services.Ngos.Domain;

/// <summary>Who receives food: a pantry, a shelter, a kitchen. Its name and coordinates together are unique.</summary>
/// <param name="Version">Grows by one with every change.</param>
/// <param name="Kind">E.g. "food_pantry".</param>
/// <param name="OpeningHours">See <see cref="Shared.Places.OpeningHours"/>; empty when unknown.</param>
/// <param name="Verified">Only a verified NGO is offered food.</param>
/// <param name="Managers">Subjects of the users who act for it; at most 20.</param>
/// <param name="Intake">What it can take.</param>
public sealed record Ngo(
    long Id,
    long Version,
    string Name,
    string Kind,
    Place Place,
    string OpeningHours,
    bool Verified,
    IReadOnlyList<string> Managers,
    Intake Intake) : IManagedPlace
{
    /// <summary>Days that differ from the usual.</summary>
    public IntakeCalendar Calendar { get; init; } = IntakeCalendar.Usual;

    /// <summary>Those of the managers who may not change it or its people.</summary>
    public IReadOnlyList<string> Staff { get; init; } = [];

    /// <summary>Whom to ask there, and how to get in.</summary>
    public PlaceContacts Contacts { get; init; } = PlaceContacts.None;

    /// <summary>Further places, beside the first.</summary>
    public IReadOnlyList<Location> Locations { get; init; } = [];
}

/// <summary>What an NGO can take.</summary>
/// <param name="DailyCapacityGrams">What it can take in a day, at most 100 t.</param>
/// <param name="DailySlots">Deliveries it can receive in a day, 0 to 1,000.</param>
/// <param name="StorageClasses">At least one of <see cref="Shared.Food.StorageClasses"/>.</param>
/// <param name="FoodPreferences">Some of <see cref="Shared.Food.FoodTypes"/>; empty: all alike.</param>
/// <param name="Priority">1 (low) to 5 (high).</param>
/// <param name="Accepting">False while it takes no food.</param>
/// <param name="StorageCapacity">Limits by storage class within the daily capacity.</param>
public sealed record Intake(
    long DailyCapacityGrams,
    int DailySlots,
    IReadOnlyList<string> StorageClasses,
    IReadOnlyList<string> FoodPreferences,
    int Priority,
    bool Accepting,
    StorageCapacity StorageCapacity)
{
    public const int MostDailyCapacityKg = 100_000;
    public const int MostDailySlots = 1_000;

    /// <summary>Where nothing else is stated: 200 kg in 10 deliveries, ambient only, no preferences, priority 3.</summary>
    public static Intake Standard { get; } = new(200_000, 10, [Shared.Food.StorageClasses.Ambient], [], 3, Accepting: true, StorageCapacity.Unlimited);
}
