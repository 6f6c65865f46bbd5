using System.Net;
using System.Text.Json.Nodes;
using Thesis.ServiceDefaults;
using Thesis.Services.Tests.Orders;
using Thesis.Services.Tests.Support;

namespace Thesis.Services.Tests.Drivers;

public class DriverOrderTests
{
    [Fact]
    public async Task A_driver_sees_claims_picks_up_and_delivers()
    {
        var logistics = await Logistics.SharedAsync();
        var region = Logistics.NewRegion();
        var seat = await DriversSeat.RegisterAsync(logistics, region, onShift: true);
        var id = await logistics.AcceptedAsync(region, kg: 40);

        var offers = await seat.Client.GetNodeAsync("/api/v1/drivers/me/offers?latitude=34&longitude=-118");
        Assert.Equal(id.ToString(), (string?)offers[0]?["id"]);
        await seat.ClaimAsync(id).ReadAsync<JsonNode>();
        Assert.Equal([id.ToString()], await seat.OrderIdsAsync(active: true));
        await seat.DoAsync(id, "pickup", new { kg = 39.5, reason = "One crate was crushed.", rest = "gone" }).ReadAsync<JsonNode>();
        var delivered = await seat.DoAsync(id, "deliver", new { kg = 39.25, reason = "A bag tore.", rest = "gone" }).ReadAsync<JsonNode>();

        Assert.Equal(("delivered", 39.25m), ((string?)delivered["status"], (decimal?)delivered["deliveredKg"]));
        Assert.Empty(await seat.OrderIdsAsync(active: true));
        Assert.Equal([id.ToString()], await seat.OrderIdsAsync(active: false));
    }

    [Fact]
    public async Task Of_two_drivers_who_race_for_an_order_one_gets_it_and_the_other_is_told()
    {
        var logistics = await Logistics.SharedAsync();
        var region = Logistics.NewRegion();
        var seats = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => DriversSeat.RegisterAsync(logistics, region, onShift: true)));
        for (var round = 0; round < 3; round++)
        {
            var id = await logistics.AcceptedAsync(region);

            var answers = await Task.WhenAll(seats.Select(seat => seat.ClaimAsync(id)));

            Assert.Equal([HttpStatusCode.OK, HttpStatusCode.Conflict], answers.Select(answer => answer.StatusCode).Order());
            var winner = seats[answers[0].StatusCode == HttpStatusCode.OK ? 0 : 1];
            Assert.Equal(winner.User, await logistics.OrderAsync<string>(id, "driver_user"));
        }
    }

    [Fact]
    public async Task A_driver_claims_only_on_shift_and_at_most_ten_orders()
    {
        var logistics = await Logistics.SharedAsync();
        var region = Logistics.NewRegion();
        var seat = await DriversSeat.RegisterAsync(logistics, region);
        var orders = await Task.WhenAll(Enumerable.Range(0, 11).Select(_ => logistics.AcceptedAsync(region, kg: 20)));

        Assert.EndsWith("off-shift", (string?)(await seat.ClaimAsync(orders[0]).ProblemAsync(HttpStatusCode.Conflict))["type"]);
        await seat.Client.PostCommandAsync("/api/v1/drivers/me/shift", new { onShift = true }).ReadAsync<JsonNode>();
        var answers = await Task.WhenAll(orders.Select(order => seat.ClaimAsync(order)));

        Assert.Equal(10, answers.Count(answer => answer.StatusCode == HttpStatusCode.OK));
        var refused = orders[Array.FindIndex(answers, answer => answer.StatusCode != HttpStatusCode.OK)];
        Assert.EndsWith("too-many-orders", (string?)(await seat.ClaimAsync(refused).ProblemAsync(HttpStatusCode.Conflict))["type"]);
        var held = orders.First(order => order != refused);
        await seat.ClaimAsync(held).ReadAsync<JsonNode>();
        await seat.DoAsync(held, "fail", new { reason = "Flat tyre." }).ReadAsync<JsonNode>();
        await seat.ClaimAsync(refused).ReadAsync<JsonNode>();
    }

    [Fact]
    public async Task Another_drivers_order_cannot_be_picked_up_delivered_or_failed()
    {
        var logistics = await Logistics.SharedAsync();
        var region = Logistics.NewRegion();
        var (mine, other) = (await DriversSeat.RegisterAsync(logistics, region, onShift: true), await DriversSeat.RegisterAsync(logistics, region, onShift: true));
        var id = await logistics.AcceptedAsync(region);
        await mine.ClaimAsync(id).ReadAsync<JsonNode>();

        await other.DoAsync(id, "pickup", new { kg = 40 }).ProblemAsync(HttpStatusCode.Forbidden);
        await other.DoAsync(id, "deliver", new { kg = 40 }).ProblemAsync(HttpStatusCode.Forbidden);
        await other.DoAsync(id, "fail", new { reason = "Mine!" }).ProblemAsync(HttpStatusCode.Forbidden);

        Assert.Equal("assigned", await logistics.OrderAsync<string>(id, "status"));
    }

    [Fact]
    public async Task Bad_claims_and_weights_say_what_is_wrong()
    {
        var logistics = await Logistics.SharedAsync();
        var region = Logistics.NewRegion();
        var seat = await DriversSeat.RegisterAsync(logistics, region, onShift: true);
        var id = await logistics.AcceptedAsync(region, kg: 40);
        await seat.ClaimAsync(id).ReadAsync<JsonNode>();

        await seat.ClaimAsync(new Id<Kinds.Order>(77)).ProblemAsync(HttpStatusCode.NotFound);
        Assert.Equal(["orderId"], await seat.Client.PostCommandAsync("/api/v1/drivers/me/claims", new { orderId = seat.Id }).WrongFieldsAsync());
        Assert.Equal(["kg"], await seat.DoAsync(id, "pickup", new { kg = -1 }).WrongFieldsAsync());
        Assert.Equal(["reason"], await seat.DoAsync(id, "pickup", new { kg = 39, rest = "gone" }).WrongFieldsAsync());
        Assert.Equal(["rest"], await seat.DoAsync(id, "pickup", new { kg = 39, reason = "A crate was crushed." }).WrongFieldsAsync());
        Assert.Equal(["rest"], await seat.DoAsync(id, "pickup", new { kg = 39, reason = "A crate was crushed.", rest = "eaten" }).WrongFieldsAsync());
        Assert.Equal(["kg"], await seat.DoAsync(id, "pickup", new { kg = 1.2345 }).WrongFieldsAsync());
        Assert.Equal(["kg"], await seat.DoAsync(id, "pickup", new { kg = 40.001 }).WrongFieldsAsync());
        Assert.Equal(["reason"], await seat.DoAsync(id, "fail", new { reason = "" }).WrongFieldsAsync());
        Assert.Equal(["latitude", "longitude"], await seat.Client.GetAsync("/api/v1/drivers/me/offers").WrongFieldsAsync());
        Assert.Equal(["latitude"], await seat.Client.GetAsync("/api/v1/drivers/me/offers?latitude=91&longitude=0").WrongFieldsAsync());
        Assert.Equal(["limit"], await seat.Client.GetAsync("/api/v1/drivers/me/offers?latitude=9&longitude=0&limit=201").WrongFieldsAsync());
        Assert.Equal("assigned", await logistics.OrderAsync<string>(id, "status"));
    }

    [Fact]
    public async Task An_order_that_was_cancelled_under_way_leaves_the_drivers_list()
    {
        var logistics = await Logistics.SharedAsync();
        var region = Logistics.NewRegion();
        var seat = await DriversSeat.RegisterAsync(logistics, region, onShift: true);
        var id = await logistics.AcceptedAsync(region);
        await seat.ClaimAsync(id).ReadAsync<JsonNode>();
        using var dispatcher = logistics.AsDispatcher();

        await dispatcher.PostCommandAsync($"/api/v1/orders/{id}/cancel", new { reason = "Storm." }).ReadAsync<JsonNode>();

        await logistics.EventuallyAsync("cancelled", "select status from drivers.orders where order_id = $1", id.Value);
        Assert.Empty(await seat.OrderIdsAsync(active: true));
    }
}
