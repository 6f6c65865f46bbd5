using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using OpenTelemetry.Exporter;

namespace Thesis.Dashboard.Tests;

public sealed class ExchangeTests
{
    [Fact]
    public async Task A_run_that_was_exported_is_the_same_when_it_is_imported()
    {
        var resources = SampleResources.Create();
        resources.Print("orders", "on the console");
        await using var dashboard = await RunningDashboard.StartAsync(source: resources);
        using (var service = new SampleTelemetry("orders", dashboard.OtlpHttp, OtlpExportProtocol.HttpProtobuf))
        {
            for (var i = 0; i < 30; i++)
            {
                service.Work(i, fails: i % 10 == 0);
            }

            service.Flush();
        }

        await Eventually.TrueAsync(async () => (await dashboard.GetAsync("/api/v1/console")).GetArrayLength() > 0);
        var zip = await dashboard.Browser.GetByteArrayAsync("/api/v1/export");
        using var answer = await ImportAsync(dashboard, zip);
        var run = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("id").GetString();

        foreach (var path in new[] { "/api/v1/logs?limit=500", "/api/v1/traces?limit=500", "/api/v1/metrics/instruments?x=1", "/api/v1/console?tail=100" })
        {
            var original = Comparable(await dashboard.GetAsync(path));
            Assert.NotEqual("[]", original);
            Assert.Equal(original, Comparable(await dashboard.GetAsync($"{path}&run={run}")));
        }

        var trace = (await dashboard.ItemsAsync("/api/v1/traces?errors=true"))[0].GetProperty("traceId").GetString();
        Assert.Equal(
            (await dashboard.GetAsync($"/api/v1/traces/{trace}")).GetProperty("spans").GetRawText(),
            (await dashboard.GetAsync($"/api/v1/traces/{trace}?run={run}")).GetProperty("spans").GetRawText());
        var comparison = await dashboard.GetAsync($"/api/v1/runs/compare?a={(await dashboard.GetAsync("/api/v1/application")).GetProperty("runId").GetString()}&b={run}");
        var orders = comparison.GetProperty("resources")[0];
        Assert.Equal(60, orders.GetProperty("a").GetProperty("spans").GetInt32());
        Assert.Equal(3, orders.GetProperty("b").GetProperty("spanErrors").GetInt32());
        Assert.All(orders.GetProperty("operations").EnumerateArray(), o => Assert.Equal(o.GetProperty("a").GetRawText(), o.GetProperty("b").GetRawText()));
    }

    [Theory]
    [InlineData("nothing", "not a zip file")]
    [InlineData("PK\u0005\u0006\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", "no telemetry")]
    public async Task A_file_that_is_no_export_leaves_no_run_behind(string file, string expected)
    {
        await using var dashboard = await RunningDashboard.StartAsync();

        using var answer = await ImportAsync(dashboard, System.Text.Encoding.ASCII.GetBytes(file));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(expected, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(1, (await dashboard.GetAsync("/api/v1/runs")).GetArrayLength());
    }

    [Fact]
    public async Task Clearing_one_resource_leaves_the_others_and_what_comes_later()
    {
        await using var dashboard = await RunningDashboard.StartAsync();
        await SendAsync("orders");
        await SendAsync("drivers");

        using var cleared = await dashboard.Browser.DeleteAsync("/api/v1/telemetry?resource=orders&signal=logs");
        var left = await dashboard.ItemsAsync("/api/v1/logs");
        await SendAsync("orders");
        var later = await dashboard.ItemsAsync("/api/v1/logs");
        using var all = await dashboard.Browser.DeleteAsync("/api/v1/telemetry");

        Assert.Equal(HttpStatusCode.NoContent, cleared.StatusCode);
        Assert.Equal("drivers", Assert.Single(left).GetProperty("resource").GetString());
        Assert.Equal(2, later.Count);
        Assert.Empty(await dashboard.ItemsAsync("/api/v1/logs"));

        async Task SendAsync(string service)
        {
            using var answer = await dashboard.SendProtobufAsync(
                "logs", Thesis.Tests.Support.OtlpRequest.Of(service, [Thesis.Tests.Support.OtlpRequest.Log("line", 1_000_000_000)]));
            answer.EnsureSuccessStatusCode();
        }
    }

    private static async Task<HttpResponseMessage> ImportAsync(RunningDashboard dashboard, byte[] zip)
    {
        using var content = new ByteArrayContent(zip);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/zip");
        return await dashboard.Browser.PostAsync("/api/v1/import", content);
    }

    /// <summary>Without the positions, which are each run's own.</summary>
    private static string Comparable(JsonElement answer) => answer.ValueKind == JsonValueKind.Array
        ? answer.GetRawText()
        : string.Join("\n", answer.GetProperty("items").EnumerateArray()
            .Select(i => string.Join(",", i.EnumerateObject().Where(p => p.Name != "id").Select(p => p.ToString()))).Order(StringComparer.Ordinal));
}
