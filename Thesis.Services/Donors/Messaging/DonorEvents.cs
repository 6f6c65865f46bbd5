using Thesis.Contracts;
using Thesis.Contracts.Donors.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Donors.Domain;
using Thesis.Services.Shared.Places;

namespace Thesis.Services.Donors.Messaging;

/// <summary>What the rest of the system hears of donors.</summary>
public static class DonorEvents
{
    public static void PublishCreated(this CommandContext command, Donor donor)
    {
        command.Publish(Topics.DonorCreated, donor.Id, new DonorCreated { Donor = Snapshot(donor) }, Audience(donor));
        command.Audit("donor.created", EdgeId(donor), new { after = Facts(donor) });
    }

    /// <param name="action">What was done to it, for the audit trail, e.g. "donor.verified".</param>
    /// <param name="before">As it was, where that is known.</param>
    public static void PublishUpdated(this CommandContext command, Donor donor, string action, Donor? before = null)
    {
        command.Publish(Topics.DonorUpdated, donor.Id, new DonorUpdated { Donor = Snapshot(donor) }, Audience(donor));
        command.Audit(action, EdgeId(donor), new { before = before is null ? null : Facts(before), after = Facts(donor) });
    }

    public static DonorSnapshot Snapshot(Donor donor) => new()
    {
        Id = donor.Id,
        Version = donor.Version,
        Name = donor.Name,
        Kind = donor.Kind,
        Place = new Contracts.Common.V1.Place
        {
            Latitude = donor.Place.Latitude,
            Longitude = donor.Place.Longitude,
            Address = donor.Place.Address,
            Region = donor.Place.Region,
        },
        OpeningHours = donor.OpeningHours,
        Verified = donor.Verified,
        Managers = { donor.Managers },
        Staff = { PlacePeople.Of(donor).Staff },
        Locations = { donor.Locations.Select(location => location.ToMessage()) },
    };

    /// <summary>What the audit trail keeps: all but who the contacts are and how to get in.</summary>
    private static object Facts(Donor donor) => donor with { Contacts = PlaceContacts.None, Locations = [.. donor.Locations.Select(location => location with { Contacts = [], AccessNotes = "" })] };

    private static IEnumerable<string> Audience(Donor donor) =>
        donor.Managers.Select(subject => $"user:{subject}").Prepend($"region:{donor.Place.Region}").Prepend($"donor:{EdgeId(donor)}");

    private static string EdgeId(Donor donor) => new Id<Kinds.Donor>(donor.Id).ToString();
}
