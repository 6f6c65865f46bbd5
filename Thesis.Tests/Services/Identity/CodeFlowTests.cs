using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Thesis.Services.Identity.Domain;

namespace Thesis.Services.Tests.Identity;

/// <summary>Authorization code with PKCE, refresh tokens, and who misuses them.</summary>
public class CodeFlowTests(IdentityHost host) : IClassFixture<IdentityHost>
{
    [Fact]
    public async Task A_person_signs_in_and_the_services_know_who_it_is()
    {
        var (visitor, tokens) = await Visitor.SignedInAsync(host, "donor3");
        using var end = visitor;

        var access = new JsonWebToken((string?)tokens["access_token"]);
        Assert.Equal("at+jwt", access.Typ);
        Assert.Equal(("user-donor3", host.Address.ToString(), "thesis"), (access.Subject, access.Issuer, access.Audiences.Single()));
        Assert.Equal(("Donor 3", "donor"), (access.GetClaim("name").Value, access.GetClaim("role").Value));
        var id = new JsonWebToken((string?)tokens["id_token"]);
        Assert.Equal(("n", "donor3"), (id.GetClaim("nonce").Value, id.GetClaim("preferred_username").Value));
        Assert.False(access.TryGetClaim("thesis_stamp", out _) || id.TryGetClaim("thesis_stamp", out _));
        Assert.Equal(HttpStatusCode.OK, await host.TryAsync(access.EncodedToken));
    }

    [Fact]
    public async Task Who_holds_a_token_is_told_by_userinfo()
    {
        var (visitor, tokens) = await Visitor.SignedInAsync(host, "dispatcher");
        using var end = visitor;
        using var client = new HttpClient { BaseAddress = host.Address };
        client.DefaultRequestHeaders.Authorization = new("Bearer", (string?)tokens["access_token"]);

        var info = await Visitor.JsonAsync(await client.GetAsync(new Uri("/connect/userinfo", UriKind.Relative)));

        Assert.Equal(("user-dispatcher", "Dispatcher", "dispatcher"), ((string?)info["sub"], (string?)info["name"], (string?)info["role"]?[0]));
    }

    [Fact]
    public async Task Who_is_signed_in_is_not_asked_again_unless_the_client_wants_it()
    {
        var (visitor, _) = await Visitor.SignedInAsync(host, "ngo2");
        using var end = visitor;

        Assert.NotEmpty(Visitor.CodeOf(await visitor.GetAsync(visitor.AuthorizePath())));
        Assert.NotEmpty(Visitor.CodeOf(await visitor.GetAsync(visitor.AuthorizePath(("prompt", "none")))));
        using var again = await visitor.GetAsync(visitor.AuthorizePath(("prompt", "login")));
        Assert.StartsWith("/account/sign-in", again.Headers.Location?.ToString(), StringComparison.Ordinal);
        using var submitted = await visitor.SubmitAsync(again.Headers.Location?.ToString() ?? "", "ngo2", host.Password);
        Assert.NotEmpty(Visitor.CodeOf(await visitor.GetAsync(submitted.Headers.Location?.ToString() ?? "")));
    }

    [Fact]
    public async Task A_client_that_wants_no_form_is_told_that_nobody_is_signed_in()
    {
        using var visitor = new Visitor(host);

        using var answer = await visitor.GetAsync(visitor.AuthorizePath(("prompt", "none")));

        Assert.Contains("error=login_required", answer.Headers.Location?.Query, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("redirect_uri", "https://evil.example/signin-oidc")]
    [InlineData("redirect_uri", null)]
    [InlineData("client_id", "nobody")]
    public async Task A_request_that_may_not_be_answered_to_its_address_ends_on_a_page(string parameter, string? value)
    {
        using var visitor = new Visitor(host);

        using var answer = await visitor.GetAsync(visitor.AuthorizePath((parameter, value)));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Null(answer.Headers.Location);
        Assert.Contains("Signing in did not work", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("plain")]
    public async Task A_request_without_a_hashed_challenge_is_refused(string? method)
    {
        using var visitor = new Visitor(host);

        using var answer = await visitor.GetAsync(visitor.AuthorizePath(("code_challenge", method is null ? null : new string('a', 43)), ("code_challenge_method", method)));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Null(answer.Headers.Location);
    }

    [Fact]
    public async Task A_code_that_was_stolen_is_worth_nothing_without_its_verifier()
    {
        using var visitor = new Visitor(host);
        var code = await visitor.CodeAsync("donor1", host.Password);

        using var answer = await visitor.TryExchangeAsync(code, verifier: new string('a', 43));

        await RefusedAsync(answer, "invalid_grant");
    }

    [Fact]
    public async Task A_code_that_comes_twice_revokes_what_it_was_given_for()
    {
        using var visitor = new Visitor(host);
        var code = await visitor.CodeAsync("donor1", host.Password);
        var tokens = await visitor.ExchangeAsync(code);

        using var replay = await visitor.TryExchangeAsync(code);

        await RefusedAsync(replay, "invalid_grant");
        await RefusedAsync(await visitor.RefreshAsync(tokens), "invalid_grant");
    }

    [Fact]
    public async Task A_refresh_token_that_comes_twice_revokes_the_whole_chain()
    {
        var (visitor, first) = await Visitor.SignedInAsync(host, "ngo1");
        using var end = visitor;
        var second = await Visitor.JsonAsync(await visitor.RefreshAsync(first));
        var third = await Visitor.JsonAsync(await visitor.RefreshAsync(second));

        await RefusedAsync(await visitor.RefreshAsync(first), "invalid_grant");

        await RefusedAsync(await visitor.RefreshAsync(third), "invalid_grant");
    }

    [Fact]
    public async Task Of_refreshes_at_the_same_time_at_most_one_is_granted()
    {
        var (visitor, tokens) = await Visitor.SignedInAsync(host, "ngo3");
        using var end = visitor;

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => visitor.RefreshAsync(tokens)));

        Assert.InRange(answers.Count(answer => answer.IsSuccessStatusCode), 0, 1);
        Assert.All(answers.Where(answer => !answer.IsSuccessStatusCode), answer => Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode));
    }

    [Fact]
    public async Task Ending_all_sign_ins_of_an_account_ends_its_refresh_tokens()
    {
        var (visitor, tokens) = await Visitor.SignedInAsync(host, "driver7");
        using var end = visitor;
        await using (var scope = host.Services.CreateAsyncScope())
        {
            var accounts = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
            await accounts.UpdateSecurityStampAsync(await accounts.FindByIdAsync("user-driver7") ?? throw new InvalidOperationException("No driver7."));
        }

        await RefusedAsync(await visitor.RefreshAsync(tokens), "invalid_grant");
    }

    [Fact]
    public async Task The_services_get_a_token_of_their_own_by_their_secret()
    {
        using var visitor = new Visitor(host);

        var tokens = await Visitor.JsonAsync(await visitor.TokenAsync(("grant_type", "client_credentials"), ("client_id", "services"), ("client_secret", IdentityHost.ServicesSecret)));

        var access = new JsonWebToken((string?)tokens["access_token"]);
        Assert.Equal(("service-services", "service", "thesis"), (access.Subject, access.GetClaim("role").Value, access.Audiences.Single()));
        Assert.Null(tokens["refresh_token"]);
        Assert.Equal(HttpStatusCode.OK, await host.TryAsync(access.EncodedToken));
    }

    [Theory]
    [InlineData("services", "wrong", HttpStatusCode.Unauthorized)]
    [InlineData("nobody", IdentityHost.ServicesSecret, HttpStatusCode.Unauthorized)]
    [InlineData("bff", IdentityHost.BffSecret, HttpStatusCode.BadRequest)]
    public async Task Nobody_else_becomes_a_service(string client, string secret, HttpStatusCode expected)
    {
        using var visitor = new Visitor(host);

        using var answer = await visitor.TokenAsync(("grant_type", "client_credentials"), ("client_id", client), ("client_secret", secret));

        Assert.Equal(expected, answer.StatusCode);
    }

    internal static async Task RefusedAsync(HttpResponseMessage answer, string error)
    {
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(error, (string?)JsonNode.Parse(await answer.Content.ReadAsStringAsync())?["error"]);
    }
}
