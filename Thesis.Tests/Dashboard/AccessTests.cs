using System.Net;
using System.Net.Http.Json;
using System.Text;

namespace Thesis.Dashboard.Tests;

public sealed class AccessTests
{
    [Theory]
    [InlineData("/api/v1/application")]
    [InlineData("/api/v1/resources")]
    [InlineData("/api/v1/resources/stream")]
    [InlineData("/api/v1/resources/orders/secrets")]
    [InlineData("/api/v1/logs")]
    [InlineData("/api/v1/logs/stream")]
    [InlineData("/api/v1/traces/0af7651916cd43dd8448eb211c80319c")]
    [InlineData("/api/v1/metrics/instruments")]
    [InlineData("/api/v1/console")]
    [InlineData("/api/v1/runs")]
    [InlineData("/api/v1/export")]
    [InlineData("/api/telemetry/logs")]
    [InlineData("/api/v1/no-such-thing")]
    [InlineData("/API/V1/logs")]
    public async Task Nothing_is_told_to_who_has_not_signed_in(string path)
    {
        await using var dashboard = await RunningDashboard.StartAsync(source: SampleResources.Create(), signIn: false);

        using var answer = await dashboard.Browser.GetAsync(path);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task The_printed_address_signs_in_with_a_cookie_that_scripts_and_other_sites_cannot_use()
    {
        await using var dashboard = await RunningDashboard.StartAsync(signIn: false);
        using var stale = await dashboard.Browser.GetAsync("/login?t=of-an-earlier-start");
        Assert.Equal("/login?error", stale.Headers.Location?.OriginalString);

        using var answer = await dashboard.Browser.GetAsync(dashboard.Host.LoginUrl);

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal("/", answer.Headers.Location?.OriginalString);
        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(RunningDashboard.Token, cookie, StringComparison.Ordinal);
        await dashboard.GetAsync("/api/v1/application");

        using var left = await dashboard.Browser.PostAsync("/api/v1/logout", null);
        using var after = await dashboard.Browser.GetAsync("/api/v1/application");
        Assert.Equal(HttpStatusCode.Unauthorized, after.StatusCode);
    }

    [Fact]
    public async Task Each_start_has_a_token_of_its_own_unless_one_is_given()
    {
        await using var first = await RunningDashboard.StartAsync(o => o.BrowserToken = null, signIn: false);
        await using var second = await RunningDashboard.StartAsync(o => o.BrowserToken = null, signIn: false);

        var tokens = new[] { first, second }.Select(d => d.Host.LoginUrl.Split("?t=")[1]).ToList();
        Assert.All(tokens, t => Assert.Equal(32, t.Length));
        Assert.NotEqual(tokens[0], tokens[1]);
    }

    [Fact]
    public async Task Guessing_tokens_is_slowed_down()
    {
        await using var dashboard = await RunningDashboard.StartAsync(signIn: false);
        var answers = new List<HttpStatusCode>();
        for (var i = 0; i < 12; i++)
        {
            using var answer = await dashboard.Browser.PostAsJsonAsync("/api/v1/login", new { token = $"guess {i}" });
            answers.Add(answer.StatusCode);
        }

        using var right = await dashboard.Browser.PostAsJsonAsync("/api/v1/login", new { token = RunningDashboard.Token });
        using var byAddress = await dashboard.Browser.GetAsync(dashboard.Host.LoginUrl);
        using var after = await dashboard.Browser.GetAsync("/api/v1/application");

        Assert.Equal([.. Enumerable.Repeat(HttpStatusCode.Unauthorized, 10), HttpStatusCode.TooManyRequests, HttpStatusCode.TooManyRequests], answers);
        Assert.Equal(HttpStatusCode.TooManyRequests, right.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, after.StatusCode);
    }

    [Theory]
    [InlineData("Origin", "http://localhost:3000")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    public async Task A_page_of_another_port_cannot_act_with_the_browsers_cookie(string header, string value)
    {
        var resources = SampleResources.Create();
        await using var dashboard = await RunningDashboard.StartAsync(source: resources);
        await Eventually.TrueAsync(async () => (await dashboard.GetAsync("/api/v1/resources")).GetArrayLength() == 6);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/resources/orders/commands/restart") { Content = JsonContent.Create(new { }) };
        request.Headers.Add(header, value);

        using var answer = await dashboard.Browser.SendAsync(request);
        using var form = await dashboard.Browser.PostAsync(
            "/api/v1/resources/orders/commands/restart", new StringContent("{}", Encoding.UTF8, "text/plain"));

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, form.StatusCode);
        Assert.Empty(resources.Executed);
    }

    [Fact]
    public async Task Programs_read_telemetry_with_their_key()
    {
        await using var dashboard = await RunningDashboard.StartAsync(o => o.ApiKey = "for-programs", signIn: false);
        using var sent = await dashboard.SendJsonAsync("logs", """{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"body":{"stringValue":"hello"}}]}]}]}""");
        using var client = dashboard.NewBrowser();
        client.DefaultRequestHeaders.Add("x-api-key", "for-program");
        using var wrong = await client.GetAsync("/api/telemetry/logs");
        client.DefaultRequestHeaders.Remove("x-api-key");
        client.DefaultRequestHeaders.Add("x-api-key", "for-programs");
        var logs = await client.GetStringAsync("/api/telemetry/logs");
        using var pages = await client.GetAsync("/api/v1/logs");

        Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
        Assert.Contains("""{"stringValue":"hello"}""", logs, StringComparison.Ordinal);
        Assert.StartsWith("""{"resourceLogs":[""", logs, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, pages.StatusCode);
    }

    [Fact]
    public async Task Each_address_answers_only_what_it_is_for()
    {
        await using var dashboard = await RunningDashboard.StartAsync(o => o.AllowAnonymous = true, signIn: false);

        using var apiAtOtlp = await dashboard.Browser.GetAsync(new Uri(dashboard.OtlpHttp, "/api/v1/logs"));
        using var otlpAtPages = await dashboard.Browser.PostAsync("/v1/logs", new ByteArrayContent([]));

        Assert.Equal(HttpStatusCode.NotFound, apiAtOtlp.StatusCode);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, otlpAtPages.StatusCode);
        Assert.Equal($"{dashboard.Host.Urls[0]}/", dashboard.Host.LoginUrl);
        await dashboard.GetAsync("/api/v1/application");
    }
}
