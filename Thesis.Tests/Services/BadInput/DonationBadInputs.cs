using System.Net;
using Thesis.ServiceDefaults;
using Thesis.Services.Donations.Api;
using Thesis.Services.Tests.Donations;
using Thesis.Services.Tests.Support;

namespace Thesis.Services.Tests.BadInput;

internal sealed class DonationBadInputs : IBadInputs
{
    private Dictionary<string, object?> good = [];
    private Dictionary<string, object?> template = [];

    public IReadOnlyDictionary<string, object> GoodBodies => new Dictionary<string, object>
    {
        ["CreateDonation"] = good,
        ["UpdateDonation"] = good,
        ["WithdrawDonation"] = new Dictionary<string, object?> { ["reason"] = "Sold" },
        ["CreateDonationTemplate"] = template,
        ["UpdateDonationTemplate"] = template.With("donorId", null),
    };

    public IEnumerable<BadInputCase> Cases =>
    [
        .. OfferCases("CreateDonation"),
        .. OfferCases("UpdateDonation"),
        new("CreateDonation", "no donor", HttpStatusCode.BadRequest, "donorId", good.With("donorId", null)),
        new("CreateDonation", "a donor that is none", HttpStatusCode.BadRequest, "donorId", good.With("donorId", Bodies.UnknownId<Kinds.Donor>())),
        new("CreateDonation", "an NGO for a donor", HttpStatusCode.BadRequest, "donorId", good.With("donorId", Bodies.UnknownId<Kinds.Ngo>())),
        new("CreateDonation", "another one's donor", HttpStatusCode.Forbidden, Body: good, As: ("user-donor8", Roles.Donor)),
        new("CreateDonation", "a location of nobody", HttpStatusCode.BadRequest, "locationId", good.With("locationId", Bodies.UnknownId<Kinds.Location>())),
        new("UpdateDonation", "a location of nobody", HttpStatusCode.BadRequest, "locationId", good.With("locationId", Bodies.UnknownId<Kinds.Location>())),
        new("UpdateDonation", "another donor", HttpStatusCode.BadRequest, "donorId", good.With("donorId", Bodies.UnknownId<Kinds.Donor>())),
        new("UpdateDonation", "another one's donation", HttpStatusCode.Forbidden, Body: good, As: ("user-donor8", Roles.Donor)),
        new("CancelDonation", "another one's donation", HttpStatusCode.Forbidden, As: ("user-donor8", Roles.Donor)),
        new("ListDonations", "a region that is none", HttpStatusCode.BadRequest, "region", Query: "?region=-"),
        new("ListDonations", "a status that is none", HttpStatusCode.BadRequest, "status", Query: "?status=eaten"),
        new("ListDonations", "an NGO for a donor", HttpStatusCode.BadRequest, "donorId", Query: $"?donorId={Bodies.UnknownId<Kinds.Ngo>()}"),
        new("WithdrawDonation", "no reason", HttpStatusCode.BadRequest, "reason", new Dictionary<string, object?>()),
        new("WithdrawDonation", "another one's donation", HttpStatusCode.Forbidden, Body: new Dictionary<string, object?> { ["reason"] = "Mine" }, As: ("user-donor8", Roles.Donor)),
        new("PublishDonation", "another one's donation", HttpStatusCode.Forbidden, As: ("user-donor8", Roles.Donor)),
        new("UpdateDonation", "a draft again", HttpStatusCode.BadRequest, "draft", good.With("draft", true)),
        .. TemplateCases("CreateDonationTemplate", template),
        .. TemplateCases("UpdateDonationTemplate", template.With("donorId", null)),
        new("CreateDonationTemplate", "no donor", HttpStatusCode.BadRequest, "donorId", template.With("donorId", null)),
        new("CreateDonationTemplate", "a donor that is none", HttpStatusCode.BadRequest, "donorId", template.With("donorId", Bodies.UnknownId<Kinds.Donor>())),
        new("CreateDonationTemplate", "another one's donor", HttpStatusCode.Forbidden, Body: template, As: ("user-donor8", Roles.Donor)),
        new("UpdateDonationTemplate", "another one's", HttpStatusCode.Forbidden, Body: template.With("donorId", null), As: ("user-donor8", Roles.Donor)),
        new("EndDonationTemplate", "another one's", HttpStatusCode.Forbidden, As: ("user-donor8", Roles.Donor)),
        new("GetDonationTemplate", "another one's", HttpStatusCode.NotFound, As: ("user-donor8", Roles.Donor)),
        .. new[] { "GetImpact", "GetImpactCsv" }.SelectMany(endpoint => new BadInputCase[]
        {
            new(endpoint, "a period that is none", HttpStatusCode.BadRequest, "period", Query: "?period=week"),
            new(endpoint, "a group that is none", HttpStatusCode.BadRequest, "groupBy", Query: "?groupBy=driver"),
            new(endpoint, "a region that is none", HttpStatusCode.BadRequest, "region", Query: "?region=-"),
            new(endpoint, "days in the wrong order", HttpStatusCode.BadRequest, "from", Query: "?from=2026-02-01&until=2026-01-01"),
            new(endpoint, "a hundred years", HttpStatusCode.BadRequest, "from", Query: "?from=1926-02-01&until=2026-01-01"),
            new(endpoint, "the end of time", HttpStatusCode.BadRequest, "until", Query: "?until=9999-12-31"),
            new(endpoint, "a day that is none", HttpStatusCode.BadRequest, "from", Query: "?from=yesterday"),
        }),
        .. new[] { "GetReceipt", "GetReport" }.SelectMany(endpoint => new BadInputCase[]
        {
            new(endpoint, "no party", HttpStatusCode.BadRequest, endpoint == "GetReceipt" ? "donorId" : "ngoId", Query: "?period=2026"),
            new(endpoint, "no period", HttpStatusCode.BadRequest, "period"),
            new(endpoint, "a month that is none", HttpStatusCode.BadRequest, "period", Query: "?period=2026-13"),
            new(endpoint, "the end of time", HttpStatusCode.BadRequest, "period", Query: "?period=9999"),
            new(endpoint, "a format that is none", HttpStatusCode.BadRequest, "format", Query: "?period=2026&format=xls"),
        }),
        new("GetReceipt", "an NGO for a donor", HttpStatusCode.BadRequest, "donorId", Query: $"?period=2026&donorId={Bodies.UnknownId<Kinds.Ngo>()}"),
        new("GetReceipt", "a donor that is none", HttpStatusCode.NotFound, Query: $"?period=2026&donorId={Bodies.UnknownId<Kinds.Donor>()}"),
        new("GetReceipt", "a donation that is none", HttpStatusCode.NotFound, Query: $"?donationId={Bodies.UnknownId<Kinds.Donation>()}"),
        new("GetReport", "an NGO that is none", HttpStatusCode.NotFound, Query: $"?period=2026&ngoId={Bodies.UnknownId<Kinds.Ngo>()}"),
        new("GetReport", "a region that is none", HttpStatusCode.BadRequest, "region", Query: "?period=2026&region=-"),
        new("GetReport", "a region, asked by an NGO", HttpStatusCode.Forbidden, Query: "?period=2026&region=los-angeles", As: ("user-ngo8", Roles.Ngo)),
        new("MapDonations", "no region", HttpStatusCode.BadRequest, "region"),
    ];

    public async Task<IReadOnlyDictionary<Type, string>> SetAsync(ServicesHost host)
    {
        var donation = await host.CreateDonationAsync();
        good = DonationScenes.Request(donation.DonorId);
        template = TemplateTests.Request(donation.DonorId);
        // Nothing is posted from it while the walk goes on, whatever day it is.
        template["startsOn"] = DateOnly.FromDateTime(DateTime.UtcNow).AddDays(60);
        var made = await host.AsDonor().PostCommandAsync("/api/v1/donation-templates", template).ReadAsync<TemplateResponse>(HttpStatusCode.Created);
        return new Dictionary<Type, string> { [typeof(Kinds.Donation)] = donation.Id.ToString(), [typeof(Kinds.Template)] = made.Id.ToString() };
    }

    private static IEnumerable<BadInputCase> TemplateCases(string endpoint, IReadOnlyDictionary<string, object?> good)
    {
        (string Field, object? Value)[] wrong =
        [
            ("title", null), ("title", new string('x', 201)), ("foodType", "gold"), ("storageClass", "warm"), ("quantityKg", 0), ("quantityKg", 0.0004m), ("smallestLotKg", 50.001m),
            ("weekdays", null), ("weekdays", Array.Empty<string>()), ("weekdays", new[] { "someday" }),
            ("pickupFrom", null), ("pickupFrom", "9"), ("pickupUntil", "24:00"),
            ("keepsHours", -1), ("keepsHours", 8761), ("postedAheadHours", 337), ("startsOn", "2019-12-31"), ("startsOn", "9999-12-31"), ("endsOn", "2020-01-01"),
            ("exceptions", Enumerable.Range(0, 201).Select(day => new DateOnly(2026, 1, 1).AddDays(day)).ToArray()),
        ];
        return wrong.Select(one => new BadInputCase(endpoint, $"{one.Field} = {one.Value}", HttpStatusCode.BadRequest, one.Field, good.With(one.Field, one.Value)));
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
            ("allergens", new[] { "sugar" }), ("allergens", "milk"), ("accessNotes", new string('x', 501)), ("pickupNotes", "a\u0000"),
            ("amount", 5), ("unit", "stone"), ("unitKg", 5),
            ("pickupUntil", null), ("pickupUntil", now.AddDays(-1)), ("pickupUntil", now.AddDays(2)),
        ];
        var cases = wrong.Select(one => new BadInputCase(endpoint, $"{one.Field} = {one.Value}", HttpStatusCode.BadRequest, one.Field, good.With(one.Field, one.Value)));
        var counted = good.With("quantityKg", null).With("smallestLotKg", null).With("unit", "box").With("amount", 10);
        cases = cases.Concat(
        [
            new(endpoint, "a unit without an amount", HttpStatusCode.BadRequest, "amount", counted.With("amount", null)),
            new(endpoint, "boxes of 60 t", HttpStatusCode.BadRequest, "amount", counted.With("amount", 6_000)),
            new(endpoint, "a box of a ton and more", HttpStatusCode.BadRequest, "unitKg", counted.With("unitKg", 1_001)),
            new(endpoint, "a box of nothing", HttpStatusCode.BadRequest, "unitKg", counted.With("unitKg", 0)),
            new(endpoint, "a thousandth of a gram", HttpStatusCode.BadRequest, "amount", counted.With("amount", 0.0001m)),
            new(endpoint, "a window of less than a millisecond", HttpStatusCode.BadRequest, "pickupUntil",
                good.With("pickupFrom", now.AddHours(1).ToString("yyyy-MM-ddTHH:mm:ss") + ".0000001Z").With("pickupUntil", now.AddHours(1).ToString("yyyy-MM-ddTHH:mm:ss") + ".0009Z")),
        ]);
        var place = new Dictionary<string, object?> { ["latitude"] = 34.0, ["longitude"] = -118.0, ["address"] = "", ["region"] = "los-angeles" };
        return cases.Concat(
        [
            new(endpoint, "a place off the planet", HttpStatusCode.BadRequest, "place.latitude", good.With("place", place.With("latitude", 91))),
            new(endpoint, "a place off the planet", HttpStatusCode.BadRequest, "place.longitude", good.With("place", place.With("longitude", -200))),
            new(endpoint, "a long address", HttpStatusCode.BadRequest, "place.address", good.With("place", place.With("address", new string('x', 301)))),
            new(endpoint, "another region", HttpStatusCode.BadRequest, "place.region", good.With("place", place.With("region", "paris"))),
        ]);
    }
}
