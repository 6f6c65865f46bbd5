using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Thesis.Bench.Flood;

/// <summary>What one caller's flood does to another caller: 60 posts at a time by a donor that is not verified, beside a bystander's reads.</summary>
internal static class FloodBench
{
    private const string About = """
        The domain services as one process with a database of its own; the callers run in another process on the same machine. A bystander reads a list of donations, one request after the other, first while nothing else happens and then while a donor that is not verified posts 60 donations at a time, over and over. Every post is refused (409), after the donors service was asked for news of the donor. The same with the limits by caller (`CallerLimits`) lifted shows what they are for. Times are those that the bystander waits.
        """;

    private const int Reads = 300;
    private const int PostsAtOnce = 60;

    public static async Task<Report> RunAsync()
    {
        var figures = new List<Figure>();
        var details = new List<string>();
        foreach (var (name, atOnce) in new[] { ("with limits", (int?)null), ("without limits", 1_000) })
        {
            await using var services = await ServicesProcess.StartAsync(atOnce);
            var scene = await SceneAsync(services);
            await ReadAsync(scene.Bystander, Reads); // Warms up.
            var quiet = P95(await ReadAsync(scene.Bystander, Reads));
            var (beside, answers) = await ReadBesideFloodAsync(scene);
            if (atOnce is null)
            {
                figures.Add(new Figure("bystander's p95 beside the flood over its p95 in quiet", beside / quiet, "x", 2, "lower"));
                figures.Add(new Figure("answers of 500 or more", answers.Where(answer => answer.Key >= 500).Sum(answer => answer.Value), "", 0, "lower"));
            }

            details.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"{name}: p95 {quiet:0.0} ms in quiet, {beside:0.0} ms beside the flood ({beside / quiet:0.0} x); the flood was answered {string.Join(", ", answers.OrderBy(answer => answer.Key).Select(answer => $"{answer.Value} x {answer.Key}"))}."));
        }

        return new Report("flood", About, figures) { Details = string.Join("\n\n", details) };
    }

    private static async Task<(HttpClient Bystander, HttpClient Flooding, string DonorId)> SceneAsync(ServicesProcess services)
    {
        var (flooding, bystander) = (services.As("user-flood", "donor"), services.As("user-bystander", "donor"));
        using var created = await PostAsync(flooding, "/api/v1/donors", new JsonObject
        {
            ["name"] = "Flood",
            ["kind"] = "supermarket",
            ["place"] = new JsonObject { ["latitude"] = 34.05, ["longitude"] = -118.25, ["address"] = "1 Main St", ["region"] = "los-angeles" },
        });
        created.EnsureSuccessStatusCode();
        var donor = await created.Content.ReadFromJsonAsync<JsonNode>();
        return (bystander, flooding, (string?)donor?["id"] ?? throw new InvalidOperationException("The donor has no id."));
    }

    private static async Task<List<double>> ReadAsync(HttpClient client, int count)
    {
        var times = new List<double>(count);
        for (var read = 0; read < count; read++)
        {
            var began = Stopwatch.GetTimestamp();
            using var answer = await client.GetAsync("/api/v1/donations?region=los-angeles");
            answer.EnsureSuccessStatusCode();
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        return times;
    }

    private static async Task<(double P95, Dictionary<int, int> Answers)> ReadBesideFloodAsync((HttpClient Bystander, HttpClient Flooding, string DonorId) scene)
    {
        var answers = new Dictionary<int, int>();
        using var done = new CancellationTokenSource();
        var posters = Enumerable.Range(0, PostsAtOnce).Select(_ => PostUntilAsync(scene.Flooding, scene.DonorId, answers, done.Token)).ToArray();
        await ReadAsync(scene.Bystander, Reads / 10); // The flood has begun by then.
        var times = await ReadAsync(scene.Bystander, Reads);
        await done.CancelAsync();
        await Task.WhenAll(posters);
        return (P95(times), answers);
    }

    private static async Task PostUntilAsync(HttpClient client, string donorId, Dictionary<int, int> answers, CancellationToken done)
    {
        while (!done.IsCancellationRequested)
        {
            var now = DateTimeOffset.UtcNow;
            using var answer = await PostAsync(client, "/api/v1/donations", new JsonObject
            {
                ["donorId"] = donorId,
                ["title"] = "Bread",
                ["foodType"] = "bakery",
                ["quantityKg"] = 100,
                ["storageClass"] = "ambient",
                ["expiresAt"] = now.AddDays(1),
                ["pickupFrom"] = now,
                ["pickupUntil"] = now.AddHours(8),
            });
            lock (answers)
            {
                answers[(int)answer.StatusCode] = answers.GetValueOrDefault((int)answer.StatusCode) + 1;
            }
        }
    }

    private static async Task<HttpResponseMessage> PostAsync(HttpClient client, string path, JsonNode body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        return await client.SendAsync(request);
    }

    private static double P95(List<double> times) => times.Order().ElementAt((int)Math.Ceiling(times.Count * 0.95) - 1);
}
