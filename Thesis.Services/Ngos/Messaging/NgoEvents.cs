using Thesis.Contracts;
using Thesis.Contracts.Common.V1;
using Thesis.Contracts.Ngos.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Ngos.Domain;

namespace Thesis.Services.Ngos.Messaging;

/// <summary>What the rest of the system hears of NGOs.</summary>
public static class NgoEvents
{
    public static void PublishCreated(this CommandContext command, Ngo ngo)
    {
        command.Publish(Topics.NgoCreated, ngo.Id, new NgoCreated { Ngo = Snapshot(ngo) }, Audience(ngo));
        command.Audit("ngo.created", EdgeId(ngo));
    }

    /// <param name="action">What was done to it, for the audit trail, e.g. "ngo.verified".</param>
    public static void PublishUpdated(this CommandContext command, Ngo ngo, string action)
    {
        command.Publish(Topics.NgoUpdated, ngo.Id, new NgoUpdated { Ngo = Snapshot(ngo) }, Audience(ngo));
        command.Audit(action, EdgeId(ngo));
    }

    public static NgoSnapshot Snapshot(Ngo ngo) => new()
    {
        Id = ngo.Id,
        Version = ngo.Version,
        Name = ngo.Name,
        Kind = ngo.Kind,
        Place = new Place
        {
            Latitude = ngo.Place.Latitude,
            Longitude = ngo.Place.Longitude,
            Address = ngo.Place.Address,
            Region = ngo.Place.Region,
        },
        OpeningHours = ngo.OpeningHours,
        Verified = ngo.Verified,
        Managers = { ngo.Managers },
        DailyCapacityGrams = ngo.Intake.DailyCapacityGrams,
        DailySlots = ngo.Intake.DailySlots,
        StorageClasses = { ngo.Intake.StorageClasses },
        FoodPreferences = { ngo.Intake.FoodPreferences },
        Priority = ngo.Intake.Priority,
        Accepting = ngo.Intake.Accepting,
        StorageCapacities =
        {
            ngo.Intake.StorageCapacity.Limits.Select(limit => new Contracts.Ngos.V1.StorageCapacity { StorageClass = limit.StorageClass, DailyGrams = limit.Grams }),
        },
    };

    private static IEnumerable<string> Audience(Ngo ngo) =>
        ngo.Managers.Select(subject => $"user:{subject}").Prepend($"region:{ngo.Place.Region}").Prepend($"ngo:{EdgeId(ngo)}");

    private static string EdgeId(Ngo ngo) => new Id<Kinds.Ngo>(ngo.Id).ToString();
}
