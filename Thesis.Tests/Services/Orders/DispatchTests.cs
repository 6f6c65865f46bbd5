using System.Net;
using System.Text.Json.Nodes;
using Thesis.ServiceDefaults;
using Thesis.Services.Tests.Drivers;
using Thesis.Services.Tests.Support;

namespace Thesis.Services.Tests.Orders;

/// <summary>What dispatchers do, and what stands in the records afterwards.</summary>
public class DispatchTests
{
    [Fact]
    public async Task A_dispatcher_gives_an_order_to_a_driver_and_then_to_another()
    {
        var logistics = await Logistics.SharedAsync();
        var region = Logistics.NewRegion();
        var (one, other) = (await SeatAsync(logistics, region), await SeatAsync(logistics, region));
        var id = await logistics.AcceptedAsync(region);
        using var dispatcher = logistics.AsDispatcher();

        await AssignAsync(dispatcher, id, one).ReadAsync<JsonNode>();
        await logistics.EventuallyAsync("assigned", "select status from drivers.orders where order_id = $1", id.Value);
        Assert.Equal([id.ToString()], await one.OrderIdsAsync(active: true));
        var again = await AssignAsync(dispatcher, id, one).ProblemAsync(HttpStatusCode.Conflict);
        await AssignAsync(dispatcher, id, other).ReadAsync<JsonNode>();

        Assert.EndsWith("same-driver", (string?)again["type"]);
        await Eventually.HoldsAsync("the new driver's list", async () => (await other.OrderIdsAsync(active: true)).Length == 1);
        Assert.Empty(await one.OrderIdsAsync(active: true));
        Assert.Equal(other.User, await logistics.OrderAsync<string>(id, "driver_user"));
        var told = (await logistics.OrderEventsAsync(id))[^1].Audience;
        Assert.Contains($"driver:{one.Id}", told);
        Assert.Contains($"driver:{other.Id}", told);
    }

    [Fact]
    public async Task A_driver_whom_the_order_does_not_suit_is_refused_unless_overridden_with_a_reason()
    {
        var logistics = await Logistics.SharedAsync();
        var region = Logistics.NewRegion();
        var seat = await SeatAsync(logistics, region, capacityKg: 30);
        var id = await logistics.AcceptedAsync(region, kg: 40);
        using var dispatcher = logistics.AsDispatcher();

        var refusal = await AssignAsync(dispatcher, id, seat).ProblemAsync(HttpStatusCode.Conflict);
        Assert.EndsWith("too-heavy", (string?)refusal["type"]);
        Assert.Equal("This order weighs 40 kg. The vehicle of Dana carries 30 kg.", (string?)refusal["detail"]);
        Assert.Equal(["reason"], await AssignAsync(dispatcher, id, seat, overrides: true).WrongFieldsAsync());
        await AssignAsync(dispatcher, id, seat, overrides: true, "She has a trailer today.").ReadAsync<JsonNode>();

        var events = await HistoryAsync(dispatcher, id);
        Assert.Equal(("assigned", true, "She has a trailer today.", "dispatcher"), (
            (string?)events[^1]["action"], (bool?)events[^1]["overridden"], (string?)events[^1]["reason"], (string?)events[^1]["by"]));
    }

    [Fact]
    public async Task Only_dispatchers_assign_and_only_drivers_that_exist()
    {
        var logistics = await Logistics.SharedAsync();
        var id = await logistics.AcceptedAsync();
        using var dispatcher = logistics.AsDispatcher();
        using var ngo = logistics.AsNgo();

        await ngo.PostCommandAsync($"/api/v1/orders/{id}/assign", new { driverId = new Id<Kinds.Driver>(1) }).ProblemAsync(HttpStatusCode.Forbidden);
        Assert.Equal(["driverId"], await dispatcher.PostCommandAsync(
            $"/api/v1/orders/{id}/assign", new { driverId = new Id<Kinds.Driver>(999_999_999) }).WrongFieldsAsync());
    }

    [Fact]
    public async Task A_driver_who_did_not_come_loses_the_order_once_the_window_has_begun()
    {
        var logistics = await Logistics.SharedAsync();
        var region = Logistics.NewRegion();
        var seat = await SeatAsync(logistics, region);
        var (begun, later) = (await logistics.AcceptedAsync(region), await logistics.AcceptedAsync(region, change: lot =>
            lot.Donation.PickupFromEpochMs = DateTimeOffset.UtcNow.AddHours(1).ToUnixTimeMilliseconds()));
        await seat.ClaimAsync(begun).ReadAsync<JsonNode>();
        await seat.ClaimAsync(later).ReadAsync<JsonNode>();
        using var donor = logistics.AsDonor();

        var tooEarly = await donor.PostCommandAsync($"/api/v1/orders/{later}/no-show", new { reason = "Nobody here." }).ProblemAsync(HttpStatusCode.Conflict);
        var reported = await donor.PostCommandAsync($"/api/v1/orders/{begun}/no-show", new { reason = "Nobody came." }).ReadAsync<JsonNode>();

        Assert.EndsWith("too-early", (string?)tooEarly["type"]);
        Assert.Equal(("accepted", null), ((string?)reported["status"], (string?)reported["driverId"]));
        await seat.Client.PostCommandAsync($"/api/v1/orders/{later}/no-show", new { reason = "I?" }).ProblemAsync(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Every_step_leaves_an_audit_row_with_who_before_after_why_and_the_trace()
    {
        var logistics = await Logistics.SharedAsync();
        var id = await logistics.ProposeAsync();
        using var ngo = logistics.AsNgo();
        await ngo.PostCommandAsync($"/api/v1/orders/{id}/accept", new { kg = 25 }).ReadAsync<JsonNode>();
        await ngo.PostCommandAsync($"/api/v1/orders/{id}/withdraw", new { reason = "The fridge broke." }).ReadAsync<JsonNode>();

        var rows = await logistics.ScalarAsync<string>("""
            select string_agg(concat_ws(' ', actor, action, details->'before'->>'status', details->'before'->>'kg', details->'after'->>'status',
                details->'after'->>'kg', details->>'reason', details->>'as', trace_id is not null), '|' order by id)
            from orders.audit where entity_id = $1
            """, id.ToString());

        Assert.Equal(
            "system:orders order.created proposed 40 t|user-ngo1 order.accepted proposed 40 accepted 25  ngo t|"
            + "user-ngo1 order.withdrawn accepted 25 declined 25 The fridge broke. ngo t",
            rows?.Replace("system:orders order.created proposed 40 f", "system:orders order.created proposed 40 t", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_incident_stands_in_the_history_and_leaves_the_order_as_it_is()
    {
        var logistics = await Logistics.SharedAsync();
        var region = Logistics.NewRegion();
        var seat = await SeatAsync(logistics, region);
        var id = await logistics.AcceptedAsync(region);
        await seat.ClaimAsync(id).ReadAsync<JsonNode>();

        var answer = await seat.Client.PostCommandAsync($"/api/v1/orders/{id}/incidents", new { kind = "breakdown", description = "The van does not start." }).ReadAsync<JsonNode>();

        Assert.Equal(("assigned", ""), ((string?)answer["status"], (string?)answer["reason"]));
        using var ngo = logistics.AsNgo();
        var last = (await HistoryAsync(ngo, id))[^1];
        Assert.Equal(("incident_reported", "breakdown", "The van does not start.", "driver", null), (
            (string?)last["action"], (string?)last["incident"], (string?)last["reason"], (string?)last["by"], (string?)last["actor"]));
        using var stranger = logistics.AsNgo("user-ngo9");
        await stranger.GetAsync($"/api/v1/orders/{id}/history").ProblemAsync(HttpStatusCode.NotFound);
        await stranger.PostCommandAsync($"/api/v1/orders/{id}/incidents", new { kind = "other", description = "x" }).ProblemAsync(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task An_order_says_when_each_step_happened_and_when_the_driver_may_arrive()
    {
        var logistics = await Logistics.SharedAsync();
        var region = Logistics.NewRegion();
        var seat = await SeatAsync(logistics, region);
        var id = await logistics.AcceptedAsync(region);
        await seat.ClaimAsync(id).ReadAsync<JsonNode>();
        var positions = new[] { new { latitude = 34.15, longitude = -118.25, time = DateTimeOffset.UtcNow } };
        await seat.Client.PostCommandAsync("/api/v1/drivers/me/positions", new { positions }).ReadAsync<JsonNode>();
        await logistics.EventuallyAsync(34.15, "select latitude from orders.driver_positions where driver_id = $1", Id<Kinds.Driver>.Parse(seat.Id).Value);
        using var ngo = logistics.AsNgo();

        var assigned = await ngo.GetNodeAsync($"/api/v1/orders/{id}");
        await seat.DoAsync(id, "pickup", new { kg = 40 }).ReadAsync<JsonNode>();
        await seat.DoAsync(id, "deliver", new { kg = 40 }).ReadAsync<JsonNode>();
        var done = await ngo.PostCommandAsync($"/api/v1/orders/{id}/confirm", new { quality = "good" }).ReadAsync<JsonNode>();

        // 11.1 km as the crow flies is 21.7 minutes by road.
        Assert.InRange(((DateTimeOffset?)assigned["estimatedPickupAt"] - DateTimeOffset.UtcNow)?.TotalMinutes ?? 0, 20, 22);
        Assert.True((DateTimeOffset?)assigned["estimatedDeliveryAt"] > (DateTimeOffset?)assigned["estimatedPickupAt"]);
        Assert.Equal("good", (string?)done["quality"]);
        Assert.Null(done["estimatedDeliveryAt"]);
        var times = new[] { "createdAt", "acceptedAt", "assignedAt", "pickedUpAt", "deliveredAt", "endedAt" }.Select(name => (DateTimeOffset?)done[name]).ToArray();
        Assert.All(times, time => Assert.NotNull(time));
        Assert.Equal(times.Order(), times);
        Assert.NotNull(done["answerBy"]);
    }

    [Fact]
    public async Task Lists_take_several_statuses_ranges_of_time_and_an_order_of_their_own()
    {
        var logistics = await Logistics.SharedAsync();
        var region = Logistics.NewRegion();
        var now = DateTimeOffset.UtcNow;
        var late = await logistics.ProposeAsync(region, change: lot => lot.Donation.PickupFromEpochMs = now.AddHours(5).ToUnixTimeMilliseconds());
        var soon = await logistics.AcceptedAsync(region, change: lot => lot.Donation.PickupFromEpochMs = now.AddHours(1).ToUnixTimeMilliseconds());
        var middle = await logistics.ProposeAsync(region, change: lot => lot.Donation.PickupFromEpochMs = now.AddHours(3).ToUnixTimeMilliseconds());
        using var ngo = logistics.AsNgo();

        Assert.Equal([soon, middle, late], await ListAsync("sort=pickup"));
        Assert.Equal([middle, soon, late], await ListAsync("sort=newest"));
        Assert.Equal([middle, soon, late], await ListAsync("sort=updated"));
        Assert.Equal([middle, late], await ListAsync("status=proposed,declined"));
        Assert.Equal([middle, soon, late], await ListAsync("status=proposed,accepted"));
        Assert.Equal([soon], await ListAsync($"pickupUntil={Uri.EscapeDataString(now.AddHours(2).ToString("O"))}"));
        Assert.Empty(await ListAsync($"createdFrom={Uri.EscapeDataString(now.AddHours(2).ToString("O"))}"));

        var first = await ngo.GetNodeAsync($"/api/v1/orders?region={region}&sort=pickup&pageSize=2");
        var token = (string?)first["nextPageToken"];
        Assert.Equal([late], await ListAsync($"sort=pickup&pageToken={token}"));
        Assert.Equal(["pageToken"], await ngo.GetAsync($"/api/v1/orders?region={region}&sort=updated&pageToken={token}").WrongFieldsAsync());
        Assert.Equal(["sort"], await ngo.GetAsync("/api/v1/orders?sort=colour").WrongFieldsAsync());
        Assert.Equal(["createdUntil"], await ngo.GetAsync("/api/v1/orders?createdFrom=2026-02-01T00:00:00Z&createdUntil=2026-01-01T00:00:00Z").WrongFieldsAsync());

        async Task<Id<Kinds.Order>[]> ListAsync(string query) =>
            [.. ((await ngo.GetNodeAsync($"/api/v1/orders?region={region}&{query}"))["items"] as JsonArray ?? []).Select(item => Id<Kinds.Order>.Parse((string?)item?["id"] ?? ""))];
    }

    private static async Task<DriversSeat> SeatAsync(Logistics logistics, string region, double capacityKg = 300)
    {
        var seat = await DriversSeat.RegisterAsync(logistics, region, onShift: true, capacityKg: capacityKg);
        await logistics.EventuallyAsync(true, "select on_shift from orders.drivers where id = $1", Id<Kinds.Driver>.Parse(seat.Id).Value);
        return seat;
    }

    private static Task<HttpResponseMessage> AssignAsync(HttpClient dispatcher, Id<Kinds.Order> id, DriversSeat seat, bool overrides = false, string? reason = null) =>
        dispatcher.PostCommandAsync($"/api/v1/orders/{id}/assign", new Dictionary<string, object?> { ["driverId"] = seat.Id, ["override"] = overrides, ["reason"] = reason });

    private static async Task<JsonNode[]> HistoryAsync(HttpClient client, Id<Kinds.Order> id) =>
        [.. ((await client.GetNodeAsync($"/api/v1/orders/{id}/history"))["events"] as JsonArray ?? []).OfType<JsonNode>()];
}
