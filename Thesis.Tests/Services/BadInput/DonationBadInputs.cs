using System.Net;
using Thesis.ServiceDefaults;
using Thesis.Services.Tests.Donations;
using Thesis.Services.Tests.Support;

namespace Thesis.Services.Tests.BadInput;

internal sealed class DonationBadInputs : IBadInputs
{
    private Dictionary<string, object?> good = [];

    public IReadOnlyDictionary<string, object> GoodBodies => new Dictionary<string, object> { ["CreateDonation"] = good, ["UpdateDonation"] = good };

    public IEnumerable<BadInputCase> Cases =>
    [
        .. OfferCases("CreateDonation"),
        .. OfferCases("UpdateDonation"),
        new("CreateDonation", "no donor", HttpStatusCode.BadRequest, "donorId", good.With("donorId", null)),
        new("CreateDonation", "a donor that is none", HttpStatusCode.BadRequest, "donorId", good.With("donorId", Bodies.UnknownId<Kinds.Donor>())),
        new("CreateDonation", "an NGO for a donor", HttpStatusCode.BadRequest, "donorId", good.With("donorId", Bodies.UnknownId<Kinds.Ngo>())),
        new("CreateDonation", "another one's donor", HttpStatusCode.Forbidden, Body: good, As: ("user-donor8", Roles.Donor)),
        new("UpdateDonation", "another donor", HttpStatusCode.BadRequest, "donorId", good.With("donorId", Bodies.UnknownId<Kinds.Donor>())),
        new("UpdateDonation", "another one's donation", HttpStatusCode.Forbidden, Body: good, As: ("user-donor8", Roles.Donor)),
        new("CancelDonation", "another one's donation", HttpStatusCode.Forbidden, As: ("user-donor8", Roles.Donor)),
        new("ListDonations", "a region that is none", HttpStatusCode.BadRequest, "region", Query: "?region=-"),
        new("ListDonations", "a status that is none", HttpStatusCode.BadRequest, "status", Query: "?status=eaten"),
        new("ListDonations", "an NGO for a donor", HttpStatusCode.BadRequest, "donorId", Query: $"?donorId={Bodies.UnknownId<Kinds.Ngo>()}"),
        new("MapDonations", "no region", HttpStatusCode.BadRequest, "region"),
    ];

    public async Task<IReadOnlyDictionary<Type, string>> SetAsync(ServicesHost host)
    {
        var donation = await host.CreateDonationAsync();
        good = DonationScenes.Request(donation.DonorId);
        return new Dictionary<Type, string> { [typeof(Kinds.Donation)] = donation.Id.ToString() };
    }

    private IEnumerable<BadInputCase> OfferCases(string endpoint)
    {
        var now = DateTimeOffset.UtcNow;
        (string Field, object? Value)[] wrong =
        [
            ("title", null), ("title", ""), ("title", new string('x', 201)), ("title", "a\u0000b"),
            ("foodType", null), ("foodType", "gold"), ("foodType", 3),
            ("quantityKg", null), ("quantityKg", 0), ("quantityKg", -1), ("quantityKg", 50_000.001m), ("quantityKg", 1e30), ("quantityKg", 0.0001m), ("quantityKg", "100"),
            ("smallestLotKg", -0.001m), ("smallestLotKg", 100.001m), ("smallestLotKg", 0.0001m),
            ("storageClass", null), ("storageClass", "warm"),
            ("expiresAt", null), ("expiresAt", now.AddMinutes(-1)), ("expiresAt", now.AddYears(2)), ("expiresAt", "tomorrow"), ("expiresAt", "2099-13-01T00:00:00Z"), ("expiresAt", "9999-12-31T23:59:59Z"),
            ("pickupFrom", null), ("pickupFrom", now.AddDays(-2)), ("pickupFrom", 12345),
            ("pickupUntil", null), ("pickupUntil", now.AddDays(-1)), ("pickupUntil", now.AddDays(2)),
        ];
        var cases = wrong.Select(one => new BadInputCase(endpoint, $"{one.Field} = {one.Value}", HttpStatusCode.BadRequest, one.Field, good.With(one.Field, one.Value)));
        var place = new Dictionary<string, object?> { ["latitude"] = 34.0, ["longitude"] = -118.0, ["address"] = "", ["region"] = "los-angeles" };
        return cases.Concat(
        [
            new(endpoint, "a place off the planet", HttpStatusCode.BadRequest, "place.latitude", good.With("place", place.With("latitude", 91))),
            new(endpoint, "a place off the planet", HttpStatusCode.BadRequest, "place.longitude", good.With("place", place.With("longitude", -200))),
            new(endpoint, "another region", HttpStatusCode.BadRequest, "place.region", good.With("place", place.With("region", "paris"))),
        ]);
    }
}
