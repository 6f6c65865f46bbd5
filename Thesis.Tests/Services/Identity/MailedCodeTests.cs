using System.Net;
using System.Text.RegularExpressions;
using Thesis.Tests.Support;

namespace Thesis.Services.Tests.Identity;

/// <summary>Codes that are mailed, in the place of the password and after it.</summary>
public sealed partial class MailedCodeTests(MailedCodeTests.FewAttempts host) : IClassFixture<MailedCodeTests.FewAttempts>
{
    private const string Page = "/account/code";

    [Fact]
    public async Task A_mailed_code_signs_in_once()
    {
        using var kim = new Newcomer(host);
        await kim.JoinAsync();
        var form = await AskAsync(kim);
        var code = await CodeAsync(kim);

        using var right = await EnterAsync(kim.Browser, form, code);
        using var again = await EnterAsync(new Visitor(host), form, code, kim);

        Assert.Equal((HttpStatusCode.Redirect, HttpStatusCode.Unauthorized), (right.StatusCode, again.StatusCode));
        using var account = await kim.Browser.GetAsync("/account");
        Assert.Contains("Kim Park", await account.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_says_nothing_of_who_has_an_account_and_only_owners_are_written_to()
    {
        using var kim = new Newcomer(host);
        await kim.JoinAsync();
        using var stranger = new Newcomer(host);

        var (known, unknown) = (await AskAsync(kim), await AskAsync(stranger));

        Assert.Equal(Plain(unknown), Plain(known));
        Assert.Empty(await stranger.MailsAsync());
        using var guess = await EnterAsync(stranger.Browser, unknown, "123456");
        Assert.Equal(HttpStatusCode.Unauthorized, guess.StatusCode);
    }

    [Fact]
    public async Task Guessing_codes_locks_the_account_and_the_next_code_does_not_open_it()
    {
        using var kim = new Newcomer(host);
        await kim.JoinAsync();
        var form = await AskAsync(kim);
        var code = await CodeAsync(kim);
        for (var i = 0; i < FewAttempts.Most; i++)
        {
            using var wrong = await EnterAsync(kim.Browser, form, code == "000000" ? "000001" : "000000");
        }

        using var right = await EnterAsync(kim.Browser, form, code);

        Assert.Equal(HttpStatusCode.Unauthorized, right.StatusCode);
    }

    [Fact]
    public async Task A_code_is_no_longer_good_after_ten_minutes_and_when_the_next_was_sent()
    {
        using var kim = new Newcomer(host);
        await kim.JoinAsync();
        var first = await AskAsync(kim);
        var replaced = await CodeAsync(kim);
        var second = await AskAsync(kim);
        var late = await CodeAsync(kim);
        if (replaced != late)
        {
            using var old = await EnterAsync(kim.Browser, first, replaced);
            Assert.Equal(HttpStatusCode.Unauthorized, old.StatusCode);
        }

        host.Time.Advance(TimeSpan.FromMinutes(11));
        using var answer = await EnterAsync(kim.Browser, second, late);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task As_second_factor_it_follows_the_password_and_the_mailbox_alone_is_not_enough()
    {
        using var kim = new Newcomer(host);
        await kim.JoinAsync();
        using var signedIn = await kim.Browser.SubmitAsync("/account/sign-in", kim.Email, Newcomer.Password);
        using var on = await kim.SubmitAsync("/account", "/account?handler=MailedCodes");
        Assert.Contains("a code that we mail you", await on.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        using var alone = new Visitor(host);
        var refused = await AskAsync(kim, alone);
        Assert.Contains("takes its password first", (string?)(await kim.MailsAsync())[0]["body"], StringComparison.Ordinal);

        using var browser = new Visitor(host);
        using var password = await browser.SubmitAsync("/account/sign-in", kim.Email, Newcomer.Password);
        var form = await password.Content.ReadAsStringAsync();
        Assert.Contains("We have mailed you six digits", form, StringComparison.Ordinal);
        var code = await CodeAsync(kim);
        using var bypass = await EnterAsync(alone, refused, code);
        using var right = await browser.PostAsync("/account/sign-in?handler=Code", [.. SignInForm.Hidden(form).Select(f => (f.Key, f.Value)), ("code", code)]);

        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.Redirect), (bypass.StatusCode, right.StatusCode));
    }

    [Fact]
    public async Task Who_has_an_app_is_asked_for_its_code_too()
    {
        using var kim = new Newcomer(host);
        await kim.JoinAsync();
        using var signedIn = await kim.Browser.SubmitAsync("/account/sign-in", kim.Email, Newcomer.Password);
        var (key, _) = await SecondFactorTests.TurnOnAppAsync(kim);

        using var browser = new Visitor(host);
        var form = await AskAsync(kim, browser);
        using var mailed = await EnterAsync(browser, form, await CodeAsync(kim));

        Assert.NotEmpty(key);
        Assert.Equal(HttpStatusCode.OK, mailed.StatusCode);
        Assert.Contains("authenticator app shows now", await mailed.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static async Task<string> AskAsync(Newcomer kim, Visitor? browser = null)
    {
        using var answer = await (browser ?? kim.Browser).SubmitAsync(Page, Page, ("email", kim.Email));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync();
    }

    private static async Task<string> CodeAsync(Newcomer kim) => Digits().Match((string?)(await kim.MailsAsync())[0]["body"] ?? "").Value;

    private static Task<HttpResponseMessage> EnterAsync(Visitor browser, string form, string code) =>
        browser.PostAsync($"{Page}?handler=Mailed", [.. SignInForm.Hidden(form).Select(f => (f.Key, f.Value)), ("code", code)]);

    /// <summary>From another browser, which has its own form.</summary>
    private static async Task<HttpResponseMessage> EnterAsync(Visitor browser, string form, string code, Newcomer kim)
    {
        var ticket = SignInForm.Hidden(form).Single(field => field.Key == "ticket").Value;
        return await browser.SubmitAsync(Page, $"{Page}?handler=Mailed", ("ticket", ticket), ("email", kim.Email), ("code", code));
    }

    private static string Plain(string html) => Value().Replace(html, "");

    [GeneratedRegex("(?<=your code is )[0-9]{6}")]
    private static partial Regex Digits();

    [GeneratedRegex("value=\"[^\"]*\"")]
    private static partial Regex Value();

    public sealed class FewAttempts : IdentityHost
    {
        public const int Most = 4;

        public FewAttempts() => Settings = new() { ["Identity:LockoutAfter"] = "4" };
    }
}
