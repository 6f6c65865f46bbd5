using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text.Json;
using Thesis.Bff.Tests.Support;
using Thesis.Tests.Support.Door;

namespace Thesis.Bff.Tests;

/// <summary>The BFF's promises to browsers and to services.</summary>
[Collection(PublicDoorCollection.Name)]
public sealed class PublicDoorTests(PublicDoorFixture door)
{
    private const string Donations = "/api/v1/donations";

    [Fact]
    public async Task Who_is_not_signed_in_gets_401_with_problem_details_and_no_redirect()
    {
        using var browser = new Browser(door.Address, follow: false);
        foreach (var path in (string[])[Donations, "/bff/user"])
        {
            using var answer = await browser.GetAsync(path);
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
            Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        }
    }

    [Fact]
    public async Task A_call_without_the_csrf_header_is_refused_even_with_a_session()
    {
        using var signedIn = await Browser.SignedInAsync(door, "donor1");
        using var form = new HttpClient(new HttpClientHandler { CookieContainer = signedIn.Cookies }) { BaseAddress = door.Address };
        foreach (var path in (string[])[Donations, "/bff/user"])
        {
            using var answer = await form.GetAsync(new Uri(path, UriKind.Relative));
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        }

        using var post = await form.PostAsync(new Uri(Donations, UriKind.Relative), null);
        Assert.Equal(HttpStatusCode.Forbidden, post.StatusCode);
    }

    [Fact]
    public async Task A_signed_in_person_reaches_the_service_with_an_access_token_and_without_cookies()
    {
        using var browser = await Browser.SignedInAsync(door, "donor2");
        var claims = await browser.ClaimsAsync();
        Assert.Equal("user-donor2", claims["sub"]);
        Assert.Equal("donor", claims["role"]);

        using var answer = await browser.PostAsync(Donations);
        var seen = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(Donations, seen.GetProperty("path").GetString());
        Assert.StartsWith("Bearer ey", seen.GetProperty("authorization").GetString(), StringComparison.Ordinal);
        Assert.Equal("", seen.GetProperty("cookie").GetString());
        Assert.Equal("", seen.GetProperty("csrf").GetString());
    }

    [Fact]
    public async Task Requests_that_come_at_once_share_one_rotation_of_the_refresh_token()
    {
        using var browser = await Browser.SignedInAsync(door, "donor3");
        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => browser.GetAsync(Donations)));
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        using var after = await browser.GetAsync(Donations);
        Assert.Equal(HttpStatusCode.OK, after.StatusCode);
    }

    [Fact]
    public async Task Signing_out_needs_the_links_secret_and_ends_the_session_everywhere()
    {
        using var browser = await Browser.SignedInAsync(door, "donor4");
        using var other = browser.At(door.Address);

        var link = (await browser.ClaimsAsync())["bff:logout_url"];
        using var forged = await browser.GetAsync("/bff/logout?sid=0");
        Assert.Equal(HttpStatusCode.BadRequest, forged.StatusCode);
        using var still = await browser.GetAsync("/bff/user");
        Assert.Equal(HttpStatusCode.OK, still.StatusCode);

        using var real = await browser.GetAsync(link);
        Assert.Equal("/", real.RequestMessage?.RequestUri?.AbsolutePath);
        using var stolen = await other.GetAsync("/bff/user");
        Assert.Equal(HttpStatusCode.Unauthorized, stolen.StatusCode);
    }

    [Fact]
    public async Task Signing_out_ends_the_sign_in_at_the_provider_too()
    {
        using var browser = await Browser.SignedInAsync(door, "donor7");

        using var home = await browser.GetAsync((await browser.ClaimsAsync())["bff:logout_url"]);
        using var again = await browser.GetAsync("/bff/login");

        Assert.Equal("/", home.RequestMessage?.RequestUri?.AbsolutePath);
        Assert.Equal("/account/sign-in", again.RequestMessage?.RequestUri?.AbsolutePath);
    }

    [Fact]
    public async Task The_provider_is_on_this_origin_and_says_so()
    {
        using var browser = new Browser(door.Address);
        using var page = await browser.GetAsync("/bff/login");
        using var metadata = await browser.GetAsync("/.well-known/openid-configuration");
        var told = await metadata.Content.ReadFromJsonAsync<JsonElement>();

        Assert.Equal(door.Address.Authority, page.RequestMessage?.RequestUri?.Authority);
        Assert.StartsWith("default-src 'none'", page.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal(door.Address.ToString(), told.GetProperty("issuer").GetString());
        foreach (var endpoint in (string[])["authorization_endpoint", "token_endpoint", "end_session_endpoint", "jwks_uri"])
        {
            Assert.StartsWith(door.Address.ToString(), told.GetProperty(endpoint).GetString(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("")]
    public async Task A_return_address_of_another_site_is_refused_by_name(string returnUrl)
    {
        using var browser = new Browser(door.Address, follow: false);
        using var answer = await browser.GetAsync("/bff/login?returnUrl=" + Uri.EscapeDataString(returnUrl));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("returnUrl", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_websocket_opens_from_this_origin_only()
    {
        using var browser = await Browser.SignedInAsync(door, "donor5");
        var address = new UriBuilder(new Uri(door.Address, "/hubs/live")) { Scheme = "ws" }.Uri;
        foreach (var origin in (string?[])["http://evil.example", null])
        {
            using var foreign = Socket(browser, origin);
            await Assert.ThrowsAsync<WebSocketException>(() => foreign.ConnectAsync(address, CancellationToken.None));
        }

        using var own = Socket(browser, door.Address.GetLeftPart(UriPartial.Authority));
        await own.ConnectAsync(address, CancellationToken.None);
        await own.SendAsync("food"u8.ToArray(), WebSocketMessageType.Text, true, CancellationToken.None);
        var buffer = new byte[16];
        var read = await own.ReceiveAsync(buffer, CancellationToken.None);
        Assert.Equal("food"u8.ToArray(), buffer[..read.Count]);
    }

    [Fact]
    public async Task Every_answer_tells_the_browser_to_trust_this_origin_only()
    {
        using var browser = new Browser(door.Address);
        using var answer = await browser.GetAsync("/bff/user");
        Assert.Contains("frame-ancestors 'none'", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.False(answer.Headers.Contains("Server"));
    }

    [Fact]
    public async Task A_path_that_is_not_listed_does_not_reach_a_service()
    {
        using var browser = await Browser.SignedInAsync(door, "donor6");
        foreach (var path in (string[])["/api/v1/secrets", "/api/v2/donations", "/openapi/v1.json.bak"])
        {
            using var answer = await browser.GetAsync(path);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }
    }

    [Fact]
    public async Task The_web_shell_is_served_with_files_that_browsers_may_keep_and_a_page_that_they_may_not()
    {
        var root = Directory.CreateTempSubdirectory("thesis-shell-");
        Directory.CreateDirectory(Path.Combine(root.FullName, "assets"));
        await File.WriteAllTextAsync(Path.Combine(root.FullName, "index.html"), "<h1>shell</h1>");
        await File.WriteAllTextAsync(Path.Combine(root.FullName, "assets", "app-1a2b.js"), "food()");
        var (process, address) = await door.StartAnotherAsync(new() { ["Bff__WebRoot"] = root.FullName });
        await using (process)
        {
            using var browser = new Browser(address);
            using var script = await browser.GetAsync("/assets/app-1a2b.js");
            Assert.Equal("food()", await script.Content.ReadAsStringAsync());
            Assert.Contains("immutable", script.Headers.CacheControl?.ToString(), StringComparison.Ordinal);
            using var deepLink = await browser.GetAsync("/donations/today");
            Assert.Equal("<h1>shell</h1>", await deepLink.Content.ReadAsStringAsync());
            Assert.True(deepLink.Headers.CacheControl?.NoCache);
            using var gone = await browser.GetAsync("/assets/app-0000.js");
            Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
        }

        root.Delete(recursive: true);
    }

    [Fact]
    public async Task Who_asks_too_often_is_told_how_long_to_wait()
    {
        var (process, address) = await door.StartAnotherAsync(new() { ["Bff__RequestsPerSecond"] = "10", ["Bff__RequestBurst"] = "5" });
        await using (process)
        {
            using var browser = new Browser(address);
            var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => browser.GetAsync("/bff/user")));
            var refused = answers.First(answer => answer.StatusCode == HttpStatusCode.TooManyRequests);
            Assert.True(refused.Headers.RetryAfter?.Delta >= TimeSpan.FromSeconds(1));
        }
    }

    [Fact]
    public async Task A_program_is_told_its_share_and_what_is_left_of_it()
    {
        var (process, address) = await door.StartAnotherAsync(new() { ["Bff__RequestsPerSecond"] = "10", ["Bff__RequestBurst"] = "50" });
        await using (process)
        {
            using var signedIn = await Browser.SignedInAsync(door, "ngo2");
            using var browser = signedIn.At(address);
            var answers = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => browser.GetAsync(Donations)));
            Assert.All(answers, answer => Assert.Equal("\"caller\";q=50;w=5", answer.Headers.GetValues("RateLimit-Policy").Single()));
            // The share fills up again meanwhile, by ten a second.
            Assert.Contains(answers, answer => !answer.Headers.GetValues("RateLimit").Single().StartsWith("\"caller\";r=50;", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task What_changes_nothing_is_asked_of_another_replica_when_one_does_not_answer()
    {
        // Nobody listens at the discard port.
        var (process, address) = await door.StartAnotherAsync(new() { ["services__donations__http__1"] = "http://127.0.0.1:9" });
        await using (process)
        {
            using var signedIn = await Browser.SignedInAsync(door, "ngo3");
            using var browser = signedIn.At(address);
            for (var i = 0; i < 20; i++)
            {
                using var answer = await browser.GetAsync(Donations);
                Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            }
        }
    }

    private static ClientWebSocket Socket(Browser browser, string? origin)
    {
        var socket = new ClientWebSocket();
        socket.Options.Cookies = browser.Cookies;
        if (origin is not null)
        {
            socket.Options.SetRequestHeader("Origin", origin);
        }

        return socket;
    }
}
