using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Thesis.Dashboard.Tests;

public sealed class ResourceTests
{
    [Fact]
    public async Task Secrets_are_masked_until_they_are_asked_for()
    {
        await using var dashboard = await RunningDashboard.StartAsync(source: SampleResources.Create());
        var resources = await AllAsync(dashboard, 6);

        Assert.DoesNotContain("s3cret", resources.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain("k3y", resources.GetRawText(), StringComparison.Ordinal);
        var orders = resources.EnumerateArray().Single(r => r.GetProperty("name").GetString() == "orders");
        var variable = orders.GetProperty("environment")[1];
        Assert.True(variable.GetProperty("isSecret").GetBoolean());
        Assert.Equal(JsonValueKind.Null, variable.GetProperty("value").ValueKind);
        var secrets = await dashboard.GetAsync("/api/v1/resources/orders/secrets");
        Assert.Equal("Host=db;Password=s3cret", secrets.GetProperty("environment")[1].GetProperty("value").GetString());
        Assert.Equal("k3y", secrets.GetProperty("properties")[1].GetProperty("value").GetString());
    }

    [Fact]
    public async Task The_stream_begins_with_what_is_and_goes_on_with_what_changes()
    {
        var resources = SampleResources.Create();
        await using var dashboard = await RunningDashboard.StartAsync(source: resources);
        await AllAsync(dashboard, 6);
        using var events = await ServerEvents.OpenAsync(dashboard, "/api/v1/resources/stream");
        var first = new HashSet<string?>();
        for (var i = 0; i < 6; i++)
        {
            var (name, data) = await events.NextAsync();
            Assert.Equal("upsert", name);
            Assert.DoesNotContain("s3cret", data.GetRawText(), StringComparison.Ordinal);
            first.Add(data.GetProperty("name").GetString());
        }

        resources.Set(SampleResources.Project("orders", []) with { State = "Exited", ExitCode = 3 });
        var (changed, orders) = await events.NextAsync();
        resources.Remove("web");
        var (deleted, web) = await events.NextAsync();

        Assert.Equal(6, first.Count);
        Assert.Equal(("upsert", "Exited", 3), (changed, orders.GetProperty("state").GetString(), orders.GetProperty("exitCode").GetInt32()));
        Assert.Equal(("delete", "web"), (deleted, web.GetProperty("name").GetString()));
        await AllAsync(dashboard, 5);
    }

    [Fact]
    public async Task Commands_reach_the_source_and_their_outcome_comes_back()
    {
        var resources = SampleResources.Create();
        await using var dashboard = await RunningDashboard.StartAsync(source: resources);
        await AllAsync(dashboard, 6);

        var restarted = await ExecuteAsync("orders", "restart", new { });
        var stopped = await ExecuteAsync("orders", "stop", new { });
        var set = await ExecuteAsync("maps-key", "set-parameter", new { arguments = new { value = "abc", save = true } });
        var reported = await ExecuteAsync("orders", "report", new { arguments = new { region = "la" } });
        var (disabled, _) = await ExecuteAsync("orders", "start", new { });
        var (missing, text) = await ExecuteAsync("maps-key", "set-parameter", new { });
        var (unknown, _) = await ExecuteAsync("orders", "fly", new { });

        Assert.Equal((HttpStatusCode.OK, """{"success":true,"message":null,"result":null,"showResult":false}"""), restarted);
        Assert.Equal((HttpStatusCode.OK, """{"success":false,"message":"It does not stop.","result":null,"showResult":false}"""), stopped);
        Assert.Equal(HttpStatusCode.OK, set.Status);
        Assert.Equal((HttpStatusCode.OK, """{"success":true,"message":"Reported.","result":"{\u0022orders\u0022:12}","showResult":false}"""), reported);
        Assert.Equal(["orders restart", "orders stop", "maps-key set-parameter value=abc,save=true", "orders report region=la"], resources.Executed);
        Assert.Equal((HttpStatusCode.Conflict, HttpStatusCode.BadRequest, HttpStatusCode.NotFound), (disabled, missing, unknown));
        Assert.Contains("arguments.value (Value) is missing.", text, StringComparison.Ordinal);

        async Task<(HttpStatusCode Status, string Body)> ExecuteAsync(string resource, string command, object body)
        {
            using var answer = await dashboard.Browser.PostAsJsonAsync($"/api/v1/resources/{resource}/commands/{command}", body);
            return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
        }
    }

    [Fact]
    public async Task Console_lines_are_kept_cut_where_too_long_and_streamed()
    {
        var resources = SampleResources.Create();
        resources.Print("orders", "first");
        resources.Print("orders", new string('x', 10_000_000), isError: true);
        await using var dashboard = await RunningDashboard.StartAsync(source: resources);
        await Eventually.TrueAsync(async () => (await LinesAsync(dashboard, "resource=orders")).Count == 2);
        using var events = await ServerEvents.OpenAsync(dashboard, "/api/v1/console/stream?resource=orders&tail=1");
        var (_, tail) = await events.NextAsync();
        resources.Print("drivers", "not for this stream");
        resources.Print("orders", "\u001b[31mred\u001b[0m");
        var (name, data) = await events.NextAsync();

        var kept = await LinesAsync(dashboard, "resource=orders");
        Assert.Equal("first", kept[0].GetProperty("text").GetString());
        Assert.True(kept[1].GetProperty("isError").GetBoolean());
        Assert.EndsWith("x… [cut: 10,000,000 bytes in all]", kept[1].GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.InRange(kept[1].GetProperty("text").GetString()?.Length ?? 0, 16_000, 70_000);
        Assert.Equal(2, tail.GetProperty("lines")[0].GetProperty("number").GetInt64());
        Assert.Equal(("lines", "orders"), (name, data.GetProperty("resource").GetString()));
        Assert.Equal("\u001b[31mred\u001b[0m", data.GetProperty("lines")[0].GetProperty("text").GetString());
        Assert.Equal(2, (await LinesAsync(dashboard, "resource=orders&tail=2")).Count);
        Assert.Single(await LinesAsync(dashboard, "q=stream"));
    }

    private static async Task<JsonElement> AllAsync(RunningDashboard dashboard, int count)
    {
        await Eventually.TrueAsync(async () => (await dashboard.GetAsync("/api/v1/resources")).GetArrayLength() == count);
        return await dashboard.GetAsync("/api/v1/resources");
    }

    private static async Task<List<JsonElement>> LinesAsync(RunningDashboard dashboard, string query) =>
        [.. (await dashboard.GetAsync($"/api/v1/console?{query}")).EnumerateArray().SelectMany(r => r.GetProperty("lines").EnumerateArray())];
}
