using System.Net;

namespace Thesis.Services.Tests.BadInput;

/// <summary>Managers and contacts, which donors and NGOs have in common.</summary>
internal static class PlacePeopleCases
{
    public static Dictionary<string, object?> Managers { get; } = new() { ["managers"] = new[] { "user-a" } };

    public static Dictionary<string, object?> Contacts { get; } = new() { ["contacts"] = new[] { Contact }, ["accessNotes"] = "Ring" };

    public static Dictionary<string, object?> Locations { get; } = new() { ["locations"] = new[] { Location } };

    private static Dictionary<string, object?> Location => new()
    {
        ["name"] = "Warehouse",
        ["place"] = new Dictionary<string, object?> { ["latitude"] = 34.05, ["longitude"] = -118.25, ["address"] = "2 Dock St", ["region"] = "los-angeles" },
        ["openingHours"] = "By appointment",
    };

    private static Dictionary<string, object?> Contact => new() { ["name"] = "Ana", ["phone"] = "+1 213 555 0100" };

    public static Dictionary<string, object?> Transfer { get; } = new() { ["to"] = "user-a" };

    /// <param name="kind">"Donor" or "Ngo".</param>
    public static IEnumerable<BadInputCase> For(string kind) =>
    [
        Wrong($"Update{kind}Managers", "managers", Managers.With("managers", new[] { "a b" })),
        Wrong($"Update{kind}Managers", "managers", Managers.With("managers", null)),
        new($"Transfer{kind}", "to nobody", HttpStatusCode.BadRequest, "to", Transfer.With("to", null), As: ($"user-{kind.ToLowerInvariant()}1", kind.ToLowerInvariant())),
        new($"Transfer{kind}", "to a stranger", HttpStatusCode.BadRequest, "to", Transfer, As: ($"user-{kind.ToLowerInvariant()}1", kind.ToLowerInvariant())),
        new($"Transfer{kind}", "another one's", HttpStatusCode.Forbidden, Body: Transfer, As: ("user-donor8", "donor")),
        new($"Leave{kind}", "another one's", HttpStatusCode.Forbidden, As: ("user-donor8", "donor")),
        Wrong($"Update{kind}Contacts", "accessNotes", Contacts.With("accessNotes", new string('x', 501))),
        Wrong($"Update{kind}Contacts", "contacts", Contacts.With("contacts", Enumerable.Repeat(Contact, 11).ToArray())),
        Wrong($"Update{kind}Contacts", "contacts[0].name", With("name", "")),
        Wrong($"Update{kind}Contacts", "contacts[0].phone", With("phone", "call me")),
        Wrong($"Update{kind}Contacts", "contacts[0].email", With("email", "ana")),
        Wrong($"Update{kind}Contacts", "contacts[0]", With("phone", null)),
        Wrong($"Update{kind}Locations", "locations", new Dictionary<string, object?>()),
        Wrong($"Update{kind}Locations", "locations", Locations.With("locations", new[] { Location, Location })),
        Wrong($"Update{kind}Locations", "locations", Locations.With("locations", Enumerable.Repeat(Location, 21).ToArray())),
        Wrong($"Update{kind}Locations", "locations[0].id", At("id", Bodies.UnknownId<Thesis.ServiceDefaults.Kinds.Location>())),
        Wrong($"Update{kind}Locations", "locations[0].name", At("name", "")),
        Wrong($"Update{kind}Locations", "locations[0].place", At("place", null)),
        Wrong($"Update{kind}Locations", "locations[0].place.latitude", At("place.latitude", 91)),
        Wrong($"Update{kind}Locations", "locations[0].place.region", At("place.region", "berlin")),
        Wrong($"Update{kind}Locations", "locations[0].openingHours", At("openingHours", "now and then")),
        Wrong($"Update{kind}Locations", "locations[0].accessNotes", At("accessNotes", new string('x', 501))),
        Wrong($"Update{kind}Locations", "locations[0].contacts[0].phone", At("contacts", new[] { Contact.With("phone", "call me") })),
    ];

    private static BadInputCase Wrong(string endpoint, string field, object body) => new(endpoint, $"a wrong {field}", HttpStatusCode.BadRequest, field, body);

    private static Dictionary<string, object?> At(string field, object? value) => new() { ["locations"] = new[] { Location.With(field, value) } };

    private static Dictionary<string, object?> With(string field, object? value) =>
        new() { ["contacts"] = new[] { Contact.With(field, value) } };
}
