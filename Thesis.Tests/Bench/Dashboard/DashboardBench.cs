using System.Diagnostics;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json;
using Thesis.Tests.Support;

namespace Thesis.Bench.Dashboard;

/// <summary>The dashboard at work: spans coming in, a million log lines searched, and nothing to do.</summary>
internal static class DashboardBench
{
    private const int SpansPerRequest = 500;
    private const int SpansPerTrace = 10;
    private const int SpanRate = 20_000;
    private const int LogLines = 1_000_000;
    private const int LogsPerRequest = 1_000;
    private const int Searches = 15;
    private static readonly TimeSpan _spanTime = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan _idleTime = TimeSpan.FromSeconds(10);

    public static async Task<Report> RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("thesis-bench-");
        try
        {
            using var dashboard = await DashboardProcess.StartAsync(folder.FullName);
            using var client = new HttpClient();
            await SendSpansAsync(dashboard, client, TimeSpan.FromSeconds(2)); // Warms up.
            var spans = await SendSpansAsync(dashboard, client, _spanTime);
            await SendLogsAsync(dashboard, client);
            var memory = dashboard.MemoryMegabytes(peak: false);
            var words = await SearchAsync(dashboard, client, "q=larder-777777");
            var nothing = await SearchAsync(dashboard, client, "q=nowhere-to-be-found");
            var filtered = await SearchAsync(dashboard, client, "q=kitchen%20%22order%20999999%22&level=Information");
            var afterSearch = dashboard.MemoryMegabytes(peak: false);
            var idle = await IdleAsync(dashboard);
            return new Report(
                "dashboard",
                $"Spans: {SpanRate} a second for {_spanTime.TotalSeconds} s in requests of {SpansPerRequest}, eight attributes each, "
                + $"{SpansPerTrace} to a trace, over HTTP in protobuf; the dashboard and the sender share the machine. "
                + $"Logs: {LogLines} lines of about 200 bytes; each search is one request for the newest 100 that match, and must read all of them.",
                [
                    new Figure("spans accepted and found again, of those sent", spans.Kept * 100, "%", 100, "higher"),
                    new Figure("spans received per second", spans.Rate, "1/s", SpanRate * 0.98, "higher"),
                    new Figure("CPU time of the dashboard per span", spans.Cpu, "µs", 50, "lower"),
                    new Figure("search for a word that occurs once, p95", words, "ms", 500, "lower"),
                    new Figure("search for a word that does not occur, p95", nothing, "ms", 500, "lower"),
                    new Figure("search for a word and a phrase at a level, p95", filtered, "ms", 500, "lower"),
                    new Figure("memory with the logs stored", memory, "MB", 150, "lower"),
                    new Figure("memory after the searches", afterSearch, "MB", 150, "lower"),
                    new Figure("memory at its highest", dashboard.MemoryMegabytes(peak: true), "MB", 200, "lower"),
                    new Figure("idle", idle * 100, "% of a core", 1, "lower"),
                ]);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<(double Kept, double Rate, double Cpu)> SendSpansAsync(DashboardProcess dashboard, HttpClient client, TimeSpan time)
    {
        var before = await SpansAsync(dashboard, client);
        var requests = Enumerable.Range(0, 100).Select(_ => SpanRequest()).ToList();
        var cpu = dashboard.CpuTime();
        var clock = Stopwatch.StartNew();
        var sent = 0;
        while (clock.Elapsed < time)
        {
            var request = requests[sent / SpansPerRequest % requests.Count];
            await PostAsync(client, new Uri(dashboard.Otlp, "/v1/traces"), request);
            sent += SpansPerRequest;
            var ahead = TimeSpan.FromSeconds((double)sent / SpanRate) - clock.Elapsed;
            if (ahead > TimeSpan.FromMilliseconds(1))
            {
                await Task.Delay(ahead);
            }
        }

        var elapsed = clock.Elapsed;
        var used = dashboard.CpuTime() - cpu;
        var kept = await SpansAsync(dashboard, client) - before;
        return ((double)kept / sent, sent / elapsed.TotalSeconds, used.TotalMicroseconds / sent);
    }

    private static byte[] SpanRequest()
    {
        var now = Nanoseconds();
        var spans = new List<byte[]>(SpansPerRequest);
        for (var i = 0; i < SpansPerRequest / SpansPerTrace; i++)
        {
            var trace = RandomNumberGenerator.GetBytes(16);
            byte[]? parent = null;
            for (var s = 0; s < SpansPerTrace; s++)
            {
                var id = RandomNumberGenerator.GetBytes(8);
                spans.Add(OtlpRequest.Span(
                    trace, id, parent, "GET /api/v1/orders/{id}", now,
                    ("http.request.method", "GET"), ("http.route", "/api/v1/orders/{id}"), ("server.address", "orders"), ("url.path", $"/api/v1/orders/{i}"),
                    ("network.protocol.version", "1.1"), ("user_agent.original", "Mozilla/5.0"), ("thread.name", $"worker-{s}"), ("tenant", "los-angeles")));
                parent = id;
            }
        }

        return OtlpRequest.Of("orders", spans);
    }

    private static async Task SendLogsAsync(DashboardProcess dashboard, HttpClient client)
    {
        for (var first = 0; first < LogLines; first += LogsPerRequest)
        {
            var now = Nanoseconds();
            var lines = Enumerable.Range(first, LogsPerRequest).Select(i => OtlpRequest.Log(
                $"Order {i} of larder-{i} went to the kitchen on {i % 97} Alameda Street and was confirmed by driver {i % 1013}",
                now + i, 9, ("order.id", $"ord_{i}"), ("region", "los-angeles"), ("{OriginalFormat}", "Order {Number} of {Larder} went to the kitchen")));
            await PostAsync(client, new Uri(dashboard.Otlp, "/v1/logs"), OtlpRequest.Of("orders", lines));
        }
    }

    private static async Task<double> SearchAsync(DashboardProcess dashboard, HttpClient client, string query)
    {
        var times = new double[Searches];
        for (var i = 0; i < Searches; i++)
        {
            var clock = Stopwatch.StartNew();
            using var answer = await client.GetAsync(new Uri(dashboard.Pages, $"/api/v1/logs?{query}"));
            answer.EnsureSuccessStatusCode();
            await answer.Content.ReadAsStringAsync();
            times[i] = clock.Elapsed.TotalMilliseconds;
        }

        return times.Order().ElementAt((int)(Searches * 0.95));
    }

    private static async Task<double> IdleAsync(DashboardProcess dashboard)
    {
        var before = dashboard.CpuTime();
        await Task.Delay(_idleTime);
        return (dashboard.CpuTime() - before) / _idleTime;
    }

    private static async Task<long> SpansAsync(DashboardProcess dashboard, HttpClient client)
    {
        var text = await client.GetStringAsync(new Uri(dashboard.Pages, "/api/v1/telemetry/resources"));
        using var senders = JsonDocument.Parse(text);
        return senders.RootElement.EnumerateArray().Sum(s => s.GetProperty("spans").GetInt64());
    }

    private static async Task PostAsync(HttpClient client, Uri address, byte[] body)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/x-protobuf");
        using var answer = await client.PostAsync(address, content);
        answer.EnsureSuccessStatusCode();
    }

    private static long Nanoseconds() => (DateTime.UtcNow - DateTime.UnixEpoch).Ticks * 100;
}
