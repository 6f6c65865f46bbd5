using System.Text.Json;

namespace Thesis.Services.Shared.Places;

/// <summary>One of several places of a donor or an NGO, beside its first.</summary>
/// <param name="Name">What tells it apart, e.g. "Warehouse".</param>
/// <param name="OpeningHours">See <see cref="Places.OpeningHours"/>; empty when unknown.</param>
/// <param name="AccessNotes">How to get in; may be empty.</param>
/// <param name="Contacts">Whom to ask there.</param>
public sealed record Location(long Id, string Name, Place Place, string OpeningHours, string AccessNotes, IReadOnlyList<Contact> Contacts)
{
    /// <summary>Further places that an organisation may have.</summary>
    public const int Most = 20;

    public static string ToJson(IReadOnlyList<Location> locations) => JsonSerializer.Serialize(locations, JsonSerializerOptions.Web);

    public static IReadOnlyList<Location> FromJson(string json) => JsonSerializer.Deserialize<List<Location>>(json, JsonSerializerOptions.Web) ?? [];

    /// <summary>As other services hear of it: without the people there.</summary>
    public Contracts.Common.V1.Location ToMessage() => new()
    {
        Id = Id,
        Name = Name,
        Place = new Contracts.Common.V1.Place { Latitude = Place.Latitude, Longitude = Place.Longitude, Address = Place.Address, Region = Place.Region },
        OpeningHours = OpeningHours,
        AccessNotes = AccessNotes,
    };

    /// <summary>What another service keeps of it.</summary>
    public static Location Of(Contracts.Common.V1.Location message) => new(
        message.Id,
        message.Name,
        new Place(message.Place.Latitude, message.Place.Longitude, message.Place.Address, message.Place.Region),
        message.OpeningHours,
        message.AccessNotes,
        []);
}
