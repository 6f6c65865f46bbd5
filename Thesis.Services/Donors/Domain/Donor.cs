using Thesis.Services.Shared.Places;

namespace Thesis.Services.Donors.Domain;

/// <summary>Who gives food: a shop, a market, a kitchen. Its name and coordinates together are unique.</summary>
/// <param name="Version">Grows by one with every change.</param>
/// <param name="Kind">E.g. "supermarket".</param>
/// <param name="OpeningHours">See <see cref="Shared.Places.OpeningHours"/>; empty when unknown.</param>
/// <param name="Verified">Only a verified donor may post donations.</param>
/// <param name="Managers">Subjects of the users who act for it; at most 20.</param>
public sealed record Donor(
    long Id, long Version, string Name, string Kind, Place Place, string OpeningHours, bool Verified, IReadOnlyList<string> Managers) : IManagedPlace
{
    /// <summary>Those of the managers who may not change it or its people.</summary>
    public IReadOnlyList<string> Staff { get; init; } = [];

    /// <summary>Whom to ask there, and how to get in.</summary>
    public PlaceContacts Contacts { get; init; } = PlaceContacts.None;

    /// <summary>Further places, beside the first.</summary>
    public IReadOnlyList<Location> Locations { get; init; } = [];
}
