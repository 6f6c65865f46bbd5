using System.Globalization;
using System.Text.Json;

namespace Thesis.Dashboard.Tests;

public sealed class MetricTests
{
    private const long Second = 1_000_000_000;
    private static readonly long _begin = ((DateTimeOffset.UtcNow.ToUnixTimeSeconds() / 60) - 10) * 60 * Second;

    [Fact]
    public async Task A_counter_is_drawn_as_its_rate_and_a_restart_of_its_process_as_none_lost()
    {
        await using var dashboard = await RunningDashboard.StartAsync();
        double[] values = [10, 20, 40, 40, 5, 15]; // Every 10 s; between the fourth and the fifth the process began anew.
        for (var i = 0; i < values.Length; i++)
        {
            var start = i < 4 ? _begin : _begin + (40 * Second);
            await SendAsync(dashboard, "sum", Point(i, $""" "asDouble":{values[i]},"startTimeUnixNano":"{start}" """), ""","isMonotonic":true,"aggregationTemporality":2""");
        }

        var points = await PointsAsync(dashboard);

        Assert.Equal(10 + 10 + 20 + 0 + 5 + 10, Enumerable.Sum(points.Select(p => p.GetProperty("value").GetDouble() * 10)), 3);

        // The sixth came where the next interval begins, of which nothing is known yet.
        Assert.Equal([10, 20, 40, 40, 5], points.Where(p => p.TryGetProperty("total", out _)).Select(p => p.GetProperty("total").GetDouble()));
    }

    [Fact]
    public async Task A_gauge_that_does_not_change_is_stored_seldom_and_drawn_throughout()
    {
        await using var dashboard = await RunningDashboard.StartAsync();
        for (var i = 0; i < 60; i++)
        {
            await SendAsync(dashboard, "gauge", Point(i / 10.0, $""" "asInt":"{(i < 45 ? 7 : 8)}" """));
        }

        var points = await PointsAsync(dashboard, 1);
        var stored = (await dashboard.GetAsync("/api/v1/telemetry/resources"))[0].GetProperty("metrics").GetInt64();

        Assert.Equal(60, points.Count);
        Assert.Equal([.. Enumerable.Repeat(7.0, 45), .. Enumerable.Repeat(8.0, 15)], points.Select(p => p.GetProperty("value").GetDouble()));
        Assert.InRange(stored, 4, 7);
    }

    [Fact]
    public async Task A_histograms_percentiles_are_of_what_came_in_each_interval()
    {
        await using var dashboard = await RunningDashboard.StartAsync();
        await HistogramAsync(0, 100, 100 * 5.0, [100, 0, 0]); // All up to 10.
        await HistogramAsync(1, 200, (100 * 5.0) + (100 * 15.0), [100, 100, 0]); // Then 100 between 10 and 20.

        var points = await PointsAsync(dashboard);

        Assert.Equal([100, 100], points.Select(p => p.GetProperty("count").GetInt32()));
        Assert.Equal([5.0, 15.0], points.Select(p => p.GetProperty("value").GetDouble()));
        Assert.Equal([5.0, 15.0], points.Select(p => p.GetProperty("p50").GetDouble()));
        Assert.Equal(19.9, points[1].GetProperty("p99").GetDouble(), 3);

        Task HistogramAsync(int at, int count, double sum, int[] buckets) => SendAsync(
            dashboard,
            "histogram",
            Point(at, $""" "count":"{count}","sum":{sum},"startTimeUnixNano":"{_begin}","explicitBounds":[10,20],"bucketCounts":[{string.Join(",", buckets)}] """),
            ""","aggregationTemporality":2""");
    }

    [Fact]
    public async Task Exponential_histograms_are_read_through_a_change_of_scale()
    {
        await using var dashboard = await RunningDashboard.StartAsync();
        await ExponentialAsync(0, 10, 1, 4, [10]); // Scale 1, index 4: between 4 and 5.66.
        await ExponentialAsync(1, 30, 0, 2, [10, 20]); // Scale 0: index 2 is 4 to 8, index 3 is 8 to 16.

        var points = await PointsAsync(dashboard);

        Assert.InRange(points[0].GetProperty("p50").GetDouble(), 4, 5.66);
        Assert.Equal(20, points[1].GetProperty("count").GetInt32());
        Assert.Equal(12, points[1].GetProperty("p50").GetDouble(), 3);

        Task ExponentialAsync(int at, int count, int scale, int offset, int[] buckets) => SendAsync(
            dashboard,
            "exponentialHistogram",
            Point(at, $$""" "count":"{{count}}","sum":1,"scale":{{scale}},"startTimeUnixNano":"{{_begin}}","positive":{"offset":{{offset}},"bucketCounts":[{{string.Join(",", buckets)}}]} """),
            ""","aggregationTemporality":2""");
    }

    [Fact]
    public async Task Series_without_bound_are_refused_and_those_that_are_known_go_on()
    {
        await using var dashboard = await RunningDashboard.StartAsync();
        var refused = 0;
        for (var first = 0; first < 11_000; first += 1_000)
        {
            var points = string.Join(",", Enumerable.Range(first, 1_000).Select(i =>
                $$$"""{"timeUnixNano":"{{{_begin}}}","asInt":"1","attributes":[{"key":"user","value":{"stringValue":"{{{i}}}"}}]}"""));
            using var answer = await SendRawAsync(dashboard, $$$"""{"name":"m","gauge":{"dataPoints":[{{{points}}}]}}""");
            var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
            refused += body.TryGetProperty("partialSuccess", out var partial) ? int.Parse(partial.GetProperty("rejectedDataPoints").GetString() ?? "", CultureInfo.InvariantCulture) : 0;
        }

        Assert.Equal(1_000, refused);
        var values = (await dashboard.GetAsync("/api/v1/metrics/instruments"))[0].GetProperty("attributes")[0].GetProperty("values");
        Assert.Equal(100, values.GetArrayLength());
    }

    private static string Point(double at, string fields) =>
        $$"""{"timeUnixNano":"{{_begin + (long)((at + 1) * 10 * Second)}}",{{fields}}}""";

    private static async Task SendAsync(RunningDashboard dashboard, string kind, string point, string more = "")
    {
        using var answer = await SendRawAsync(dashboard, $$$"""{"name":"m","unit":"1","{{{kind}}}":{"dataPoints":[{{{point}}}]{{{more}}}}}""");
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    private static Task<HttpResponseMessage> SendRawAsync(RunningDashboard dashboard, string metric) => dashboard.SendJsonAsync(
        "metrics",
        """{"resourceMetrics":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"orders"}}]},"scopeMetrics":[{"scope":{"name":"meter"},"metrics":["""
        + metric + "]}]}]}");

    private static async Task<List<JsonElement>> PointsAsync(RunningDashboard dashboard, int seconds = 10)
    {
        var to = (_begin / 1_000_000) + 80_000;
        var answer = await dashboard.GetAsync(
            $"/api/v1/metrics/series?resource=orders&meter=meter&name=m&from={_begin / 1_000_000}&to={to}&points={80 / seconds}");
        Assert.Equal(seconds, answer.GetProperty("intervalSeconds").GetDouble());
        return [.. answer.GetProperty("series")[0].GetProperty("points").EnumerateArray()];
    }
}
