using System.Net;
using System.Text.Json.Nodes;
using Thesis.ServiceDefaults;
using Thesis.Services.Tests.Orders;
using Thesis.Services.Tests.Support;

namespace Thesis.Services.Tests.Drivers;

/// <summary>A registered driver and what the driver does.</summary>
internal sealed record DriversSeat(string User, string Id, HttpClient Client)
{
    public static async Task<DriversSeat> RegisterAsync(
        Logistics logistics, string region, bool onShift = false, double capacityKg = 300, string? cooling = null)
    {
        var user = $"user-driver-{Logistics.NextId()}";
        var client = logistics.AsDriver(user);
        var driver = await client.PostCommandAsync("/api/v1/drivers", Registration(region, capacityKg, cooling)).ReadAsync<JsonNode>(HttpStatusCode.Created);
        if (onShift)
        {
            await client.PostCommandAsync("/api/v1/drivers/me/shift", new { onShift }).ReadAsync<JsonNode>();
        }

        return new DriversSeat(user, (string?)driver["id"] ?? "", client);
    }

    public static object Registration(string region, double capacityKg = 300, string? cooling = null) =>
        new { name = "Dana", vehicle = "van", capacityKg, region, cooling };

    public Task<HttpResponseMessage> ClaimAsync(Id<Kinds.Order> order, bool confirm = false) =>
        Client.PostCommandAsync("/api/v1/drivers/me/claims", new { orderId = order.ToString(), confirm });

    public Task<HttpResponseMessage> DoAsync(Id<Kinds.Order> order, string action, object body) =>
        Client.PostCommandAsync($"/api/v1/drivers/me/orders/{order}/{action}", body);

    public async Task<string[]> OrderIdsAsync(bool active) => Ids(await Client.GetNodeAsync($"/api/v1/drivers/me/orders?active={(active ? "true" : "false")}"));

    public static string[] Ids(JsonNode page) => [.. (page["items"] as JsonArray ?? []).Select(item => (string?)item?["id"] ?? "")];
}
