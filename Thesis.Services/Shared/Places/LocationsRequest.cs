using Thesis.ServiceDefaults;

namespace Thesis.Services.Shared.Places;

/// <summary>One of several places, as a caller states it.</summary>
/// <param name="Id">Of one that is there already; absent for a new one.</param>
/// <param name="Name">What tells it apart, 1 to 100 characters; no two have the same.</param>
/// <param name="Place">Where it is; its region is the organisation's.</param>
/// <param name="OpeningHours">E.g. "Mon 08:00-23:00" or "By appointment"; empty when unknown.</param>
/// <param name="AccessNotes">How to get in; at most 500 characters.</param>
/// <param name="Contacts">Whom to ask there; at most 10.</param>
public sealed record LocationRequest(
    Id<Kinds.Location>? Id = null,
    string? Name = null,
    PlaceRequest? Place = null,
    string? OpeningHours = null,
    string? AccessNotes = null,
    IReadOnlyList<Contact>? Contacts = null);

/// <summary>The further places of a donor or an NGO, beside its first.</summary>
/// <param name="Locations">At most 20. Those that are left out are removed; what is under way keeps its place.</param>
public sealed record LocationsRequest(IReadOnlyList<LocationRequest>? Locations = null)
{
    /// <summary>Notes what is wrong with the request.</summary>
    /// <param name="known">The locations that are there.</param>
    /// <param name="region">The organisation's.</param>
    /// <returns>What it states, new ones without an id; meaningful only when nothing was noted.</returns>
    public IReadOnlyList<Location> Validate(Validation validation, IReadOnlyList<Location> known, string region)
    {
        var stated = Locations ?? [];
        if (!validation.Require(Locations is not null && stated.Count <= Location.Most && stated.All(one => one is not null), "locations", $"must be at most {Location.Most} locations"))
        {
            return [];
        }

        var names = stated.Select(one => (one.Name ?? "").Trim()).ToArray();
        validation.Require(names.Distinct(StringComparer.OrdinalIgnoreCase).Count() == names.Length, "locations", "must have different names");
        return [.. stated.Select((one, number) => Validate(validation, one, $"locations[{number}]", known, region))];
    }

    private static Location Validate(Validation validation, LocationRequest one, string field, IReadOnlyList<Location> known, string region)
    {
        validation.Require(one.Id is not { } id || known.Any(location => location.Id == id.Value), $"{field}.id", "must be the id of a location that is there, or be left out for a new one");
        validation.RequireText(one.Name, $"{field}.name", 1, 100);
        validation.Require(one.Place is not null, $"{field}.place", "is required");
        var place = one.Place?.Validate(validation, $"{field}.place");
        validation.Require(place is null || place.Region == region, $"{field}.place.region", $"must be '{region}'");
        var hours = validation.RequireOpeningHours(one.OpeningHours, $"{field}.openingHours");
        var contacts = new ContactsRequest(one.Contacts, one.AccessNotes).Validate(validation, $"{field}.");
        return new Location(
            one.Id?.Value ?? 0, (one.Name ?? "").Trim(), place ?? new Place(0, 0, "", region), hours.ToString(), contacts.AccessNotes, contacts.Contacts);
    }
}

/// <summary>One of several places.</summary>
/// <param name="AccessNotes">How to get in; null for whom it does not concern.</param>
/// <param name="Contacts">Whom to ask there; null for whom it does not concern.</param>
public sealed record LocationResponse(
    Id<Kinds.Location> Id, string Name, Place Place, string OpeningHours, string? AccessNotes, IReadOnlyList<Contact>? Contacts)
{
    /// <param name="isTheirs">Whether the reader acts for the organisation.</param>
    public static IReadOnlyList<LocationResponse> Of(IReadOnlyList<Location> locations, bool isTheirs) =>
    [
        .. locations.Select(one => new LocationResponse(
            new(one.Id), one.Name, one.Place, one.OpeningHours, isTheirs ? one.AccessNotes : null, isTheirs ? one.Contacts : null)),
    ];
}
