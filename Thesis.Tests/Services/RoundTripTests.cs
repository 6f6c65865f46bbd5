using System.Net;
using System.Text.Json.Nodes;
using Thesis.Contracts;
using Thesis.Contracts.Donations.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Donations.Api;
using Thesis.Services.Ngos.Api;
using Thesis.Services.Tests.Donations;
using Thesis.Services.Tests.Donors;
using Thesis.Services.Tests.Orders;
using Thesis.Services.Tests.Support;
using Thesis.Tests.Support;

namespace Thesis.Services.Tests;

/// <summary>
/// A command takes two round trips to the database: what is read, with the Idempotency-Key, and what is written, with its events,
/// audit row, answer and commit. They are counted on the wire. What a driver reports runs in two services, with two for each.
/// </summary>
public sealed class RoundTripTests : IAsyncLifetime, IAsyncDisposable
{
    private const int Most = 2;

    private readonly RoundTripCounter counter = new("requests");
    private ServicesHost host = null!; // Set before each test.

    public async Task InitializeAsync()
    {
        var database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        host = new ServicesHost { ConnectionString = counter.Start($"{database};Auto Prepare Min Usages=1000") }; // Prepared statements come without their text.
        await host.InitializeAsync();
    }

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public async ValueTask DisposeAsync()
    {
        await host.DisposeAsync();
        await counter.DisposeAsync();
    }

    [Fact]
    public async Task The_main_commands_take_two_round_trips_in_each_service()
    {
        await DonateAsync();
        await StateCapacityAsync();
        await CarryAsync();
        await CancelAsync();
    }

    private async Task DonateAsync()
    {
        var donor = await host.CreateKnownDonorAsync();
        using var client = host.AsDonor();
        DonationResponse? donation = null;
        await CountAsync("post a donation", async () => donation = await client
            .PostCommandAsync("/api/v1/donations", DonationScenes.Request(donor.Id)).ReadAsync<DonationResponse>(HttpStatusCode.Created));
        await CountAsync("withdraw it", () => client
            .PostCommandAsync($"/api/v1/donations/{donation?.Id}/withdraw", new { reason = "Sold" }).ReadAsync<JsonNode>());
    }

    private async Task StateCapacityAsync()
    {
        using var client = host.AsNgo();
        var request = DonorScenes.Request();
        NgoResponse? ngo = null;
        await CountAsync("register an NGO", async () => ngo = await client.PostCommandAsync("/api/v1/ngos", request).ReadAsync<NgoResponse>(HttpStatusCode.Created));
        request["dailyCapacityKg"] = 500m;
        await CountAsync("state its capacity", async () => ngo = await client
            .PutCommandAsync($"/api/v1/ngos/{ngo?.Id}", request, ngo?.Version ?? 0).ReadAsync<NgoResponse>());
        await CountAsync("state a day's capacity", () => client
            .PutCommandAsync(
                $"/api/v1/ngos/{ngo?.Id}/calendar",
                new { days = new[] { new { date = "2030-01-01", capacityKg = 5, slots = 1 } } },
                ngo?.Version ?? 0)
            .ReadAsync<JsonNode>());
    }

    private async Task CarryAsync()
    {
        var order = await ProposeAsync();
        using var ngo = host.AsNgo();
        using var driver = host.AsDriver();
        await CountAsync("accept a proposal", () => ngo.PostCommandAsync($"/api/v1/orders/{order}/accept").ReadAsync<JsonNode>());
        await CountAsync("register a driver", () => driver
            .PostCommandAsync("/api/v1/drivers", new { name = "Dana", vehicle = "van", capacityKg = 300, region = "los-angeles" })
            .ReadAsync<JsonNode>(HttpStatusCode.Created));
        await CountAsync("begin a shift", () => driver.PostCommandAsync("/api/v1/drivers/me/shift", new { onShift = true }).ReadAsync<JsonNode>());
        await CountAsync("claim", () => driver.PostCommandAsync("/api/v1/drivers/me/claims", new { orderId = order, confirm = true }).ReadAsync<JsonNode>());
        await CountAsync("pick up", () => driver.PostCommandAsync($"/api/v1/drivers/me/orders/{order}/pickup", new { kg = 40 }).ReadAsync<JsonNode>());
        await CountAsync("deliver", () => driver.PostCommandAsync($"/api/v1/drivers/me/orders/{order}/deliver", new { kg = 40 }).ReadAsync<JsonNode>());
        await CountAsync("confirm the receipt", () => ngo.PostCommandAsync($"/api/v1/orders/{order}/confirm", new { kg = 40 }).ReadAsync<JsonNode>());
    }

    private async Task CancelAsync()
    {
        var order = await ProposeAsync();
        using var dispatcher = host.AsDispatcher();
        await CountAsync("cancel an order", () => dispatcher.PostCommandAsync($"/api/v1/orders/{order}/cancel", new { reason = "Rain" }).ReadAsync<JsonNode>());
    }

    private async Task<Id<Kinds.Order>> ProposeAsync()
    {
        const string Region = "los-angeles";
        var donation = Logistics.Reserve(Logistics.NewDonation(Region, 1000), 40_000);
        var lot = Logistics.NewLot(donation, Logistics.NewNgo(Region), 40);
        await host.PublishAsync("orders", Topics.DonationAllocated, lot.AllocationId, new DonationsAllocated { RunId = Logistics.NextId(), Region = Region, Lots = { lot } });
        await Eventually.HoldsAsync("the order", async () => await host.ScalarAsync<long>("select count(*) from orders.orders where allocation_id = $1", lot.AllocationId) == 1);
        return new(await host.ScalarAsync<long>("select id from orders.orders where allocation_id = $1", lot.AllocationId));
    }

    private async Task CountAsync(string what, Func<Task> command)
    {
        counter.Take();
        await command();
        var trips = counter.Take();
        Assert.NotEmpty(trips);
        foreach (var service in trips.GroupBy(SchemaOf))
        {
            Assert.True(service.Count() <= Most, $"To {what} takes {service.Count()} round trips in {service.Key}:\n{string.Join("\n---\n", service)}");
        }
    }

    /// <summary>The schema whose outbox, audit or tables the statements name; services keep to their own.</summary>
    private static string SchemaOf(string statements) =>
        ServiceCatalog.All.Select(module => module.Name).SingleOrDefault(name => statements.Contains($"{name}.", StringComparison.Ordinal))
        ?? $"no one schema:\n{statements}";
}
