using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Thesis.Contracts.Drivers.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Tests.Orders;
using Thesis.Services.Tests.Support;

namespace Thesis.Services.Tests.Drivers;

public class DriverTests
{
    [Fact]
    public async Task A_user_registers_once_and_begins_a_shift()
    {
        var logistics = await Logistics.SharedAsync();
        var seat = await DriversSeat.RegisterAsync(logistics, Logistics.NewRegion());

        await seat.Client.PostCommandAsync("/api/v1/drivers", DriversSeat.Registration("region-x")).ProblemAsync(HttpStatusCode.Conflict);
        var onShift = await seat.Client.PostCommandAsync("/api/v1/drivers/me/shift", new { onShift = true }).ReadAsync<JsonNode>();
        var again = await seat.Client.PostCommandAsync("/api/v1/drivers/me/shift", new { onShift = true }).ReadAsync<JsonNode>();

        Assert.Equal((true, 2), ((bool?)onShift["onShift"], (int?)onShift["version"]));
        Assert.Equal(2, (int?)again["version"]);
        Assert.Equal(seat.Id, (string?)(await seat.Client.GetNodeAsync("/api/v1/drivers/me"))["id"]);
    }

    [Fact]
    public async Task Dispatchers_list_drivers_and_drivers_do_not()
    {
        var logistics = await Logistics.SharedAsync();
        var region = Logistics.NewRegion();
        var seat = await DriversSeat.RegisterAsync(logistics, region);
        using var dispatcher = logistics.AsDispatcher();

        var all = await dispatcher.GetNodeAsync($"/api/v1/drivers?region={region}");
        var onShift = await dispatcher.GetNodeAsync($"/api/v1/drivers?region={region}&onShift=true");

        Assert.Equal(seat.Id, (string?)all["items"]?[0]?["id"]);
        Assert.Empty(onShift["items"] as JsonArray ?? []);
        await seat.Client.GetAsync("/api/v1/drivers").ProblemAsync(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Whoever_is_not_registered_is_told_to_register()
    {
        var logistics = await Logistics.SharedAsync();
        using var client = logistics.AsDriver($"user-new{Logistics.NextId()}");

        var problem = await client.GetAsync("/api/v1/drivers/me").ProblemAsync(HttpStatusCode.NotFound);

        Assert.EndsWith("driver-not-registered", (string?)problem["type"]);
        await client.PostCommandAsync("/api/v1/drivers/me/shift", new { onShift = true }).ProblemAsync(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("""{"name":"","vehicle":"van","capacityKg":300,"region":"los-angeles"}""", "name")]
    [InlineData("""{"name":"D","vehicle":" ","capacityKg":300,"region":"los-angeles"}""", "vehicle")]
    [InlineData("""{"name":"D","vehicle":"van","capacityKg":0,"region":"los-angeles"}""", "capacityKg")]
    [InlineData("""{"name":"D","vehicle":"van","capacityKg":-1,"region":"los-angeles"}""", "capacityKg")]
    [InlineData("""{"name":"D","vehicle":"van","capacityKg":50001,"region":"los-angeles"}""", "capacityKg")]
    [InlineData("""{"name":"D","vehicle":"van","capacityKg":1.0001,"region":"los-angeles"}""", "capacityKg")]
    [InlineData("""{"name":"D","vehicle":"van","capacityKg":"300","region":"los-angeles"}""", "capacityKg")]
    [InlineData("""{"name":"D","vehicle":"van","capacityKg":300,"region":"Los Angeles"}""", "region")]
    [InlineData("""{"name":"D","vehicle":"van","capacityKg":300}""", "region")]
    public async Task A_registration_names_the_field_that_is_wrong(string body, string field)
    {
        var logistics = await Logistics.SharedAsync();
        using var client = logistics.AsDriver($"user-new{Logistics.NextId()}");

        Assert.Equal([field], await client.PostCommandAsync("/api/v1/drivers", body).WrongFieldsAsync());
    }

    [Fact]
    public async Task A_drivers_topic_is_for_the_driver_and_for_dispatchers()
    {
        var logistics = await Logistics.SharedAsync();
        var seat = await DriversSeat.RegisterAsync(logistics, Logistics.NewRegion());

        Assert.True(await MayListenAsync(seat.User, "driver"));
        Assert.True(await MayListenAsync("user-dispatcher", "dispatcher"));
        Assert.False(await MayListenAsync("user-driver-other", "driver"));
        Assert.False(await MayListenAsync("user-ngo1", "ngo"));

        async Task<bool> MayListenAsync(string subject, string role)
        {
            var drivers = new DriversService.DriversServiceClient(logistics.GrpcAs(subject, role));
            return (await drivers.AuthorizeTopicAsync(new() { Topic = $"driver:{seat.Id}" })).Allowed;
        }
    }
}
