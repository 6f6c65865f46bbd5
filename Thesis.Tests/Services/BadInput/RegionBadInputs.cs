using System.Net;
using Thesis.ServiceDefaults;
using Thesis.Services.Tests.Regions;
using Thesis.Services.Tests.Support;

namespace Thesis.Services.Tests.BadInput;

internal sealed class RegionBadInputs : IBadInputs
{
    private readonly Dictionary<string, object?> good = RegionTests.Request("bad-input");

    public IReadOnlyDictionary<string, object> GoodBodies => new Dictionary<string, object> { ["CreateRegion"] = good, ["UpdateRegion"] = good.With("region", null) };

    public IEnumerable<BadInputCase> Cases
    {
        get
        {
            (string Field, object? Value, string Named)[] wrong =
            [
                ("region", null, "region"), ("region", "Delhi", "region"), ("region", new string('x', 41), "region"),
                ("name", null, "name"), ("name", new string('x', 101), "name"), ("name", "a\u202Eb", "name"),
                ("timeZone", null, "timeZone"), ("timeZone", "Mars/Olympus", "timeZone"), ("timeZone", "+05:30", "timeZone"),
                ("units", "stone", "units"), ("language", "Hindi!", "language"), ("language", "hi-", "language"),
                ("currency", null, "currency"), ("currency", "rupees", "currency"), ("currency", "inr", "currency"),
                ("strategy", "best", "strategy"), ("strategy", "", "strategy"),
                ("quietHours.from", "25:00", "quietHours.from"), ("quietHours.until", null, "quietHours.until"), ("quietHours.until", "7:30", "quietHours.until"),
                ("holidays", Enumerable.Range(0, 201).Select(day => new DateOnly(2026, 1, 1).AddDays(day)).ToArray(), "holidays"),
                ("outline.type", "Point", "outline.type"), ("outline.coordinates", Array.Empty<object>(), "outline.coordinates"),
                ("outline.coordinates", new[] { new[] { new[] { 1.0, 91.0 } } }, "outline.coordinates[0]"),
                ("outline.coordinates", new[] { new[] { new[] { 1.0, 1.0 }, [2.0, 1.0], [2.0, 2.0], [1.0, 2.0] } }, "outline.coordinates[0]"),
            ];
            return wrong.Select(one => new BadInputCase("CreateRegion", $"{one.Field} = {one.Value}", HttpStatusCode.BadRequest, one.Named, good.With(one.Field, one.Value)));
        }
    }

    public Task<IReadOnlyDictionary<Type, string>> SetAsync(ServicesHost host) =>
        Task.FromResult<IReadOnlyDictionary<Type, string>>(new Dictionary<Type, string>());
}
