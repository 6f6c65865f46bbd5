using System.Net;
using System.Text.Json.Nodes;
using Thesis.Contracts;
using Thesis.Contracts.Ngos.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Tests.Support;

namespace Thesis.Services.Tests.Orders;

public class OrderCommandTests
{
    [Fact]
    public async Task The_NGO_accepts_and_the_donor_cancels()
    {
        var logistics = await Logistics.SharedAsync();
        var id = await logistics.ProposeAsync();
        using var ngo = logistics.AsNgo();
        using var donor = logistics.AsDonor();

        var accepted = await ngo.PostCommandAsync($"/api/v1/orders/{id}/accept").ReadAsync<JsonNode>();
        var cancelled = await donor.PostCommandAsync($"/api/v1/orders/{id}/cancel", new { reason = "The freezer broke." }).ReadAsync<JsonNode>();

        Assert.Equal(("accepted", 2), ((string?)accepted["status"], (int?)accepted["version"]));
        Assert.Equal(("cancelled", "The freezer broke."), ((string?)cancelled["status"], (string?)cancelled["reason"]));
        Assert.Equal(["accepted", "cancelled"], (await LoggedAsync(logistics, id, 2)).Select(e => e.Status));
    }

    [Fact]
    public async Task The_NGO_has_the_food_brought_to_another_of_its_places()
    {
        var logistics = await Logistics.SharedAsync();
        var region = Logistics.NewRegion();
        var ngo = Logistics.NewNgo(region);
        ngo.Locations.Add(new Contracts.Common.V1.Location { Id = 77, Name = "Kitchen", Place = Logistics.PlaceIn(region, 34.2, -118.4) });
        await logistics.PublishAsync(Topics.NgoCreated, new NgoCreated { Ngo = ngo });
        var id = await logistics.ProposeAsync(region, change: lot => lot.NgoId = ngo.Id);
        await logistics.EventuallyAsync(1L, "select count(*) from orders.owners where id = $1 and locations <> '[]'", ngo.Id);
        using var client = logistics.AsNgo();

        var wrong = await client.PostCommandAsync($"/api/v1/orders/{id}/accept", new { locationId = new Id<Kinds.Location>(78) }).WrongFieldsAsync();
        var accepted = await client.PostCommandAsync($"/api/v1/orders/{id}/accept", new { locationId = new Id<Kinds.Location>(77) }).ReadAsync<JsonNode>();

        Assert.Equal(["locationId"], wrong);
        Assert.Equal((34.2, -118.4), ((double?)accepted["dropoff"]?["latitude"], (double?)accepted["dropoff"]?["longitude"]));
        Assert.Equal(34.2, await logistics.OrderAsync<double>(id, "dropoff_latitude"));
    }

    [Fact]
    public async Task A_change_is_told_to_everybody_it_concerns_and_nobody_else()
    {
        var logistics = await Logistics.SharedAsync();
        var region = Logistics.NewRegion();
        var id = await logistics.ProposeAsync(region);
        using var ngo = logistics.AsNgo();
        await ngo.PostCommandAsync($"/api/v1/orders/{id}/decline", new { reason = "Full." }).ReadAsync<JsonNode>();

        var audience = (await LoggedAsync(logistics, id, 1))[0].Audience;

        string[] expected =
        [
            $"order:{id}", $"region:{region}", "user:user-donor1", "user:user-ngo1",
            $"donation:{new Id<Kinds.Donation>(await logistics.OrderAsync<long>(id, "donation_id"))}",
            $"donor:{new Id<Kinds.Donor>(await logistics.OrderAsync<long>(id, "donor_id"))}",
            $"ngo:{new Id<Kinds.Ngo>(await logistics.OrderAsync<long>(id, "ngo_id"))}",
        ];
        Assert.Equal(expected.Order(StringComparer.Ordinal), audience.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("accept", "user-ngo2", "ngo", HttpStatusCode.NotFound)]
    [InlineData("accept", "user-donor1", "donor", HttpStatusCode.Forbidden)]
    [InlineData("accept", "user-donor1", "ngo", HttpStatusCode.Forbidden)]
    [InlineData("accept", "user-dispatcher", "dispatcher", HttpStatusCode.Forbidden)]
    [InlineData("accept", "user-driver1", "driver", HttpStatusCode.Forbidden)]
    [InlineData("accept", "user-admin", "admin", HttpStatusCode.OK)]
    [InlineData("decline", "user-ngo2", "ngo", HttpStatusCode.NotFound)]
    [InlineData("decline", "user-ngo1", "ngo", HttpStatusCode.OK)]
    [InlineData("cancel", "user-ngo1", "ngo", HttpStatusCode.Forbidden)]
    [InlineData("cancel", "user-donor2", "donor", HttpStatusCode.NotFound)]
    [InlineData("cancel", "user-donor1", "donor", HttpStatusCode.OK)]
    [InlineData("cancel", "user-dispatcher", "dispatcher", HttpStatusCode.OK)]
    [InlineData("fail", "user-ngo1", "ngo", HttpStatusCode.Forbidden)]
    [InlineData("fail", "user-driver1", "driver", HttpStatusCode.NotFound)]
    [InlineData("fail", "user-dispatcher", "dispatcher", HttpStatusCode.Conflict)]
    [InlineData("confirm", "user-ngo2", "ngo", HttpStatusCode.NotFound)]
    [InlineData("confirm", "user-ngo1", "ngo", HttpStatusCode.Conflict)]
    public async Task Only_those_it_concerns_may_act_on_a_proposal(string action, string subject, string role, HttpStatusCode expected)
    {
        var logistics = await Logistics.SharedAsync();
        var id = await logistics.ProposeAsync();
        using var client = logistics.As(subject, role);

        using var response = await client.PostCommandAsync(
            $"/api/v1/orders/{id}/{action}", action is "accept" or "confirm" ? null : new { reason = "Because." });

        Assert.Equal(expected, response.StatusCode);
        Assert.Equal(expected == HttpStatusCode.OK ? 2L : 1L, await logistics.OrderAsync<long>(id, "version"));
    }

    [Fact]
    public async Task People_see_their_own_orders_only_and_dispatchers_all()
    {
        var logistics = await Logistics.SharedAsync();
        var region = Logistics.NewRegion();
        var mine = await logistics.ProposeAsync(region);
        var other = await logistics.ProposeAsync(region, donorManager: "user-donor2", ngoManager: "user-ngo2");
        using var ngo = logistics.AsNgo();
        using var donor = logistics.AsDonor("user-donor2");
        using var dispatcher = logistics.AsDispatcher();
        using var stranger = logistics.AsDriver("user-driver9");

        Assert.Equal([mine.ToString()], await IdsAsync(ngo, region));
        Assert.Equal([other.ToString()], await IdsAsync(donor, region));
        Assert.Equal([other.ToString(), mine.ToString()], await IdsAsync(dispatcher, region));
        Assert.Empty(await IdsAsync(stranger, region));
        await ngo.GetAsync($"/api/v1/orders/{other}").ProblemAsync(HttpStatusCode.NotFound);
        Assert.Equal(mine.ToString(), (string?)(await ngo.GetNodeAsync($"/api/v1/orders/{mine}"))["id"]);
    }

    [Fact]
    public async Task Lists_go_on_where_the_page_ended_and_filter_by_status()
    {
        var logistics = await Logistics.SharedAsync();
        var region = Logistics.NewRegion();
        var ids = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            ids.Insert(0, (await logistics.ProposeAsync(region)).ToString());
        }

        using var dispatcher = logistics.AsDispatcher();
        var first = await dispatcher.GetNodeAsync($"/api/v1/orders?region={region}&pageSize=2");
        var second = await dispatcher.GetNodeAsync($"/api/v1/orders?region={region}&pageSize=2&pageToken={(string?)first["nextPageToken"]}");

        Assert.Equal(ids, Ids(first).Concat(Ids(second)));
        Assert.Null(second["nextPageToken"]);
        Assert.Empty(Ids(await dispatcher.GetNodeAsync($"/api/v1/orders?region={region}&status=accepted")));
        Assert.Equal(["status"], await dispatcher.GetAsync("/api/v1/orders?status=proposed,eaten").WrongFieldsAsync());
        Assert.Equal(["region"], await dispatcher.GetAsync("/api/v1/orders?region=LOS%20ANGELES").WrongFieldsAsync());
        Assert.Equal(["ngoId"], await dispatcher.GetAsync($"/api/v1/orders?ngoId={ids[0]}").WrongFieldsAsync());
    }

    [Fact]
    public async Task A_stale_If_Match_is_412_and_a_fresh_one_passes()
    {
        var logistics = await Logistics.SharedAsync();
        var id = await logistics.ProposeAsync();
        using var ngo = logistics.AsNgo();

        await ngo.CommandAsync(HttpMethod.Post, $"/api/v1/orders/{id}/accept", ifMatch: 7).ProblemAsync(HttpStatusCode.PreconditionFailed);
        Assert.Equal("proposed", await logistics.OrderAsync<string>(id, "status"));
        await ngo.CommandAsync(HttpMethod.Post, $"/api/v1/orders/{id}/accept", ifMatch: 1).ReadAsync<JsonNode>();
    }

    [Fact]
    public async Task The_same_key_is_answered_alike_and_changes_nothing_more()
    {
        var logistics = await Logistics.SharedAsync();
        var id = await logistics.ProposeAsync();
        using var ngo = logistics.AsNgo();
        var key = Guid.NewGuid().ToString();

        var first = await ngo.PostCommandAsync($"/api/v1/orders/{id}/accept", key: key).ReadAsync<JsonNode>();
        var second = await ngo.PostCommandAsync($"/api/v1/orders/{id}/accept", key: key).ReadAsync<JsonNode>();

        Assert.Equal(first.ToJsonString(), second.ToJsonString());
        Assert.Equal(2L, await logistics.OrderAsync<long>(id, "version"));
        await ngo.PostCommandAsync($"/api/v1/orders/{id}/accept").ProblemAsync(HttpStatusCode.Conflict);
    }

    [Theory]
    [InlineData("{}", "reason")]
    [InlineData("""{"reason":""}""", "reason")]
    [InlineData("""{"reason":"   "}""", "reason")]
    [InlineData("""{"reason":null}""", "reason")]
    public async Task Declining_takes_a_reason(string body, string field)
    {
        var logistics = await Logistics.SharedAsync();
        var id = await logistics.ProposeAsync();
        using var ngo = logistics.AsNgo();

        Assert.Equal([field], await ngo.PostCommandAsync($"/api/v1/orders/{id}/decline", body).WrongFieldsAsync());
        Assert.Equal("proposed", await logistics.OrderAsync<string>(id, "status"));
    }

    [Fact]
    public async Task Unknown_ids_are_404_and_ids_of_another_kind_400()
    {
        var logistics = await Logistics.SharedAsync();
        using var ngo = logistics.AsNgo();

        await ngo.PostCommandAsync($"/api/v1/orders/{new Id<Kinds.Order>(999)}/accept").ProblemAsync(HttpStatusCode.NotFound);
        Assert.Equal(["id"], await ngo.PostCommandAsync($"/api/v1/orders/{new Id<Kinds.Donation>(999)}/accept").WrongFieldsAsync());
        Assert.Equal(["id"], await ngo.GetAsync("/api/v1/orders/ord_1").WrongFieldsAsync());
    }

    private static async Task<List<(string Status, string[] Audience)>> LoggedAsync(Logistics logistics, Id<Kinds.Order> id, int count) =>
        await Eventually.GetAsync($"{count} events of {id}", async () =>
            await logistics.OrderEventsAsync(id) is { } events && events.Count >= count ? events : null);

    private static async Task<string[]> IdsAsync(HttpClient client, string region) =>
        Ids(await client.GetNodeAsync($"/api/v1/orders?region={region}"));

    private static string[] Ids(JsonNode page) => [.. (page["items"] as JsonArray ?? []).Select(item => (string?)item?["id"] ?? "")];
}
