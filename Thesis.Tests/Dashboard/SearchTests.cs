using System.Text;
using Thesis.Dashboard.Storage;
using Thesis.Tests.Support;

namespace Thesis.Dashboard.Tests;

public sealed class SearchTests
{
    private static readonly string[] _words =
        ["Order", "ORDER", "order", "Straße", "STRASSE", "müsli", "MÜSLI", "a", "aa", "ab", "é", "7", "77", "null", "\"", "x=y", "日本", "[", "A"];

    [Fact]
    public async Task Search_finds_what_a_naive_reading_finds_and_nothing_else()
    {
        await using var dashboard = await RunningDashboard.StartAsync();
        var random = new Random(11);
        var lines = Enumerable.Range(0, 3_000).Select(i => (Message: Sentence(random), Key: Sentence(random, 1), Value: Sentence(random, 2))).ToList();
        foreach (var chunk in lines.Chunk(100))
        {
            using var answer = await dashboard.SendProtobufAsync(
                "logs", OtlpRequest.Of("orders", chunk.Select(l => OtlpRequest.Log(l.Message, 1_000_000_000, 9, (l.Key, l.Value)))));
            answer.EnsureSuccessStatusCode();
        }

        for (var i = 0; i < 60; i++)
        {
            var terms = Enumerable.Range(0, random.Next(1, 4)).Select(_ => Term(random)).ToList();
            var query = string.Join(" ", terms.Select(t => $"\"{t}\""));
            var expected = lines.Count(l => terms.TrueForAll(t => new[] { l.Message, l.Key, l.Value }.Any(f => f.Contains(t, StringComparison.OrdinalIgnoreCase))));

            Assert.Equal((query, expected), (query, await CountAsync(dashboard, query)));
        }
    }

    [Theory]
    [InlineData("kitchen", true)]
    [InlineData("KITCHEN order", true)]
    [InlineData("order kitchen", true)]
    [InlineData("\"order kitchen\"", false)]
    [InlineData("\"went to the kitchen\"", true)]
    [InlineData("kitchen garage", false)]
    [InlineData("los-angeles", true)]
    [InlineData("region", true)]
    [InlineData("regionlos", false)]
    [InlineData("kitchenregion", false)]
    [InlineData("\"unclosed", false)]
    [InlineData("\"", true)]
    public async Task Words_may_stand_anywhere_and_quoted_words_stand_together(string query, bool found)
    {
        await using var dashboard = await RunningDashboard.StartAsync();
        using var answer = await dashboard.SendProtobufAsync(
            "logs", OtlpRequest.Of("orders", [OtlpRequest.Log("Order 42 went to the Kitchen", 1_000_000_000, 9, ("region", "Los-Angeles"))]));

        Assert.Equal(found ? 1 : 0, await CountAsync(dashboard, query));
    }

    [Fact]
    public async Task Filters_hold_together_and_pages_hold_every_record_once()
    {
        await using var dashboard = await RunningDashboard.StartAsync();
        var all = Enumerable.Range(0, 250).Select(i => (Number: i, Service: i % 2 == 0 ? "orders" : "drivers", Severity: i % 5 == 0 ? 17 : 9)).ToList();
        foreach (var (number, service, severity) in all)
        {
            using var answer = await dashboard.SendProtobufAsync(
                "logs", OtlpRequest.Of(service, [OtlpRequest.Log($"line {number}", (number + 1) * 1_000_000_000L, severity, ("half", $"{number % 2}"))]));
        }

        var errors = await PagesAsync(dashboard, "level=Error&resource=orders&limit=7");
        var ofField = await PagesAsync(dashboard, "field.half=1&q=line&limit=100");
        var ofTime = await PagesAsync(dashboard, "from=1970-01-01T00:01:41Z&to=1970-01-01T00:01:50Z");

        Assert.Equal(all.Where(l => l.Severity == 17 && l.Service == "orders").Select(l => $"line {l.Number}").Reverse(), errors);
        Assert.Equal(all.Where(l => l.Number % 2 == 1).Select(l => $"line {l.Number}").Reverse(), ofField);
        Assert.Equal(Enumerable.Range(100, 10).Select(n => $"line {n}").Reverse(), ofTime);
    }

    [Theory]
    [InlineData("limit=0", "limit is '0'; it must be a whole number from 1 to 500.")]
    [InlineData("level=loud", "level is 'loud'")]
    [InlineData("traceId=12", "traceId is '12'; it must be 32 hexadecimal digits.")]
    [InlineData("from=yesterday", "from is 'yesterday'")]
    [InlineData("before=x", "before is 'x'")]
    public async Task A_wrong_parameter_is_named(string query, string expected)
    {
        await using var dashboard = await RunningDashboard.StartAsync();

        using var answer = await dashboard.Browser.GetAsync($"/api/v1/logs?{query}");

        Assert.Equal(System.Net.HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(expected, System.Text.Json.JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Folding_changes_the_letters_of_ascii_alone()
    {
        var bytes = Enumerable.Range(0, 256).Select(b => (byte)b).ToArray();
        var folded = bytes.ToArray();
        AsciiFold.ToLower(folded);

        Assert.Equal(bytes.Select(b => b is >= (byte)'A' and <= (byte)'Z' ? (byte)(b + 32) : b), folded);
    }

    private static string Sentence(Random random, int words = 6) =>
        string.Join(random.Next(3) == 0 ? "" : " ", Enumerable.Range(0, random.Next(1, words + 1)).Select(_ => _words[random.Next(_words.Length)]));

    /// <summary>A piece of a sentence, without the quotes that a query gives a meaning.</summary>
    private static string Term(Random random)
    {
        var text = Sentence(random, 3).Replace("\"", "", StringComparison.Ordinal);
        var runes = text.EnumerateRunes().ToList();
        var start = random.Next(runes.Count + 1);
        var term = new StringBuilder();
        foreach (var rune in runes.Skip(start).Take(random.Next(1, 8)))
        {
            term.Append(rune.ToString());
        }

        return term.Length == 0 ? "order" : term.ToString();
    }

    private static async Task<int> CountAsync(RunningDashboard dashboard, string query) =>
        (await PagesAsync(dashboard, $"limit=500&q={Uri.EscapeDataString(query)}")).Count;

    private static async Task<List<string>> PagesAsync(RunningDashboard dashboard, string query)
    {
        var messages = new List<string>();
        var ids = new HashSet<string>();
        string? next = "";
        while (next is not null)
        {
            var page = await dashboard.GetAsync($"/api/v1/logs?{query}{(next.Length > 0 ? $"&before={next}" : "")}");
            foreach (var item in page.GetProperty("items").EnumerateArray())
            {
                Assert.True(ids.Add(item.GetProperty("id").GetString() ?? ""));
                messages.Add(item.GetProperty("message").GetString() ?? "");
            }

            next = page.GetProperty("next").GetString();
        }

        return messages;
    }
}
