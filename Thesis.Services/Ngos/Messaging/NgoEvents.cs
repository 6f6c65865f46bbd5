using System.Globalization;
using Thesis.Contracts;
using Thesis.Contracts.Ngos.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Ngos.Domain;
using Thesis.Services.Shared.Food;
using Thesis.Services.Shared.Places;

namespace Thesis.Services.Ngos.Messaging;

/// <summary>What the rest of the system hears of NGOs.</summary>
public static class NgoEvents
{
    public static void PublishCreated(this CommandContext command, Ngo ngo)
    {
        command.Publish(Topics.NgoCreated, ngo.Id, new NgoCreated { Ngo = Snapshot(ngo) }, Audience(ngo));
        command.Audit("ngo.created", EdgeId(ngo), new { after = Facts(ngo) });
    }

    /// <param name="action">What was done to it, for the audit trail, e.g. "ngo.verified".</param>
    /// <param name="before">As it was, where that is known.</param>
    public static void PublishUpdated(this CommandContext command, Ngo ngo, string action, Ngo? before = null)
    {
        command.Publish(Topics.NgoUpdated, ngo.Id, new NgoUpdated { Ngo = Snapshot(ngo) }, Audience(ngo));
        command.Audit(action, EdgeId(ngo), new { before = before is null ? null : Facts(before), after = Facts(ngo) });
    }

    public static NgoSnapshot Snapshot(Ngo ngo) => new()
    {
        Id = ngo.Id,
        Version = ngo.Version,
        Name = ngo.Name,
        Kind = ngo.Kind,
        Place = new Contracts.Common.V1.Place
        {
            Latitude = ngo.Place.Latitude,
            Longitude = ngo.Place.Longitude,
            Address = ngo.Place.Address,
            Region = ngo.Place.Region,
        },
        OpeningHours = ngo.OpeningHours,
        Verified = ngo.Verified,
        Managers = { ngo.Managers },
        Staff = { PlacePeople.Of(ngo).Staff },
        Locations = { ngo.Locations.Select(location => location.ToMessage()) },
        DailyCapacityGrams = ngo.Intake.DailyCapacityGrams,
        DailySlots = ngo.Intake.DailySlots,
        StorageClasses = { ngo.Intake.StorageClasses },
        FoodPreferences = { ngo.Intake.FoodPreferences },
        Priority = ngo.Intake.Priority,
        Accepting = ngo.Intake.Accepting,
        ResumesOn = ngo.Calendar.ResumesOn is { } day ? Text(day) : "",
        Exceptions =
        {
            ngo.Calendar.Closures.Select(closed => new CapacityException { From = Text(closed.From), Until = Text(closed.Until) }),
            ngo.Calendar.Days.Select(one => new CapacityException
            {
                From = Text(one.Date), Until = Text(one.Date), CapacityGrams = Kilograms.ToGrams(one.CapacityKg), Slots = one.Slots,
            }),
        },
        AccessNotes = ngo.Contacts.AccessNotes,
        StorageCapacities =
        {
            ngo.Intake.StorageCapacity.Limits.Select(limit => new Contracts.Ngos.V1.StorageCapacity { StorageClass = limit.StorageClass, DailyGrams = limit.Grams }),
        },
    };

    /// <summary>What the audit trail keeps: all but who the contacts are and how to get in.</summary>
    private static object Facts(Ngo ngo) => ngo with { Contacts = PlaceContacts.None, Locations = [.. ngo.Locations.Select(location => location with { Contacts = [], AccessNotes = "" })] };

    private static IEnumerable<string> Audience(Ngo ngo) =>
        ngo.Managers.Select(subject => $"user:{subject}").Prepend($"region:{ngo.Place.Region}").Prepend($"ngo:{EdgeId(ngo)}");

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string EdgeId(Ngo ngo) => new Id<Kinds.Ngo>(ngo.Id).ToString();
}
