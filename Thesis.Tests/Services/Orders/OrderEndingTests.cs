using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Thesis.Contracts;
using Thesis.Contracts.Allocation.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Orders.Data;
using Thesis.Services.Orders.Domain;
using Thesis.Services.Tests.Donations;
using Thesis.Services.Tests.Support;

namespace Thesis.Services.Tests.Orders;

/// <summary>
/// However an order ends, kg in is kg out. Each test is a donation of 100 kg, 40 of which go to an NGO; what happens then is
/// told by people over HTTP, and the donation's books say where each kilogram is.
/// </summary>
public sealed class OrderEndingTests(OrderEndingTests.Services host) : IClassFixture<OrderEndingTests.Services>
{
    /// <summary>All services, in a region that asks for codes at the door.</summary>
    public sealed class Services : ServicesHost
    {
        public Services()
        {
            Settings["Orders:Regions:los-angeles:CodeDigits"] = "6";
            Settings["Orders:Regions:los-angeles:TimeZone"] = "America/Los_Angeles";
        }
    }

    [Fact]
    public async Task All_is_delivered()
    {
        var rescue = await BeginAsync();
        await rescue.AcceptAsync();
        await rescue.DeliverAsync(40, 40);
        await rescue.NgoAsync("confirm");
        await rescue.EndsAsync("completed", open: 60, delivered: 40, lost: 0);
    }

    [Fact]
    public async Task The_NGO_takes_a_part_and_the_rest_is_back_at_once()
    {
        var rescue = await BeginAsync();
        await rescue.AcceptAsync(new { kg = 25, reason = "The fridge is half full." });
        var history = (await host.AsDonor().GetNodeAsync($"/api/v1/orders/{rescue.Order}/history"))["events"] as JsonArray ?? [];
        Assert.Contains(history, e => (string?)e?["action"] == "accepted" && (string?)e?["reason"] == "The fridge is half full.");
        await rescue.BooksAsync(open: 75, reserved: 25, delivered: 0, lost: 0);
        await rescue.DeliverAsync(25, 25);
        await rescue.NgoAsync("confirm");
        await rescue.EndsAsync("completed", open: 75, delivered: 25, lost: 0);
    }

    [Fact]
    public async Task The_NGO_declines()
    {
        var rescue = await BeginAsync();
        await rescue.NgoAsync("decline", new { reason = "Full." });
        await rescue.EndsAsync("declined", open: 100, delivered: 0, lost: 0);
    }

    [Fact]
    public async Task The_NGO_withdraws_after_a_driver_claimed()
    {
        var rescue = await BeginAsync();
        await rescue.AcceptAsync();
        await rescue.ClaimAsync();
        await rescue.NgoAsync("withdraw", new { reason = "The fridge broke." });
        await rescue.EndsAsync("declined", open: 100, delivered: 0, lost: 0);
    }

    [Fact]
    public async Task A_driver_gives_the_order_back_and_another_delivers()
    {
        var rescue = await BeginAsync();
        await rescue.AcceptAsync();
        await rescue.ClaimAsync();
        await rescue.DriverAsync("release", new { reason = "Flat tyre." });
        await rescue.BooksAsync(open: 60, reserved: 40, delivered: 0, lost: 0);
        await rescue.ChangeDriverAsync();
        await rescue.DeliverAsync(40, 40);
        await rescue.EndsAsync("delivered", open: 60, delivered: 40, lost: 0);
    }

    [Theory]
    [InlineData("pickup")]
    [InlineData("not-there")]
    public async Task Nothing_was_there(string action)
    {
        var rescue = await BeginAsync();
        await rescue.AcceptAsync();
        await rescue.ClaimAsync();
        await rescue.DriverAsync(action, action == "pickup" ? new { kg = 0 } : null);
        await rescue.EndsAsync("failed", open: 60, delivered: 0, lost: 40);
    }

    [Theory]
    [InlineData("gone", 60, 15)]
    [InlineData("still_there", 75, 0)]
    public async Task Less_was_there_than_planned(string rest, int open, int lost)
    {
        var rescue = await BeginAsync();
        await rescue.AcceptAsync();
        await rescue.ClaimAsync();
        await rescue.DriverAsync("pickup", new { kg = 25, reason = "The rest would not fit.", rest });
        await rescue.BooksAsync(open, reserved: 25, delivered: 0, lost);
        await rescue.HandOverAsync(25);
        await rescue.NgoAsync("confirm");
        await rescue.EndsAsync("completed", open, delivered: 25, lost);
    }

    [Theory]
    [InlineData("gone", 60, 10)]
    [InlineData("still_there", 70, 0)]
    public async Task Less_arrived_than_was_picked_up(string rest, int open, int lost)
    {
        var rescue = await BeginAsync();
        await rescue.AcceptAsync();
        await rescue.ClaimAsync();
        await rescue.DriverAsync("pickup", new { kg = 40 });
        await rescue.HandOverAsync(30, "They had no room.", rest);
        await rescue.EndsAsync("delivered", open, delivered: 30, lost);
    }

    [Fact]
    public async Task The_NGO_weighs_less_than_the_driver_said()
    {
        var rescue = await BeginAsync();
        await rescue.AcceptAsync();
        await rescue.DeliverAsync(40, 40);
        await rescue.NgoAsync("confirm", new { kg = 38.5, reason = "Two bags were mouldy.", quality = "partly_spoiled" });
        await rescue.EndsAsync("completed", open: 60, delivered: 38.5m, lost: 1.5m);
    }

    [Theory]
    [InlineData(10, "gone", "delivered", 60, 10, 30)]
    [InlineData(10, "still_there", "delivered", 90, 10, 0)]
    [InlineData(0, "still_there", "returned", 100, 0, 0)]
    [InlineData(0, "gone", "lost", 60, 0, 40)]
    public async Task An_order_called_off_after_pickup_ends_as_what_it_is(int kg, string rest, string status, int open, int delivered, int lost)
    {
        var rescue = await BeginAsync();
        await rescue.AcceptAsync();
        await rescue.ClaimAsync();
        await rescue.DriverAsync("pickup", new { kg = 40 });
        await rescue.DispatcherAsync("cancel", new { reason = "The road is closed.", deliveredKg = kg, rest });
        await rescue.EndsAsync(status, open, delivered, lost);
    }

    [Theory]
    [InlineData(false, null, 100, 0)]
    [InlineData(false, "gone", 60, 40)]
    [InlineData(true, null, 60, 40)]
    [InlineData(true, "still_there", 100, 0)]
    public async Task An_order_that_fails_says_what_became_of_the_food(bool afterPickup, string? rest, int open, int lost)
    {
        var rescue = await BeginAsync();
        await rescue.AcceptAsync();
        await rescue.ClaimAsync();
        if (afterPickup)
        {
            await rescue.DriverAsync("pickup", new { kg = 40 });
        }

        await rescue.DriverAsync("fail", new { reason = "The van broke down.", rest });
        await rescue.EndsAsync("failed", open, delivered: 0, lost);
    }

    [Fact]
    public async Task The_donor_calls_the_order_off()
    {
        var rescue = await BeginAsync();
        await rescue.AcceptAsync();
        await rescue.ClaimAsync();
        await rescue.DonorAsync("cancel", new { reason = "Sold." });
        await rescue.EndsAsync("cancelled", open: 100, delivered: 0, lost: 0);
    }

    [Fact]
    public async Task A_driver_does_not_come_and_another_delivers()
    {
        var rescue = await BeginAsync();
        await rescue.AcceptAsync();
        await rescue.ClaimAsync();
        await rescue.DonorAsync("no-show", new { reason = "Nobody came." });
        await rescue.ChangeDriverAsync();
        await rescue.DeliverAsync(40, 40);
        await rescue.EndsAsync("delivered", open: 60, delivered: 40, lost: 0);
    }

    [Fact]
    public async Task The_code_that_the_NGO_sees_proves_the_delivery_and_nobody_else_sees_it()
    {
        var rescue = await BeginAsync();
        await rescue.AcceptAsync();
        await rescue.ClaimAsync();
        await rescue.DriverAsync("pickup", new { kg = 40 });
        var code = await rescue.CodeAsync();

        Assert.Matches("^[0-9]{6}$", code);
        Assert.Equal(["code"], await rescue.Driver.PostCommandAsync($"/api/v1/drivers/me/orders/{rescue.Order}/deliver", new { kg = 40 }).WrongFieldsAsync());
        var wrong = code == "000000" ? "000001" : "000000";
        Assert.Equal(["code"], await rescue.Driver.PostCommandAsync($"/api/v1/drivers/me/orders/{rescue.Order}/deliver", new { kg = 40, code = wrong }).WrongFieldsAsync());
        Assert.Null((await host.AsDonor().GetNodeAsync($"/api/v1/orders/{rescue.Order}"))["deliveryCode"]);
        Assert.Null((await rescue.Driver.GetNodeAsync($"/api/v1/orders/{rescue.Order}"))["deliveryCode"]);
        await rescue.HandOverAsync(40);
        var events = await host.EventsAsync<Contracts.Orders.V1.OrderStatusChanged>(Topics.OrderStatusChanged);
        Assert.DoesNotContain(events, one => one.Message.ToString().Contains(code, StringComparison.Ordinal));
        Assert.Equal(0L, await host.ScalarAsync<long>("select count(*) from orders.history where event::text like '%' || $1 || '%'", code));
        await rescue.EndsAsync("delivered", open: 60, delivered: 40, lost: 0);
    }

    [Fact]
    public async Task The_driver_finds_more_than_was_promised_and_the_rest_is_offered_to_others()
    {
        var rescue = await BeginAsync();
        await rescue.AcceptAsync();
        await rescue.ClaimAsync();
        var pickup = $"/api/v1/drivers/me/orders/{rescue.Order}/pickup";
        Assert.Equal(["kg"], await rescue.Driver.PostCommandAsync(pickup, new { kg = 55 }).WrongFieldsAsync());
        Assert.Equal(["reason"], await rescue.Driver.PostCommandAsync(pickup, new { kg = 40, surplusKg = 15 }).WrongFieldsAsync());
        Assert.Equal(
            ["surplusKg"],
            await rescue.Driver.PostCommandAsync(pickup, new { kg = 30, surplusKg = 15, reason = "Mixed up.", rest = "gone" }).WrongFieldsAsync());

        await rescue.DriverAsync("pickup", new { kg = 40, surplusKg = 15, reason = "Three more trays of bread." });

        await rescue.BooksAsync(open: 75, reserved: 40, delivered: 0, lost: 0);
        Assert.Equal(15m, (decimal?)(await host.AsDonor().GetNodeAsync($"/api/v1/orders/{rescue.Order}"))["surplusKg"]);
        await rescue.HandOverAsync(40);
        await rescue.EndsAsync("delivered", open: 75, delivered: 40, lost: 0);
    }

    [Fact]
    public async Task A_code_cannot_be_guessed_and_a_dispatcher_ends_an_order_whose_code_is_locked()
    {
        var rescue = await BeginAsync();
        await rescue.AcceptAsync();
        await rescue.ClaimAsync();
        await rescue.DriverAsync("pickup", new { kg = 40 });
        var code = await rescue.CodeAsync();
        var wrong = code == "000000" ? "000001" : "000000";
        for (var attempt = 0; attempt < 5; attempt++)
        {
            Assert.Equal(["code"], await rescue.Driver.PostCommandAsync($"/api/v1/drivers/me/orders/{rescue.Order}/deliver", new { kg = 40, code = wrong }).WrongFieldsAsync());
        }

        var locked = await rescue.Driver.PostCommandAsync($"/api/v1/drivers/me/orders/{rescue.Order}/deliver", new { kg = 40, code }).ProblemAsync(HttpStatusCode.Conflict);

        Assert.EndsWith("code-locked", (string?)locked["type"]);
        await rescue.DispatcherAsync("cancel", new { reason = "The NGO says it has the food.", deliveredKg = 40 });
        await rescue.EndsAsync("delivered", open: 60, delivered: 40, lost: 0);
    }

    private Task<Rescue> BeginAsync() => Rescue.BeginAsync(host);

    private sealed class Rescue(ServicesHost host, Id<Kinds.Donation> donation, Id<Kinds.Order> order, HttpClient driver)
    {
        public Id<Kinds.Order> Order { get; } = order;

        public HttpClient Driver { get; private set; } = driver;

        public static async Task<Rescue> BeginAsync(ServicesHost host)
        {
            var donation = await host.CreateDonationAsync();
            var lot = DonationScenes.Lot(donation.Id, 40);
            lot.NgoManagers.Add("user-ngo1");
            lot.NgoPlace = new Contracts.Common.V1.Place { Region = "los-angeles", Latitude = 34.06, Longitude = -118.24 };
            await host.PublishAsync("allocation", Topics.AllocationDecided, lot.AllocationId, DonationScenes.Decision(lot));
            await Eventually.HoldsAsync("the order", async () =>
                await host.ScalarAsync<long>("select count(*) from orders.orders where allocation_id = $1", lot.AllocationId) == 1);
            var order = new Id<Kinds.Order>(await host.ScalarAsync<long>("select id from orders.orders where allocation_id = $1", lot.AllocationId));
            return new Rescue(host, donation.Id, order, await NewDriverAsync(host));
        }

        public Task<JsonNode> AcceptAsync(object? body = null) => NgoAsync("accept", body);

        public Task<JsonNode> NgoAsync(string action, object? body = null) => DoAsync(host.AsNgo(), action, body);

        public Task<JsonNode> DonorAsync(string action, object body) => DoAsync(host.AsDonor(), action, body);

        public Task<JsonNode> DispatcherAsync(string action, object body) => DoAsync(host.AsDispatcher(), action, body);

        public Task<JsonNode> ClaimAsync() => Driver.PostCommandAsync("/api/v1/drivers/me/claims", new { orderId = Order }).ReadAsync<JsonNode>();

        public Task<JsonNode> DriverAsync(string action, object? body) => Driver.PostCommandAsync($"/api/v1/drivers/me/orders/{Order}/{action}", body).ReadAsync<JsonNode>();

        public async Task ChangeDriverAsync()
        {
            Driver = await NewDriverAsync(host);
            await ClaimAsync();
        }

        public async Task DeliverAsync(decimal pickedUpKg, decimal deliveredKg)
        {
            if (await host.ScalarAsync<string>("select status from orders.orders where id = $1", Order.Value) == "accepted")
            {
                await ClaimAsync();
            }

            await DriverAsync("pickup", new { kg = pickedUpKg });
            await HandOverAsync(deliveredKg);
        }

        public async Task<JsonNode> HandOverAsync(decimal kg, string? reason = null, string? rest = null) =>
            await DriverAsync("deliver", new { kg, reason, rest, code = await CodeAsync() });

        public async Task<string> CodeAsync() => (string?)(await host.AsNgo().GetNodeAsync($"/api/v1/orders/{Order}"))["deliveryCode"] ?? "";

        /// <summary>The order is as expected, its history leads there, and the donation's books add up to it.</summary>
        public async Task EndsAsync(string status, decimal open, decimal delivered, decimal lost)
        {
            var order = await host.Services.GetRequiredService<OrderQuery>().FindAsync(Order.Value, CancellationToken.None);
            var history = await host.Services.GetRequiredService<HistoryStore>().OfAsync(Order.Value, CancellationToken.None);
            Assert.NotNull(order);
            Assert.Equal(status, order.Status.Name());
            Assert.Equal(order, OrderTable.Replay(order.AsProposed(), history.Skip(1).Select(entry => (entry.Event, entry.At))));
            await BooksAsync(open, reserved: 0, delivered, lost);
        }

        public async Task BooksAsync(decimal open, decimal reserved, decimal delivered, decimal lost)
        {
            await Eventually.HoldsAsync($"open {open}, reserved {reserved}, delivered {delivered}, lost {lost} kg", async () =>
            {
                var books = await host.GetDonationAsync(donation);
                return (books.OpenKg, books.ReservedKg, books.DeliveredKg, books.LostKg) == (open, reserved, delivered, lost);
            });
            Assert.True(await host.BooksAddUpAsync(donation));
        }

        private Task<JsonNode> DoAsync(HttpClient client, string action, object? body) =>
            client.PostCommandAsync($"/api/v1/orders/{Order}/{action}", body).ReadAsync<JsonNode>();

        private static async Task<HttpClient> NewDriverAsync(ServicesHost host)
        {
            var driver = host.AsDriver($"user-driver-{DonationScenes.NewId()}");
            await driver.PostCommandAsync("/api/v1/drivers", new { name = "Dana", vehicle = "van", capacityKg = 300, region = "los-angeles" }).ReadAsync<JsonNode>(HttpStatusCode.Created);
            await driver.PostCommandAsync("/api/v1/drivers/me/shift", new { onShift = true }).ReadAsync<JsonNode>();
            return driver;
        }
    }
}
