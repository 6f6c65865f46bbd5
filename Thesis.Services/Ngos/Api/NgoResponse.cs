using Thesis.ServiceDefaults;
using Thesis.Services.Ngos.Domain;
using Thesis.Services.Shared.Food;
using Thesis.Services.Shared.Places;

namespace Thesis.Services.Ngos.Api;

/// <summary>An NGO.</summary>
/// <param name="Version">The number in the entity tag that <c>If-Match</c> asks for.</param>
/// <param name="Verified">Only a verified NGO is offered food.</param>
/// <param name="Managers">Subjects of the users who act for it; only they themselves and dispatchers see them.</param>
/// <param name="DailyCapacityKg">What it can take in a day.</param>
/// <param name="DailySlots">Deliveries it can receive in a day.</param>
/// <param name="FoodPreferences">Food types it prefers; empty: all alike.</param>
/// <param name="Priority">1 (low) to 5 (high).</param>
/// <param name="Accepting">False while it takes no food.</param>
/// <param name="StorageCapacityKg">Limits by storage class within the daily capacity; null when there are none.</param>
/// <param name="Contacts">Only its managers and dispatchers see them.</param>
/// <param name="Locations">Further places, beside the first.</param>
/// <param name="AccessNotes">How to get in; only its managers and dispatchers see it here.</param>
/// <param name="Calendar">Its pause, closed days and days of another capacity.</param>
/// <param name="Staff">Those of the managers who may not change it or its people; only they themselves and dispatchers see them.</param>
public sealed record NgoResponse(
    Id<Kinds.Ngo> Id,
    long Version,
    string Name,
    string Kind,
    Place Place,
    string OpeningHours,
    bool Verified,
    IReadOnlyList<string>? Managers,
    decimal DailyCapacityKg,
    int DailySlots,
    IReadOnlyList<string> StorageClasses,
    IReadOnlyList<string> FoodPreferences,
    int Priority,
    bool Accepting,
    StorageCapacityKg? StorageCapacityKg,
    IReadOnlyList<Contact>? Contacts,
    string? AccessNotes,
    IntakeCalendarResponse Calendar,
    IReadOnlyList<string>? Staff,
    IReadOnlyList<LocationResponse> Locations)
{
    public static NgoResponse Of(Ngo ngo, Actor reader) => new(
        new Id<Kinds.Ngo>(ngo.Id),
        ngo.Version,
        ngo.Name,
        ngo.Kind,
        ngo.Place,
        ngo.OpeningHours,
        ngo.Verified,
        PlaceRights.MaySee(reader, ngo) ? ngo.Managers : null,
        Kilograms.FromGrams(ngo.Intake.DailyCapacityGrams),
        ngo.Intake.DailySlots,
        ngo.Intake.StorageClasses,
        ngo.Intake.FoodPreferences,
        ngo.Intake.Priority,
        ngo.Intake.Accepting,
        StorageCapacityKg.Of(ngo.Intake.StorageCapacity),
        PlaceRights.MaySee(reader, ngo) ? ngo.Contacts.Contacts : null,
        PlaceRights.MaySee(reader, ngo) ? ngo.Contacts.AccessNotes : null,
        IntakeCalendarResponse.Of(ngo.Calendar),
        PlaceRights.MaySee(reader, ngo) ? PlacePeople.Of(ngo).Staff : null,
        LocationResponse.Of(ngo.Locations, PlaceRights.MaySee(reader, ngo)));
}
