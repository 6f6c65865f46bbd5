using System.Net;
using Thesis.ServiceDefaults;
using Thesis.Services.Ngos.Api;
using Thesis.Services.Tests.Donors;
using Thesis.Services.Tests.Support;

namespace Thesis.Services.Tests.BadInput;

internal sealed class NgoBadInputs : IBadInputs
{
    private readonly Dictionary<string, object?> good = DonorScenes.Request();

    public IReadOnlyDictionary<string, object> GoodBodies => new Dictionary<string, object>
    {
        ["CreateNgo"] = good,
        ["UpdateNgo"] = good,
        ["UpdateNgoManagers"] = PlacePeopleCases.Managers,
        ["TransferNgo"] = PlacePeopleCases.Transfer,
        ["UpdateNgoContacts"] = PlacePeopleCases.Contacts,
        ["UpdateNgoLocations"] = PlacePeopleCases.Locations,
        ["UpdateNgoCalendar"] = Calendar,
        ["PauseNgo"] = new Dictionary<string, object?> { ["reason"] = "Holidays" },
    };

    public IEnumerable<BadInputCase> Cases =>
    [
        .. PlaceCases.For("CreateNgo", good),
        .. IntakeCases("CreateNgo"),
        .. IntakeCases("UpdateNgo"),
        .. PlacePeopleCases.For("Ngo"),
        .. CalendarCases,
        new("UpdateNgo", "another one's NGO", HttpStatusCode.Forbidden, As: ("user-ngo8", Roles.Ngo)),
        new("ListNgos", "a region that is none", HttpStatusCode.BadRequest, "region", Query: "?region=%00"),
        new("ReadOpeningHours", "a day without times", HttpStatusCode.BadRequest, "text", Query: "?text=Monday"),
        new("MapNgos", "no region", HttpStatusCode.BadRequest, "region"),
        new("ImportNgos", "no region", HttpStatusCode.BadRequest, "region"),
    ];

    public async Task<IReadOnlyDictionary<Type, string>> SetAsync(ServicesHost host)
    {
        var ngo = await host.AsNgo().PostCommandAsync("/api/v1/ngos", DonorScenes.Request()).ReadAsync<NgoResponse>(HttpStatusCode.Created);
        return new Dictionary<Type, string> { [typeof(Kinds.Ngo)] = ngo.Id.ToString() };
    }

    private IEnumerable<BadInputCase> IntakeCases(string endpoint)
    {
        (string Field, object? Value)[] wrong =
        [
            ("dailyCapacityKg", -1), ("dailyCapacityKg", 100_001), ("dailyCapacityKg", 0.0001m), ("dailyCapacityKg", "200"), ("dailyCapacityKg", 1e300),
            ("dailySlots", -1), ("dailySlots", 1_001), ("dailySlots", 1.5), ("dailySlots", 99999999999),
            ("storageClasses", Array.Empty<string>()), ("storageClasses", new[] { "warm" }), ("storageClasses", new string?[] { null }),
            ("foodPreferences", new[] { "gold" }),
            ("storageCapacityKg", "100"),
            ("priority", 0), ("priority", 6), ("accepting", "yes"),
        ];
        (string Class, object Kg)[] wrongLimits =
        [
            ("ambient", -1), ("ambient", 100_001), ("ambient", 0.0001m), ("ambient", "much"), ("frozen", 10), // Frozen is not among its classes.
        ];
        return wrong.Select(one => new BadInputCase(endpoint, $"{one.Field} = {one.Value}", HttpStatusCode.BadRequest, one.Field, good.With(one.Field, one.Value)))
            .Concat(wrongLimits.Select(one => new BadInputCase(
                endpoint, $"{one.Class} limit = {one.Kg}", HttpStatusCode.BadRequest, $"storageCapacityKg.{one.Class}",
                good.With("storageCapacityKg", new Dictionary<string, object> { [one.Class] = one.Kg }))));
    }

    private static readonly Dictionary<string, object?> Calendar = new() { ["days"] = new[] { Day } };

    private static Dictionary<string, object?> Day => new() { ["date"] = "2027-01-01", ["capacityKg"] = 5, ["slots"] = 1 };

    private static Dictionary<string, object?> Closure => new() { ["from"] = "2027-01-01", ["until"] = "2027-01-05" };

    private static IEnumerable<BadInputCase> CalendarCases =>
    [
        Wrong("days", Calendar.With("days", new[] { Day, Day })),
        Wrong("days[0].capacityKg", Calendar.With("days", new[] { Day.With("capacityKg", 100_001) })),
        Wrong("days[0].capacityKg", Calendar.With("days", new[] { Day.With("capacityKg", 0.0001m) })),
        Wrong("days[0].slots", Calendar.With("days", new[] { Day.With("slots", -1) })),
        Wrong("closures[0].until", Calendar.With("closures", new[] { Closure.With("until", "2026-12-31") })),
        Wrong("closures[0].until", Calendar.With("closures", new[] { Closure.With("until", "2029-12-31") })),
        Wrong("closures[0].reason", Calendar.With("closures", new[] { Closure.With("reason", new string('x', 201)) })),
        new("PauseNgo", "a long reason", HttpStatusCode.BadRequest, "reason", new Dictionary<string, object?> { ["reason"] = new string('x', 301) }),
        new("PauseNgo", "a pause that is over", HttpStatusCode.BadRequest, "resumesOn", new Dictionary<string, object?> { ["resumesOn"] = "2020-01-01" }),
        new("PauseNgo", "another one's NGO", HttpStatusCode.Forbidden, Body: new Dictionary<string, object?>(), As: ("user-ngo8", Roles.Ngo)),
    ];

    private static BadInputCase Wrong(string field, object body) => new("UpdateNgoCalendar", $"a wrong {field}", HttpStatusCode.BadRequest, field, body);
}
