using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.JsonWebTokens;
using Thesis.Services.Tests.Support;

namespace Thesis.Services.Tests.Identity;

/// <summary>Signing up, being approved, and what administrators do to members.</summary>
public class MembershipTests(IdentityHost host) : IClassFixture<IdentityHost>
{
    [Theory]
    [InlineData("donor")]
    [InlineData("ngo")]
    [InlineData("driver")]
    public async Task A_newcomer_signs_up_confirms_the_address_is_approved_and_has_the_role(string role)
    {
        using var kim = new Newcomer(host);
        await kim.JoinAsync(role);
        Assert.Empty(await RolesAsync(kim));

        using var admin = await Newcomer.AdminAsync(host);
        var request = await RequestOfAsync(admin, kim);
        Assert.Equal(("Kim Park", "Park's Bakery", "los-angeles", role), ((string?)request["name"], (string?)request["organisation"], (string?)request["region"], (string?)request["role"]));
        using var approved = await DecideAsync(admin, request, "approve");

        Assert.Equal("approved", (string?)(await Visitor.JsonAsync(approved))["status"]);
        Assert.Equal([role], await RolesAsync(kim));
        Assert.Contains("welcome", (string?)(await kim.MailsAsync())[0]["body"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Los Angeles", "los-angeles")]
    [InlineData(" LOS-ANGELES ", "los-angeles")]
    public async Task A_region_is_understood_as_people_write_it(string written, string region)
    {
        using var kim = new Newcomer(host);
        using var signedUp = await kim.SignUpAsync(("region", written));
        using var verified = await kim.VerifyAsync(await kim.LinkAsync("/account/verify"));
        using var admin = await Newcomer.AdminAsync(host);

        Assert.Equal(region, (string?)(await RequestOfAsync(admin, kim))["region"]);
    }

    [Fact]
    public async Task Until_the_address_is_confirmed_nobody_gets_in_and_the_link_is_sent_again()
    {
        using var kim = new Newcomer(host);
        using var signedUp = await kim.SignUpAsync();

        using var signIn = await kim.Browser.SubmitAsync("/account/sign-in", kim.Email, Newcomer.Password);

        Assert.Contains("Confirm your address first", await signIn.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var after = await kim.Browser.GetAsync(kim.Browser.AuthorizePath(("prompt", "none")));
        Assert.Contains("login_required", after.Headers.Location?.Query, StringComparison.Ordinal);
        Assert.Equal(2, (await kim.MailsAsync()).Count);
    }

    [Fact]
    public async Task An_administrator_sees_no_request_of_an_address_that_is_not_confirmed()
    {
        using var kim = new Newcomer(host);
        using var signedUp = await kim.SignUpAsync();
        using var admin = await Newcomer.AdminAsync(host);

        Assert.DoesNotContain(await PendingAsync(admin), request => (string?)request["email"] == kim.Email);
    }

    [Fact]
    public async Task A_form_says_nothing_of_who_has_an_account()
    {
        using var kim = new Newcomer(host);
        await kim.JoinAsync();
        using var guesser = new Newcomer(host) { Email = kim.Email };
        using var stranger = new Newcomer(host);

        using var known = await guesser.SignUpAsync(("name", "Somebody Else"));
        using var unknown = await stranger.SignUpAsync();

        Assert.Equal(
            (await unknown.Content.ReadAsStringAsync()).Replace(stranger.Email, "", StringComparison.Ordinal),
            (await known.Content.ReadAsStringAsync()).Replace(kim.Email, "", StringComparison.Ordinal));
        Assert.Equal("You have an account already", (string?)(await kim.MailsAsync())[0]["subject"]);
    }

    [Fact]
    public async Task A_form_that_is_sent_twice_at_once_makes_one_account()
    {
        using var kim = new Newcomer(host);

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            using var window = new Newcomer(host) { Email = kim.Email };
            using var answer = await window.SignUpAsync();
            return answer.StatusCode;
        }));

        Assert.True(answers.All(status => status == HttpStatusCode.OK), string.Join('|', host.Logs.Errors));
        using var admin = await Newcomer.AdminAsync(host);
        var members = await admin.GetFromJsonAsync<JsonNode>(new Uri($"/api/v1/members?query={kim.Email}", UriKind.Relative));
        Assert.Single(members?["items"]?.AsArray() ?? []);
    }

    [Theory]
    [InlineData("role", "admin", "Say what you want to do")]
    [InlineData("name", "", "Your name must not be empty")]
    [InlineData("name", "Kim\u202Ekrap", "invisible or direction-changing")]
    [InlineData("organisation", " ", "The organisation must not be empty")]
    [InlineData("region", "L.A.", "lower-case letters")]
    [InlineData("phone", "call me", "must be a telephone number")]
    [InlineData("email", "kim", "no e-mail address")]
    [InlineData("email", "Kim Park <kim@example.org>", "no e-mail address")]
    [InlineData("email", "kim@localhost", "no e-mail address")]
    [InlineData("password", "short", "at least 10 characters")]
    [InlineData("password", "xxKim Parkxx", "holds your name")]
    [InlineData("password", "aaaaaaaaaaaa", "different")]
    public async Task What_is_wrong_with_a_form_stands_at_the_field(string field, string value, string fault)
    {
        using var kim = new Newcomer(host);

        using var answer = await kim.SignUpAsync((field, value));
        var html = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var at = html.IndexOf($"id=\"{field}-fault\"", StringComparison.Ordinal);
        Assert.True(at > 0, html);
        Assert.Contains(fault, html[at..(at + 300)], StringComparison.Ordinal);
        Assert.DoesNotContain(Newcomer.Password, html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_is_good_once_and_a_forged_one_never()
    {
        using var kim = new Newcomer(host);
        using var signedUp = await kim.SignUpAsync();
        var link = await kim.LinkAsync("/account/verify");

        using var forged = await kim.VerifyAsync(link[..^4] + "AAAA");
        using var right = await kim.VerifyAsync(link);

        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.OK), (forged.StatusCode, right.StatusCode));
    }

    [Fact]
    public async Task A_forgotten_password_is_set_anew_by_a_link_that_is_good_once()
    {
        using var kim = new Newcomer(host);
        await kim.JoinAsync();
        var tokens = await kim.Browser.ExchangeAsync(await kim.Browser.CodeAsync(kim.Email, Newcomer.Password));
        using var asked = await kim.SubmitAsync("/account/forgot", "/account/forgot", ("email", kim.Email));
        var link = await kim.LinkAsync("/account/reset");
        const string New = "eleven crates of leeks";

        using var tooShort = await kim.SubmitAsync(link, "/account/reset", ("password", "short"));
        using var set = await kim.SubmitAsync(link, "/account/reset", ("password", New));
        using var again = await kim.SubmitAsync(link, "/account/reset", ("password", "another password entirely"));

        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.OK, HttpStatusCode.BadRequest), (tooShort.StatusCode, set.StatusCode, again.StatusCode));
        await CodeFlowTests.RefusedAsync(await kim.Browser.RefreshAsync(tokens), "invalid_grant");
        using var client = await Newcomer.ClientAsync(host, kim.Email, New);
        Assert.Equal("Your password has been changed", (string?)(await kim.MailsAsync())[0]["subject"]);
    }

    [Fact]
    public async Task Asking_for_a_link_says_nothing_of_who_has_an_account()
    {
        using var stranger = new Newcomer(host);

        using var asked = await stranger.SubmitAsync("/account/forgot", "/account/forgot", ("email", stranger.Email));

        Assert.Contains("has an account, a mail", await asked.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Empty(await stranger.MailsAsync());
    }

    [Fact]
    public async Task Nobody_s_mailbox_is_filled_by_whoever_types_its_address()
    {
        using var kim = new Newcomer(host);
        await kim.JoinAsync();
        for (var i = 0; i < 10; i++)
        {
            using var asked = await kim.SubmitAsync("/account/forgot", "/account/forgot", ("email", kim.Email));
        }

        Assert.InRange((await kim.MailsAsync()).Count, 2, 6);
    }

    [Fact]
    public async Task A_refusal_states_its_reason_and_one_can_ask_again()
    {
        using var kim = new Newcomer(host);
        await kim.JoinAsync();
        using var admin = await Newcomer.AdminAsync(host);
        var request = await RequestOfAsync(admin, kim);

        using var silent = await DecideAsync(admin, request, "reject", "");
        using var rejected = await DecideAsync(admin, request, "reject", "We know no bakery there.");
        using var late = await DecideAsync(admin, request, "approve");

        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.OK, HttpStatusCode.Conflict), (silent.StatusCode, rejected.StatusCode, late.StatusCode));
        Assert.Contains("We know no bakery there.", (string?)(await kim.MailsAsync())[0]["body"], StringComparison.Ordinal);
        using var signedIn = await kim.Browser.SubmitAsync("/account/sign-in", kim.Email, Newcomer.Password);
        using var page = await kim.SubmitAsync("/account", "/account?handler=Ask", ("role", "driver"), ("region", "los-angeles"));
        Assert.Contains("We look at your request", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_decides_on_their_own_request_or_changes_their_own_rights()
    {
        using var kim = new Newcomer(host);
        await kim.JoinAsync();
        using var admin = await Newcomer.AdminAsync(host);
        var own = await RequestOfAsync(admin, kim);
        using var made = await admin.SendAsync(Command(HttpMethod.Put, $"/api/v1/members/{own["account"]}/roles", new { roles = new[] { "admin" }, reason = "A new colleague." }));
        Assert.True(made.IsSuccessStatusCode);
        using var herself = await Newcomer.ClientAsync(host, kim.Email, Newcomer.Password);

        using var decided = await DecideAsync(herself, own, "approve");
        using var changed = await herself.SendAsync(Command(HttpMethod.Put, $"/api/v1/members/{own["account"]}/roles", new { roles = new[] { "admin", "donor" }, reason = "For me." }));

        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.Forbidden), (decided.StatusCode, changed.StatusCode));
    }

    [Theory]
    [InlineData("donor1")]
    [InlineData("dispatcher")]
    public async Task Only_administrators_see_and_change_members(string login)
    {
        using var client = await Newcomer.ClientAsync(host, login, host.Password);

        foreach (var path in (string[])["membership-requests", "members", "mailbox"])
        {
            using var answer = await client.GetAsync(new Uri($"/api/v1/{path}", UriKind.Relative));
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        }

        using var suspended = await client.SendAsync(Command(HttpMethod.Post, "/api/v1/members/user-donor2/suspend", new { reason = "No." }));
        Assert.Equal(HttpStatusCode.Forbidden, suspended.StatusCode);
    }

    [Fact]
    public async Task A_suspended_member_is_out_at_once_and_comes_back_when_reinstated()
    {
        using var kim = new Newcomer(host);
        await kim.JoinAsync();
        var tokens = await kim.Browser.ExchangeAsync(await kim.Browser.CodeAsync(kim.Email, Newcomer.Password));
        var id = new JsonWebToken((string?)tokens["access_token"]).Subject;
        using var admin = await Newcomer.AdminAsync(host);

        using var suspended = await admin.SendAsync(Command(HttpMethod.Post, $"/api/v1/members/{id}/suspend", new { reason = "Sold what was given." }));
        Assert.True((bool?)(await Visitor.JsonAsync(suspended))["suspended"]);
        await CodeFlowTests.RefusedAsync(await kim.Browser.RefreshAsync(tokens), "invalid_grant");
        using var cookie = await kim.Browser.GetAsync(kim.Browser.AuthorizePath(("prompt", "none")));
        Assert.Contains("login_required", cookie.Headers.Location?.Query, StringComparison.Ordinal);
        using var signIn = await kim.Browser.SubmitAsync("/account/sign-in", kim.Email, Newcomer.Password);
        Assert.Equal(HttpStatusCode.Unauthorized, signIn.StatusCode);

        using var reinstated = await admin.SendAsync(Command(HttpMethod.Post, $"/api/v1/members/{id}/reinstate", new { reason = "A mistake." }));
        Assert.True(reinstated.IsSuccessStatusCode);
        using var back = await Newcomer.ClientAsync(host, kim.Email, Newcomer.Password);
        using var unknown = await admin.SendAsync(Command(HttpMethod.Post, "/api/v1/members/nobody/suspend", new { reason = "x" }));
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }

    private static async Task<string[]> RolesAsync(Newcomer newcomer)
    {
        var tokens = await newcomer.Browser.ExchangeAsync(await newcomer.Browser.CodeAsync(newcomer.Email, Newcomer.Password));
        using var signedOut = await newcomer.SubmitAsync("/account", "/account?handler=SignOutEverywhere");
        return [.. new JsonWebToken((string?)tokens["access_token"]).Claims.Where(c => c.Type == "role").Select(c => c.Value)];
    }

    private static async Task<JsonNode> RequestOfAsync(HttpClient admin, Newcomer newcomer) =>
        (await PendingAsync(admin)).Single(request => (string?)request["email"] == newcomer.Email);

    private static async Task<IReadOnlyList<JsonNode>> PendingAsync(HttpClient admin)
    {
        var page = await admin.GetFromJsonAsync<JsonNode>(new Uri("/api/v1/membership-requests?status=pending&pageSize=200", UriKind.Relative));
        return [.. (page?["items"]?.AsArray() ?? []).OfType<JsonNode>()];
    }

    private static Task<HttpResponseMessage> DecideAsync(HttpClient admin, JsonNode request, string decision, string reason = "") =>
        admin.SendAsync(Command(HttpMethod.Post, $"/api/v1/membership-requests/{request["id"]}/{decision}", new { reason }));

    private static HttpRequestMessage Command(HttpMethod method, string path, object body)
    {
        var request = new HttpRequestMessage(method, path) { Content = JsonContent.Create(body) };
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        return request;
    }
}
