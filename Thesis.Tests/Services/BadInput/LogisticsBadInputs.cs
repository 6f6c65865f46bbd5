using System.Net;
using System.Text.Json.Nodes;
using Thesis.ServiceDefaults;
using Thesis.Services.Tests.Support;

namespace Thesis.Services.Tests.BadInput;

/// <summary>Allocation, orders and drivers.</summary>
internal sealed class LogisticsBadInputs : IBadInputs
{
    private static readonly Dictionary<string, object?> Driver = new() { ["name"] = "Ada", ["vehicle"] = "van", ["capacityKg"] = 500, ["region"] = "los-angeles" };
    private static readonly Dictionary<string, object?> Weight = new() { ["kg"] = 10 };
    private static readonly Dictionary<string, object?> Cancel = new() { ["reason"] = "The road is closed." };
    private static readonly Dictionary<string, object?> Incident = new() { ["kind"] = "accident", ["description"] = "A crash on the way." };
    private static readonly Dictionary<string, object?> Assign = new() { ["driverId"] = Bodies.UnknownId<Kinds.Driver>() };
    private static readonly (string, string) Driving = ("user-bad-input", Roles.Driver);
    private static readonly Dictionary<string, object?> Reason = new() { ["reason"] = "The van broke down." };

    private static readonly Dictionary<string, object?> Strategy = new() { ["name"] = "bad-input-1", ["document"] = new { weights = new { priority = 1 } } };

    public IReadOnlyDictionary<string, object> GoodBodies { get; } = new Dictionary<string, object>
    {
        ["RegisterDriver"] = Driver,
        ["SetMyShift"] = new { onShift = true },
        ["ClaimOrder"] = new { orderId = Bodies.UnknownId<Kinds.Order>() },
        ["AddMyPositions"] = Positions(Position()),
        ["PickUpOrder"] = Weight,
        ["DeliverOrder"] = Weight,
        ["UpdateMyDriver"] = Driver,
        ["FailMyOrder"] = Reason,
        ["ReleaseMyOrder"] = Reason,
        ["ReportNotThere"] = Reason,
        ["AcceptOrder"] = Weight,
        ["ConfirmOrder"] = Weight,
        ["DeclineOrder"] = Reason,
        ["WithdrawOrder"] = Reason,
        ["CancelOrder"] = Cancel,
        ["FailOrder"] = Reason,
        ["AssignOrder"] = Assign,
        ["ReleaseOrder"] = Reason,
        ["ReportNoShow"] = Reason,
        ["ReportIncident"] = Incident,
        ["StartAllocationRun"] = new { region = "los-angeles" },
        ["CreateAllocationStrategy"] = Strategy,
        ["ChooseAllocationStrategy"] = new { strategy = "balanced-1" },
    };

    public IEnumerable<BadInputCase> Cases =>
    [
        .. Wrong("RegisterDriver", Driver, ("name", ""), ("name", new string('x', 5_000)), ("name", "a\u0000b"), ("vehicle", ""), ("vehicle", "a\u0000b"),
            ("capacityKg", 0), ("capacityKg", -1), ("capacityKg", 1e9), ("capacityKg", "much"), ("region", "Los Angeles"), ("region", "a\u0000"),
            ("cooling", "ice"), ("cooling", "")),
        .. Wrong("UpdateMyDriver", Driver, ("name", ""), ("vehicle", "a\u0000b"), ("capacityKg", 0), ("region", ""), ("cooling", "ice")),
        .. Wrong("PickUpOrder", Weight, ("kg", -1), ("kg", 1e12), ("kg", 0.0001m), ("kg", "ten"), ("reason", new string('x', 5_000)), ("reason", "a\u0000b"), ("rest", "eaten"),
            ("surplusKg", -1), ("surplusKg", 1e12), ("surplusKg", 0.0001m)),
        .. Wrong("DeliverOrder", Weight, ("kg", -1), ("kg", 1e12), ("kg", 0.0001m), ("kg", null), ("rest", "eaten"), ("code", "12a4"), ("code", "1234567")),
        .. Wrong("FailMyOrder", Reason, ("reason", ""), ("reason", new string('x', 5_000)), ("reason", "a\u0000b"), ("reason", null), ("rest", "eaten")),
        .. Wrong("ReleaseMyOrder", Reason, ("reason", ""), ("reason", null)),
        .. Wrong("ReportNotThere", Reason, ("reason", new string('x', 5_000)), ("reason", "a\u0000b")),
        .. Wrong("AcceptOrder", Weight, ("kg", -1), ("kg", 1e12), ("kg", 0.0001m), ("kg", "ten"), ("locationId", Bodies.UnknownId<Kinds.Order>())),
        .. Wrong("ConfirmOrder", Weight, ("kg", -1), ("kg", 0.0001m), ("quality", "tasty"), ("reason", "a\u0000b")),
        .. Wrong("DeclineOrder", Reason, ("reason", ""), ("reason", new string('x', 5_000)), ("reason", "a\u0000b")),
        .. Wrong("WithdrawOrder", Reason, ("reason", ""), ("reason", null)),
        .. Wrong("CancelOrder", Cancel, ("reason", ""), ("deliveredKg", -1), ("deliveredKg", 1e12), ("rest", "eaten"), ("offerAgain", "maybe")),
        .. Wrong("FailOrder", Reason, ("reason", ""), ("rest", "eaten")),
        .. Wrong("AssignOrder", Assign, ("driverId", Bodies.UnknownId<Kinds.Order>()), ("driverId", null), ("override", "yes"), ("reason", "a\u0000b")),
        new("AssignOrder", "an override without a reason", HttpStatusCode.BadRequest, "reason", Assign.With("override", true)),
        .. Wrong("ReleaseOrder", Reason, ("reason", "")),
        .. Wrong("ReportNoShow", Reason, ("reason", "")),
        .. Wrong("ReportIncident", Incident, ("kind", "party"), ("kind", null), ("description", ""), ("description", new string('x', 5_000))),
        new("ClaimOrder", "a confirmation that is none", HttpStatusCode.BadRequest, "confirm", new { orderId = Bodies.UnknownId<Kinds.Order>(), confirm = "yes" }, As: Driving),
        new("ClaimOrder", "a donation for an order", HttpStatusCode.BadRequest, "orderId", new { orderId = Bodies.UnknownId<Kinds.Donation>() }),
        new("ClaimOrder", "an order that is none", HttpStatusCode.NotFound, Body: new { orderId = Bodies.UnknownId<Kinds.Order>() }, As: ("user-bad-input", Roles.Driver)),
        new("StartAllocationRun", "a region that is none", HttpStatusCode.BadRequest, "region", new { region = "Los Angeles" }),
        new("StartAllocationRun", "a strategy that is none", HttpStatusCode.BadRequest, "strategy", new { region = "los-angeles", strategy = "a\u0000" }),
        new("ChooseAllocationStrategy", "a strategy that is none", HttpStatusCode.BadRequest, "strategy", new { strategy = "won-1" }),
        .. Wrong("CreateAllocationStrategy", Strategy, ("name", ""), ("name", "No Version"), ("name", null), ("document", null), ("document", "text"), ("document", Array.Empty<int>()),
            ("about", new string('x', 5_000)), ("about", "a\u0000b")),
        new("ListAllocationRuns", "a status that is none", HttpStatusCode.BadRequest, "status", Query: "?status=won"),
        new("GetFairness", "no region", HttpStatusCode.BadRequest, "region"),
        new("GetFairness", "no weeks", HttpStatusCode.BadRequest, "weeks", Query: "?region=los-angeles&weeks=0"),
        new("GetFairness", "a thousand weeks", HttpStatusCode.BadRequest, "weeks", Query: "?region=los-angeles&weeks=1000"),
        new("ListOrders", "a status that is none", HttpStatusCode.BadRequest, "status", Query: "?status=proposed,eaten"),
        new("ListOrders", "an order of lists that is none", HttpStatusCode.BadRequest, "sort", Query: "?sort=colour"),
        new("ListOrders", "a time that is none", HttpStatusCode.BadRequest, "pickupFrom", Query: "?pickupFrom=tomorrow"),
        new("ListOrders", "a range that ends before it begins", HttpStatusCode.BadRequest, "pickupUntil", Query: "?pickupFrom=2026-02-01T00:00:00Z&pickupUntil=2026-01-01T00:00:00Z"),
        new("ListOrders", "a driver for an NGO", HttpStatusCode.BadRequest, "ngoId", Query: $"?ngoId={Bodies.UnknownId<Kinds.Driver>()}"),
        new("ListMyOffers", "off the planet", HttpStatusCode.BadRequest, "latitude", Query: "?latitude=91&longitude=0", As: ("user-bad-input", Roles.Driver)),
        new("ListMyOffers", "no limit at all", HttpStatusCode.BadRequest, "limit", Query: "?latitude=1&longitude=0&limit=100000", As: ("user-bad-input", Roles.Driver)),
        .. PositionCases(),
    ];

    public async Task<IReadOnlyDictionary<Type, string>> SetAsync(ServicesHost host)
    {
        var driver = await host.AsDriver("user-bad-input").PostCommandAsync("/api/v1/drivers", Driver).ReadAsync<JsonNode>(HttpStatusCode.Created);
        await host.AsDriver("user-bad-input").PostCommandAsync("/api/v1/drivers/me/shift", new { onShift = true }).ReadAsync<JsonNode>();
        return new Dictionary<Type, string>
        {
            [typeof(Kinds.Driver)] = (string?)driver["id"] ?? "",
            [typeof(Kinds.Order)] = Bodies.UnknownId<Kinds.Order>(),
            [typeof(Kinds.Run)] = Bodies.UnknownId<Kinds.Run>(),
        };
    }

    private static IEnumerable<BadInputCase> PositionCases()
    {
        (string Field, object? Value)[] wrong =
        [
            ("latitude", 91), ("latitude", 1e300), ("longitude", -181), ("accuracyM", -1), ("time", DateTimeOffset.UtcNow.AddHours(2)), ("time", "now"),
        ];
        return wrong
            .Select(one => new BadInputCase(
                "AddMyPositions",
                $"{one.Field} = {one.Value}",
                HttpStatusCode.BadRequest,
                $"positions[0].{one.Field}",
                Positions(Position().With(one.Field, one.Value)),
                As: ("user-bad-input", Roles.Driver)))
            .Append(new("AddMyPositions", "no positions", HttpStatusCode.BadRequest, "positions", Positions(), As: ("user-bad-input", Roles.Driver)))
            .Append(new("AddMyPositions", "501 positions", HttpStatusCode.BadRequest, "positions", Positions([.. Enumerable.Repeat(Position(), 501)]), As: ("user-bad-input", Roles.Driver)));
    }

    private static IEnumerable<BadInputCase> Wrong(string endpoint, Dictionary<string, object?> good, params (string Field, object? Value)[] wrong) =>
        wrong.Select(one => new BadInputCase(endpoint, $"{one.Field} = {one.Value}", HttpStatusCode.BadRequest, one.Field, good.With(one.Field, one.Value)));

    private static Dictionary<string, object?> Position() => new()
    {
        ["latitude"] = 34.05,
        ["longitude"] = -118.25,
        ["time"] = DateTimeOffset.UtcNow,
        ["accuracyM"] = 5,
    };

    private static object Positions(params Dictionary<string, object?>[] positions) => new { positions };
}
