using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Thesis.ServiceDefaults.Tests;

public sealed class HealthTests
{
    [Fact]
    public async Task A_process_that_lost_its_database_is_alive_and_not_ready_and_ready_again_later()
    {
        var database = HealthCheckResult.Unhealthy("down");
        await using var app = await TestApp.StartAsync(
            _ => { }, builder => builder.Services.AddHealthChecks().AddCheck("postgres", () => database));
        using var client = app.Anonymous();

        using var alive = await client.GetAsync("/alive");
        using var notReady = await client.GetAsync("/health");
        database = HealthCheckResult.Healthy();
        using var ready = await client.GetAsync("/health");

        Assert.Equal(HttpStatusCode.OK, alive.StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, notReady.StatusCode);
        Assert.Equal("Unhealthy", (await notReady.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("checks").GetProperty("postgres").GetString());
        Assert.Equal(HttpStatusCode.OK, ready.StatusCode);
    }
}
