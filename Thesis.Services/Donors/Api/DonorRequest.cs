using Thesis.ServiceDefaults;
using Thesis.Services.Donors.Domain;
using Thesis.Services.Shared.Places;

namespace Thesis.Services.Donors.Api;

/// <summary>A donor as a caller states it.</summary>
/// <param name="Name">1 to 200 characters.</param>
/// <param name="Kind">What it is, e.g. "supermarket"; 1 to 40 characters.</param>
/// <param name="Place">Where food is picked up.</param>
/// <param name="OpeningHours">E.g. "Mon 08:00-23:00; Fri2nd 15:00-17:00"; empty when unknown.</param>
/// <param name="Managers">Subjects of the users who act for it, at most 20. Only a dispatcher may state them.</param>
public sealed record DonorRequest(
    string? Name = null,
    string? Kind = null,
    PlaceRequest? Place = null,
    string? OpeningHours = null,
    IReadOnlyList<string>? Managers = null)
{
    /// <summary>Notes what is wrong with the request.</summary>
    /// <returns>The donor that it describes; meaningful only when nothing was noted.</returns>
    public Donor Validate(Validation validation)
    {
        validation.RequireText(Name, "name", 1, 200);
        validation.RequireText(Kind, "kind", 1, 40);
        validation.Require(Place is not null, "place", "must say latitude, longitude, address and region");
        var place = Place?.Validate(validation, "place") ?? new Place(0, 0, "", "");
        var hours = validation.RequireOpeningHours(OpeningHours, "openingHours");
        validation.RequireManagers(Managers);
        return new Donor(0, 1, (Name ?? "").Trim(), (Kind ?? "").Trim(), place, hours.ToString(), Verified: false, [.. (Managers ?? []).Distinct()]);
    }
}
