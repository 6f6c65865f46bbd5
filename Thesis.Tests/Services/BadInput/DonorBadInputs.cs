using System.Net;
using Thesis.ServiceDefaults;
using Thesis.Services.Tests.Donors;
using Thesis.Services.Tests.Support;

namespace Thesis.Services.Tests.BadInput;

internal sealed class DonorBadInputs : IBadInputs
{
    private readonly Dictionary<string, object?> good = DonorScenes.Request();

    public IReadOnlyDictionary<string, object> GoodBodies => new Dictionary<string, object> { ["CreateDonor"] = good, ["UpdateDonor"] = good, ["UpdateDonorManagers"] = PlacePeopleCases.Managers, ["TransferDonor"] = PlacePeopleCases.Transfer, ["UpdateDonorContacts"] = PlacePeopleCases.Contacts, ["UpdateDonorLocations"] = PlacePeopleCases.Locations };

    public IEnumerable<BadInputCase> Cases =>
    [
        .. PlaceCases.For("CreateDonor", good),
        .. PlaceCases.For("UpdateDonor", good),
        .. PlacePeopleCases.For("Donor"),
        new("UpdateDonor", "another one's donor", HttpStatusCode.Forbidden, As: ("user-donor8", Roles.Donor)),
        new("ListDonors", "a region that is none", HttpStatusCode.BadRequest, "region", Query: "?region=Los%20Angeles"),
        new("ListDonors", "a word for a truth", HttpStatusCode.BadRequest, "verified", Query: "?verified=maybe"),
        new("MapDonors", "no region", HttpStatusCode.BadRequest, "region"),
        new("ImportDonors", "no region", HttpStatusCode.BadRequest, "region"),
        new("ImportDonors", "JSON for CSV", HttpStatusCode.UnsupportedMediaType, Body: good, Query: "?region=los-angeles"),
    ];

    public async Task<IReadOnlyDictionary<Type, string>> SetAsync(ServicesHost host) =>
        new Dictionary<Type, string> { [typeof(Kinds.Donor)] = (await host.CreateDonorAsync(["user-donor1"])).Id.ToString() };
}
