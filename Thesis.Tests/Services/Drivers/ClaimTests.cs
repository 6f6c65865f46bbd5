using System.Net;
using System.Text.Json.Nodes;
using Thesis.Services.Tests.Orders;
using Thesis.Services.Tests.Support;

namespace Thesis.Services.Tests.Drivers;

/// <summary>An order goes only to a driver whom it suits.</summary>
public class ClaimTests
{
    private const string Tight = "cannot-be-reached-in-time";

    [Fact]
    public async Task An_order_of_another_region_is_refused()
    {
        var logistics = await Logistics.SharedAsync();
        var seat = await DriversSeat.RegisterAsync(logistics, Logistics.NewRegion(), onShift: true);
        var id = await logistics.AcceptedAsync();

        await RefusedAsync(seat.ClaimAsync(id), "other-region", "This order is in region-");
        await RefusedAsync(seat.ClaimAsync(id, confirm: true), "other-region", "begin a shift in region-");
        Assert.Equal("accepted", await logistics.OrderAsync<string>(id, "status"));
    }

    [Fact]
    public async Task An_order_heavier_than_the_vehicle_carries_is_refused()
    {
        var logistics = await Logistics.SharedAsync();
        var region = Logistics.NewRegion();
        var seat = await DriversSeat.RegisterAsync(logistics, region, onShift: true, capacityKg: 39.999);
        var id = await logistics.AcceptedAsync(region, kg: 40);

        await RefusedAsync(seat.ClaimAsync(id, confirm: true), "too-heavy", "This order weighs 40 kg. Your vehicle carries 39.999 kg.");
        Assert.Empty((JsonArray)await seat.Client.GetNodeAsync("/api/v1/drivers/me/offers?latitude=34&longitude=-118"));
    }

    [Fact]
    public async Task What_is_claimed_for_the_same_time_counts_and_what_is_for_another_time_does_not()
    {
        var logistics = await Logistics.SharedAsync();
        var region = Logistics.NewRegion();
        var seat = await DriversSeat.RegisterAsync(logistics, region, onShift: true, capacityKg: 100);
        var (first, second, tomorrow) = (
            await logistics.AcceptedAsync(region, kg: 60),
            await logistics.AcceptedAsync(region, kg: 41),
            await logistics.AcceptedAsync(region, kg: 41, change: lot => Window(lot, 24, 30)));
        await seat.ClaimAsync(first).ReadAsync<JsonNode>();

        await RefusedAsync(seat.ClaimAsync(second, confirm: true), "vehicle-full", "it is 101 kg, and your vehicle carries 100 kg");
        await seat.ClaimAsync(tomorrow).ReadAsync<JsonNode>();
    }

    [Theory]
    [InlineData("chilled", null, false)]
    [InlineData("chilled", "cold_box", true)]
    [InlineData("chilled", "refrigerated", true)]
    [InlineData("frozen", "cold_box", false)]
    [InlineData("frozen", "refrigerated", true)]
    [InlineData("ambient", null, true)]
    public async Task Food_that_has_to_stay_cool_needs_a_vehicle_that_keeps_it_so(string storageClass, string? cooling, bool allowed)
    {
        var logistics = await Logistics.SharedAsync();
        var region = Logistics.NewRegion();
        var seat = await DriversSeat.RegisterAsync(logistics, region, onShift: true, cooling: cooling);
        var id = await logistics.AcceptedAsync(region, change: lot => lot.Donation.StorageClass = storageClass);

        if (allowed)
        {
            await seat.ClaimAsync(id).ReadAsync<JsonNode>();
        }
        else
        {
            await RefusedAsync(seat.ClaimAsync(id, confirm: true), "needs-cooling", $"This food has to stay {storageClass}");
        }

        var other = await logistics.AcceptedAsync(region, change: lot => lot.Donation.StorageClass = storageClass);
        var offers = (JsonArray)await seat.Client.GetNodeAsync("/api/v1/drivers/me/offers?latitude=34&longitude=-118");
        Assert.Equal(allowed, offers.Any(offer => (string?)offer?["id"] == other.ToString()));
    }

    [Fact]
    public async Task A_driver_who_gets_a_cold_box_may_claim_what_needs_one()
    {
        var logistics = await Logistics.SharedAsync();
        var region = Logistics.NewRegion();
        var seat = await DriversSeat.RegisterAsync(logistics, region, onShift: true);
        var id = await logistics.AcceptedAsync(region, change: lot => lot.Donation.StorageClass = "chilled");
        await seat.ClaimAsync(id).ProblemAsync(HttpStatusCode.Conflict);

        var driver = await seat.Client.CommandAsync(HttpMethod.Put, "/api/v1/drivers/me", DriversSeat.Registration(region, 300, "cold_box")).ReadAsync<JsonNode>();

        Assert.Equal(("cold_box", true), ((string?)driver["cooling"], (bool?)driver["onShift"]));
        await seat.ClaimAsync(id).ReadAsync<JsonNode>();
    }

    [Fact]
    public async Task Two_that_cannot_both_be_reached_in_time_are_claimed_only_when_confirmed()
    {
        var logistics = await Logistics.SharedAsync();
        var region = Logistics.NewRegion();
        var seat = await DriversSeat.RegisterAsync(logistics, region, onShift: true);
        var near = await logistics.AcceptedAsync(region, latitude: 34.05, change: lot => Window(lot, 0, 1));
        var far = await logistics.AcceptedAsync(region, latitude: 36.05, change: lot => Window(lot, 0, 1));
        await seat.ClaimAsync(near).ReadAsync<JsonNode>();

        await RefusedAsync(seat.ClaimAsync(far), Tight, "together with what is claimed already, the pickup at Market would be ");
        Assert.Equal("accepted", await logistics.OrderAsync<string>(far, "status"));
        var claimed = await seat.ClaimAsync(far, confirm: true).ReadAsync<JsonNode>();

        Assert.Equal("assigned", (string?)claimed["status"]);
    }

    [Fact]
    public async Task A_driver_who_is_known_to_be_far_away_is_warned_of_a_first_order_too()
    {
        var logistics = await Logistics.SharedAsync();
        var region = Logistics.NewRegion();
        var seat = await DriversSeat.RegisterAsync(logistics, region, onShift: true);
        var positions = new[] { new { latitude = 37.0, longitude = -118.25, time = DateTimeOffset.UtcNow } };
        var id = await logistics.AcceptedAsync(region, change: lot => Window(lot, 0, 1));
        var driver = ServiceDefaults.Id<ServiceDefaults.Kinds.Driver>.Parse(seat.Id).Value;
        await seat.Client.PostCommandAsync("/api/v1/drivers/me/positions", new { positions }).ReadAsync<JsonNode>();
        await logistics.EventuallyAsync(37.0, "select latitude from orders.driver_positions where driver_id = $1", driver);

        await RefusedAsync(seat.ClaimAsync(id), Tight, "If you know that you can make it, confirm the claim.");
        await seat.ClaimAsync(id, confirm: true).ReadAsync<JsonNode>();
    }

    [Fact]
    public async Task An_order_given_back_is_covered_by_another_driver_without_asking_the_NGO()
    {
        var logistics = await Logistics.SharedAsync();
        var region = Logistics.NewRegion();
        var (one, other) = (await DriversSeat.RegisterAsync(logistics, region, onShift: true), await DriversSeat.RegisterAsync(logistics, region, onShift: true));
        var id = await logistics.AcceptedAsync(region);
        await one.ClaimAsync(id).ReadAsync<JsonNode>();
        Assert.Equal(["reason"], await one.DoAsync(id, "release", new { reason = " " }).WrongFieldsAsync());
        await other.DoAsync(id, "release", new { reason = "Mine!" }).ProblemAsync(HttpStatusCode.Forbidden);

        var released = await one.DoAsync(id, "release", new { reason = "My child is ill." }).ReadAsync<JsonNode>();

        Assert.Equal("accepted", (string?)released["status"]);
        Assert.Empty(await one.OrderIdsAsync(active: false));
        var offers = await other.Client.GetNodeAsync("/api/v1/drivers/me/offers?latitude=34&longitude=-118");
        Assert.Equal(id.ToString(), (string?)offers[0]?["id"]);
        await other.ClaimAsync(id).ReadAsync<JsonNode>();
        Assert.Equal([id.ToString()], await other.OrderIdsAsync(active: true));
        await logistics.EventuallyAsync("assigned", "select status from drivers.orders where order_id = $1", id.Value);
        Assert.Empty(await one.OrderIdsAsync(active: false));
    }

    /// <summary>Lets the pickup be from so many hours on, until so many.</summary>
    private static void Window(Contracts.Donations.V1.AllocatedLot lot, double fromHours, double untilHours)
    {
        var now = DateTimeOffset.UtcNow;
        lot.Donation.PickupFromEpochMs = now.AddHours(fromHours).ToUnixTimeMilliseconds();
        lot.Donation.PickupUntilEpochMs = now.AddHours(untilHours).ToUnixTimeMilliseconds();
        lot.Donation.ExpiresEpochMs = now.AddHours(untilHours + 8).ToUnixTimeMilliseconds();
    }

    private static async Task RefusedAsync(Task<HttpResponseMessage> claim, string code, string words)
    {
        var problem = await claim.ProblemAsync(HttpStatusCode.Conflict);
        Assert.EndsWith($"/{code}", (string?)problem["type"]);
        Assert.Contains(words, (string?)problem["detail"]);
    }
}
