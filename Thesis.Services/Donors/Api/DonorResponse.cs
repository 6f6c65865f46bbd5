using Thesis.ServiceDefaults;
using Thesis.Services.Donors.Domain;
using Thesis.Services.Shared.Places;

namespace Thesis.Services.Donors.Api;

/// <summary>A donor.</summary>
/// <param name="Version">The number in the entity tag that <c>If-Match</c> asks for.</param>
/// <param name="Verified">Only a verified donor may post donations.</param>
/// <param name="Managers">Subjects of the users who act for it; only they themselves and dispatchers see them.</param>
/// <param name="Contacts">Only its managers and dispatchers see them.</param>
/// <param name="Locations">Further places, beside the first.</param>
/// <param name="AccessNotes">How to get in; only its managers and dispatchers see it here.</param>
/// <param name="Staff">Those of the managers who may not change it or its people; only they themselves and dispatchers see them.</param>
public sealed record DonorResponse(
    Id<Kinds.Donor> Id,
    long Version,
    string Name,
    string Kind,
    Place Place,
    string OpeningHours,
    bool Verified,
    IReadOnlyList<string>? Managers,
    IReadOnlyList<Contact>? Contacts,
    string? AccessNotes,
    IReadOnlyList<string>? Staff,
    IReadOnlyList<LocationResponse> Locations)
{
    public static DonorResponse Of(Donor donor, Actor reader) => new(
        new Id<Kinds.Donor>(donor.Id),
        donor.Version,
        donor.Name,
        donor.Kind,
        donor.Place,
        donor.OpeningHours,
        donor.Verified,
        PlaceRights.MaySee(reader, donor) ? donor.Managers : null,
        PlaceRights.MaySee(reader, donor) ? donor.Contacts.Contacts : null,
        PlaceRights.MaySee(reader, donor) ? donor.Contacts.AccessNotes : null,
        PlaceRights.MaySee(reader, donor) ? PlacePeople.Of(donor).Staff : null,
        LocationResponse.Of(donor.Locations, PlaceRights.MaySee(reader, donor)));
}
