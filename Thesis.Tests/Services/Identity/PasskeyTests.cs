using System.Net;
using System.Text.Json.Nodes;

namespace Thesis.Services.Tests.Identity;

/// <summary>Passkeys, from a device in software: what signs in, and what must not.</summary>
public sealed class PasskeyTests(IdentityHost host) : IClassFixture<IdentityHost>
{
    private const string Page = "/account/passkeys";
    private const string SignIn = "/account/sign-in";

    [Fact]
    public async Task A_passkey_is_added_named_signs_in_without_a_password_and_is_removed()
    {
        using var device = new SoftwareAuthenticator(host.Address);
        using var owner = await AddAsync(device, "donor1", "My <telephone>");
        using var list = await owner.GetAsync(Page);
        var html = await list.Content.ReadAsStringAsync();
        Assert.Contains("My &lt;telephone&gt;", html, StringComparison.Ordinal);

        using var elsewhere = new Visitor(host);
        using var signedIn = await SignInAsync(elsewhere, device);
        Assert.Equal("/", signedIn.Headers.Location?.ToString());
        using var account = await elsewhere.GetAsync("/account");
        Assert.Contains("Donor 1", await account.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        var id = html[(html.IndexOf("name=\"id\" value=\"", StringComparison.Ordinal) + 17)..].Split('"')[0];
        using var removed = await owner.SubmitAsync(Page, $"{Page}?handler=Remove", ("id", id));
        Assert.Contains("You have none yet", await removed.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var late = await SignInAsync(new Visitor(host), device);
        Assert.Equal(HttpStatusCode.Unauthorized, late.StatusCode);
    }

    [Fact]
    public async Task An_answer_is_good_once_and_only_while_it_is_fresh()
    {
        using var device = new SoftwareAuthenticator(host.Address);
        using var owner = await AddAsync(device, "donor2", "Key");
        using var browser = new Visitor(host);
        var (options, ticket) = await AskAsync(browser, SignIn, $"{SignIn}?handler=PasskeyOptions");
        var credential = device.Get(options);
        using var first = await AnswerAsync(browser, ticket, credential);
        using var replay = await AnswerAsync(new Visitor(host), ticket, credential);
        Assert.Equal((HttpStatusCode.Redirect, HttpStatusCode.Unauthorized), (first.StatusCode, replay.StatusCode));

        var (later, old) = await AskAsync(browser, SignIn, $"{SignIn}?handler=PasskeyOptions");
        host.Time.Advance(TimeSpan.FromMinutes(6));
        using var late = await AnswerAsync(browser, old, device.Get(later));
        Assert.Equal(HttpStatusCode.Unauthorized, late.StatusCode);
    }

    [Theory]
    [InlineData("a page that looks like this one")]
    [InlineData("a device that does not know who holds it")]
    [InlineData("the answer to another question")]
    [InlineData("another device's signature")]
    [InlineData("nonsense")]
    public async Task What_is_not_the_owner_s_device_on_this_site_does_not_sign_in(string what)
    {
        using var device = new SoftwareAuthenticator(host.Address);
        using var owner = await AddAsync(device, "donor3", "Key");
        using var stranger = new SoftwareAuthenticator(host.Address);
        using var browser = new Visitor(host);
        var (options, ticket) = await AskAsync(browser, SignIn, $"{SignIn}?handler=PasskeyOptions");
        device.Origin = what.StartsWith("a page", StringComparison.Ordinal) ? "https://thesis.example.evil" : device.Origin;
        device.VerifiesUser = !what.StartsWith("a device", StringComparison.Ordinal);
        if (what.StartsWith("the answer", StringComparison.Ordinal))
        {
            options["challenge"] = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
        }

        var credential = what switch
        {
            "nonsense" => "{",
            "another device's signature" => Swapped(device.Get(options), stranger.Get(options)),
            _ => device.Get(options),
        };

        using var answer = await AnswerAsync(browser, ticket, credential);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Contains("does not sign in here", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Empty(host.Logs.Errors);
    }

    [Fact]
    public async Task A_passkey_that_was_made_for_one_account_is_not_added_to_another()
    {
        using var device = new SoftwareAuthenticator(host.Address);
        var (one, _) = await Visitor.SignedInAsync(host, "donor4");
        var (other, _) = await Visitor.SignedInAsync(host, "donor5");
        var (options, ticket) = await AskAsync(one, Page, $"{Page}?handler=Options");

        using var answer = await other.SubmitAsync(Page, Page, ("name", "Key"), ("ticket", ticket), ("credential", device.Create(options)));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("No passkey was added", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_is_suspended_is_not_let_in_by_a_passkey_and_who_is_locked_out_by_a_guesser_is()
    {
        using var device = new SoftwareAuthenticator(host.Address);
        using var owner = await AddAsync(device, "donor6", "Key");
        for (var i = 0; i < 10; i++)
        {
            using var guess = await new Visitor(host).SubmitAsync(SignIn, "donor6", "wrong");
        }

        using var locked = await SignInAsync(new Visitor(host), device);
        Assert.Equal(HttpStatusCode.Redirect, locked.StatusCode);

        using var admin = await Newcomer.AdminAsync(host);
        using var suspend = new HttpRequestMessage(HttpMethod.Post, "/api/v1/members/user-donor6/suspend") { Content = System.Net.Http.Json.JsonContent.Create(new { reason = "A test." }) };
        suspend.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        using var suspended = await admin.SendAsync(suspend);
        Assert.True(suspended.IsSuccessStatusCode);
        using var refused = await SignInAsync(new Visitor(host), device);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
    }

    [Fact]
    public async Task The_pages_trust_no_script_but_the_one_they_need()
    {
        using var visitor = new Visitor(host);
        using var page = await visitor.GetAsync(SignIn);
        using var other = await visitor.GetAsync("/account/forgot");
        using var script = await visitor.GetAsync("/account/passkeys.js");

        Assert.Contains($"script-src {host.Address}account/passkeys.js;", page.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.DoesNotContain("script-src", other.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal("text/javascript", script.Content.Headers.ContentType?.MediaType);
    }

    private static string Swapped(string credential, string other)
    {
        var (mine, theirs) = (JsonNode.Parse(credential)!, JsonNode.Parse(other)!);
        mine["response"]!["signature"] = (string?)theirs["response"]!["signature"];
        return mine.ToJsonString();
    }

    /// <summary>Signs in with the password and adds the device's passkey.</summary>
    private async Task<Visitor> AddAsync(SoftwareAuthenticator device, string login, string name)
    {
        var (visitor, _) = await Visitor.SignedInAsync(host, login);
        var (options, ticket) = await AskAsync(visitor, Page, $"{Page}?handler=Options");
        using var added = await visitor.SubmitAsync(Page, Page, ("name", name), ("ticket", ticket), ("credential", device.Create(options)));
        Assert.Contains("You can now sign in with it", await added.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        return visitor;
    }

    private static async Task<HttpResponseMessage> SignInAsync(Visitor browser, SoftwareAuthenticator device)
    {
        var (options, ticket) = await AskAsync(browser, SignIn, $"{SignIn}?handler=PasskeyOptions");
        return await AnswerAsync(browser, ticket, device.Get(options));
    }

    private static Task<HttpResponseMessage> AnswerAsync(Visitor browser, string ticket, string credential) =>
        browser.SubmitAsync(SignIn, $"{SignIn}?handler=Passkey", ("ticket", ticket), ("credential", credential));

    private static async Task<(JsonNode Options, string Ticket)> AskAsync(Visitor visitor, string page, string handler)
    {
        using var answer = await visitor.SubmitAsync(page, handler);
        var prompt = await Visitor.JsonAsync(answer);
        return (prompt["options"] ?? throw new InvalidOperationException("No options."), (string?)prompt["ticket"] ?? "");
    }
}
