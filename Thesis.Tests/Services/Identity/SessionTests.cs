using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Thesis.Services.Tests.Identity;

/// <summary>Where somebody is signed in, and ending that.</summary>
public sealed partial class SessionTests(IdentityHost host) : IClassFixture<IdentityHost>
{
    [Fact]
    public async Task Sign_ins_are_listed_by_device_and_one_is_ended_without_the_others()
    {
        var (here, tokensHere) = await Visitor.SignedInAsync(host, "ngo1");
        var (there, tokensThere) = await Visitor.SignedInAsync(host, "ngo1", "Mozilla/5.0 (Linux; Android 16; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36");
        using var page = await here.GetAsync("/account");
        var html = await page.Content.ReadAsStringAsync();
        Assert.Contains("Chrome on Android", html, StringComparison.Ordinal);
        var other = Assert.Single(Session().Matches(html)).Value;

        using var ended = await here.SubmitAsync("/account", "/account?handler=EndSession", ("session", other));

        Assert.Contains("That sign-in has ended", await ended.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await CodeFlowTests.RefusedAsync(await there.RefreshAsync(tokensThere), "invalid_grant");
        using var cookie = await there.GetAsync(there.AuthorizePath(("prompt", "none")));
        Assert.Contains("login_required", cookie.Headers.Location?.Query, StringComparison.Ordinal);
        Assert.True((await here.RefreshAsync(tokensHere)).IsSuccessStatusCode);
    }

    [Fact]
    public async Task Nobody_ends_a_sign_in_of_somebody_else()
    {
        var (owner, tokens) = await Visitor.SignedInAsync(host, "ngo2");
        var (second, _) = await Visitor.SignedInAsync(host, "ngo2");
        using var page = await second.GetAsync("/account");
        var session = Assert.Single(Session().Matches(await page.Content.ReadAsStringAsync())).Value;
        var (stranger, _) = await Visitor.SignedInAsync(host, "ngo3");

        using var tried = await stranger.SubmitAsync("/account", "/account?handler=EndSession", ("session", session));

        Assert.Contains("had ended already", await tried.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.True((await owner.RefreshAsync(tokens)).IsSuccessStatusCode);
    }

    [Theory]
    [InlineData("SignOutEverywhere")]
    [InlineData("Password")]
    public async Task Everywhere_means_every_cookie_and_every_refresh_token(string how)
    {
        using var kim = new Newcomer(host);
        await kim.JoinAsync();
        var tokens = await kim.Browser.ExchangeAsync(await kim.Browser.CodeAsync(kim.Email, Newcomer.Password));
        using var thief = new Visitor(host);
        foreach (Cookie cookie in kim.Browser.Cookies.GetAllCookies())
        {
            thief.Cookies.Add(cookie);
        }

        using var done = await kim.SubmitAsync("/account", $"/account?handler={how}", ("oldPassword", Newcomer.Password), ("newPassword", "eleven crates of leeks"));

        Assert.True(done.StatusCode is HttpStatusCode.OK or HttpStatusCode.Redirect);
        await CodeFlowTests.RefusedAsync(await kim.Browser.RefreshAsync(tokens), "invalid_grant");
        using var after = await thief.GetAsync("/account");
        Assert.Equal(HttpStatusCode.Redirect, after.StatusCode);
    }

    [Fact]
    public async Task Signing_in_gives_a_new_session_whatever_cookie_the_browser_came_with()
    {
        var (victim, _) = await Visitor.SignedInAsync(host, "ngo4");
        var planted = victim.Cookies.GetAllCookies().Single(cookie => cookie.Name == "thesis_identity").Value;
        var (again, _) = (victim, await victim.SubmitAsync("/account/sign-in", "ngo5", host.Password));

        var fresh = again.Cookies.GetAllCookies().Single(cookie => cookie.Name == "thesis_identity").Value;

        Assert.NotEqual(planted, fresh);
        using var page = await again.GetAsync("/account");
        Assert.Contains("Charity 5", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Looking_at_the_account_writes_nothing()
    {
        var (visitor, _) = await Visitor.SignedInAsync(host, "ngo6");
        var before = await StateAsync();

        using var page = await visitor.GetAsync("/account");
        using var passkeys = await visitor.GetAsync("/account/passkeys");

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (page.StatusCode, passkeys.StatusCode));
        Assert.Equal(before, await StateAsync());
    }

    [Fact]
    public async Task A_cookie_without_a_session_lets_nobody_in()
    {
        var (visitor, _) = await Visitor.SignedInAsync(host, "ngo7");
        await using var forget = host.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand("delete from identity.sessions where account_id = 'user-ngo7'");
        await forget.ExecuteNonQueryAsync();

        using var page = await visitor.GetAsync("/account");

        Assert.Equal(HttpStatusCode.Redirect, page.StatusCode);
    }

    /// <summary>What is stored of one account, as text.</summary>
    private async Task<string> StateAsync()
    {
        await using var select = host.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand("""
            select concat((select a::text from identity.accounts a where id = 'user-ngo6'),
                (select string_agg(t::text, ';' order by name) from identity.account_tokens t where user_id = 'user-ngo6'),
                (select string_agg(s::text, ';' order by id) from identity.sessions s where account_id = 'user-ngo6'))
            """);
        return await select.ExecuteScalarAsync() as string ?? "";
    }

    [GeneratedRegex("(?<=name=\"session\" value=\")[0-9a-f]+")]
    private static partial Regex Session();
}
