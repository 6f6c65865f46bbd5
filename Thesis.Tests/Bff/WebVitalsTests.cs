using System.Net;
using System.Text.Json;
using Thesis.Bff.Telemetry;
using Thesis.Bff.Tests.Support;
using Thesis.Tests.Support.Door;

namespace Thesis.Bff.Tests;

/// <summary>How pages felt, from their reports to the administrator who looks at it.</summary>
[Collection(PublicDoorCollection.Name)]
public sealed class WebVitalsTests(PublicDoorFixture door)
{
    private const string Path = "/bff/telemetry";
    private const string Figures = "/bff/telemetry/vitals";

    [Fact]
    public async Task An_administrator_sees_what_three_of_four_visits_were_not_above_by_screen_and_device()
    {
        using var browser = await Browser.SignedInAsync(door, "donor1");
        using var admin = await Browser.SignedInAsync(door, "admin");
        double[] paints = [800, 1200, 2000, 9000];

        foreach (var paint in paints)
        {
            using var answer = await browser.PostAsync(Path, Report(Vital(value: paint), Vital("cls", 0)));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        using var figures = await admin.GetAsync(Figures + "?days=7");
        var all = (await JsonOf(figures)).GetProperty("figures").EnumerateArray().Where(f => f.GetProperty("screen").GetString() == "/donor/percentile/:id").ToArray();
        Assert.Equal(["cls", "lcp"], all.Select(f => f.GetProperty("name").GetString()));
        Assert.Equal((4, 0.0), (all[0].GetProperty("count").GetInt64(), all[0].GetProperty("p75").GetDouble()));
        Assert.InRange(all[1].GetProperty("p75").GetDouble(), 1900, 2100);
        Assert.Equal("phone", all[1].GetProperty("device").GetString());
    }

    [Theory]
    [InlineData("name", "fid")]
    [InlineData("value", -1.0)]
    [InlineData("value", 120_001.0)]
    [InlineData("screen", "/donor/donations/don_1")]
    [InlineData("screen", "/donor/kim@example.org")]
    [InlineData("screen", "/a/b/c/d/e")]
    [InlineData("screen", "donor")]
    [InlineData("device", "fridge")]
    public async Task A_vital_that_is_not_one_is_refused_by_field(string field, object value)
    {
        using var browser = await Browser.SignedInAsync(door, "donor1");
        var vital = Vital();
        vital[field] = value;

        using var answer = await browser.PostAsync(Path, Report(vital));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.True((await JsonOf(answer)).GetProperty("errors").TryGetProperty($"vitals[0].{field}", out _));
    }

    [Fact]
    public async Task A_report_of_none_of_too_many_or_of_nothing_is_refused()
    {
        using var browser = await Browser.SignedInAsync(door, "donor1");

        foreach (var report in new[] { new { vitals = Array.Empty<object?>() }, new { vitals = Enumerable.Repeat<object?>(Vital(), 21).ToArray() }, new { vitals = new object?[] { null } } })
        {
            using var answer = await browser.PostAsync(Path, report);
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        }
    }

    [Fact]
    public async Task Nobody_but_an_administrator_sees_them()
    {
        using var stranger = new Browser(door.Address);
        using var donor = await Browser.SignedInAsync(door, "donor1");
        using var admin = await Browser.SignedInAsync(door, "admin");

        Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.GetAsync(Figures)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await donor.GetAsync(Figures)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await admin.GetAsync(Figures + "?days=8")).StatusCode);
    }

    [Theory]
    [InlineData("lcp", 1)]
    [InlineData("lcp", 2500)]
    [InlineData("inp", 40)]
    [InlineData("cls", 0.1)]
    public void A_bucket_stands_for_its_values_within_five_percent(string name, double value) =>
        Assert.True(value <= 1 && name != "cls" || Math.Abs(VitalBucket.Middle(name, VitalBucket.Of(name, value)) / value - 1) <= 0.05);

    private static object Report(params Dictionary<string, object>[] vitals) => new { vitals };

    private static Dictionary<string, object> Vital(string name = "lcp", double value = 1000) =>
        new() { ["name"] = name, ["value"] = value, ["screen"] = "/donor/percentile/:id", ["device"] = "phone" };

    private static async Task<JsonElement> JsonOf(HttpResponseMessage answer) =>
        JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync());
}
