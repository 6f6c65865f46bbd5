using System.Net;
using Microsoft.AspNetCore.WebUtilities;

namespace Thesis.Services.Tests.Identity;

public class SignOutTests(IdentityHost host) : IClassFixture<IdentityHost>
{
    [Fact]
    public async Task The_front_door_signs_out_with_the_token_it_was_given_and_gets_the_person_back()
    {
        var (visitor, tokens) = await Visitor.SignedInAsync(host, "ngo4");
        using var end = visitor;

        using var answer = await visitor.GetAsync(Logout(("id_token_hint", (string?)tokens["id_token"]), ("post_logout_redirect_uri", visitor.SignedOutUri), ("state", "s")));

        Assert.Equal(visitor.SignedOutUri + "?state=s", answer.Headers.Location?.ToString());
        Assert.False(await IsSignedInAsync(visitor));
    }

    [Fact]
    public async Task A_link_without_that_token_has_the_person_click_first()
    {
        var (visitor, _) = await Visitor.SignedInAsync(host, "ngo5");
        using var end = visitor;

        using var page = await visitor.GetAsync(Logout());
        var html = await page.Content.ReadAsStringAsync();
        Assert.Contains("signed in as ngo5", html, StringComparison.Ordinal);
        Assert.True(await IsSignedInAsync(visitor));

        using var clicked = await visitor.ClickAsync("/connect/logout", html);
        Assert.Equal("/account/signed-out", clicked.Headers.Location?.ToString());
        Assert.False(await IsSignedInAsync(visitor));
    }

    [Fact]
    public async Task An_address_that_is_not_the_front_doors_is_not_gone_to()
    {
        var (visitor, tokens) = await Visitor.SignedInAsync(host, "ngo6");
        using var end = visitor;

        using var answer = await visitor.GetAsync(Logout(("id_token_hint", (string?)tokens["id_token"]), ("post_logout_redirect_uri", "https://evil.example/")));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("Signing out did not work", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_token_still_signs_out_when_it_has_expired()
    {
        var own = await IdentityHost.StartAsync();
        var (visitor, tokens) = await Visitor.SignedInAsync(own, "ngo7");
        using var end = visitor;
        own.Time.Advance(TimeSpan.FromHours(6));

        using var answer = await visitor.GetAsync(Logout(("id_token_hint", (string?)tokens["id_token"]), ("post_logout_redirect_uri", visitor.SignedOutUri)));

        Assert.Equal(visitor.SignedOutUri, answer.Headers.Location?.ToString());
        await own.DisposeAsync();
    }

    private static string Logout(params (string Name, string? Value)[] query) =>
        QueryHelpers.AddQueryString("/connect/logout", query.ToDictionary(pair => pair.Name, pair => pair.Value));

    private static async Task<bool> IsSignedInAsync(Visitor visitor)
    {
        using var answer = await visitor.GetAsync(visitor.AuthorizePath(("prompt", "none")));
        return !answer.Headers.Location?.Query.Contains("login_required", StringComparison.Ordinal) ?? false;
    }
}
