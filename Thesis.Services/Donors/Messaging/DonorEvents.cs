using Thesis.Contracts;
using Thesis.Contracts.Common.V1;
using Thesis.Contracts.Donors.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Donors.Domain;

namespace Thesis.Services.Donors.Messaging;

/// <summary>What the rest of the system hears of donors.</summary>
public static class DonorEvents
{
    public static void PublishCreated(this CommandContext command, Donor donor)
    {
        command.Publish(Topics.DonorCreated, donor.Id, new DonorCreated { Donor = Snapshot(donor) }, Audience(donor));
        command.Audit("donor.created", EdgeId(donor));
    }

    /// <param name="action">What was done to it, for the audit trail, e.g. "donor.verified".</param>
    public static void PublishUpdated(this CommandContext command, Donor donor, string action)
    {
        command.Publish(Topics.DonorUpdated, donor.Id, new DonorUpdated { Donor = Snapshot(donor) }, Audience(donor));
        command.Audit(action, EdgeId(donor));
    }

    public static DonorSnapshot Snapshot(Donor donor) => new()
    {
        Id = donor.Id,
        Version = donor.Version,
        Name = donor.Name,
        Kind = donor.Kind,
        Place = new Place
        {
            Latitude = donor.Place.Latitude,
            Longitude = donor.Place.Longitude,
            Address = donor.Place.Address,
            Region = donor.Place.Region,
        },
        OpeningHours = donor.OpeningHours,
        Verified = donor.Verified,
        Managers = { donor.Managers },
    };

    private static IEnumerable<string> Audience(Donor donor) =>
        donor.Managers.Select(subject => $"user:{subject}").Prepend($"region:{donor.Place.Region}").Prepend($"donor:{EdgeId(donor)}");

    private static string EdgeId(Donor donor) => new Id<Kinds.Donor>(donor.Id).ToString();
}
