using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Thesis.Tests.Support;

namespace Thesis.ServiceDefaults.Tests;

public sealed class AuthenticationTests(AuthenticationTests.Guarded guarded) : IClassFixture<AuthenticationTests.Guarded>
{
    public static TheoryData<string, string[], bool> Rights()
    {
        var rights = new TheoryData<string, string[], bool>();
        string[] policies = [Policies.Donor, Policies.Ngo, Policies.Driver, Policies.Dispatcher, Policies.Admin, Policies.Service, Policies.SignedIn];
        foreach (var policy in policies)
        {
            foreach (var role in new[] { Roles.Donor, Roles.Ngo, Roles.Driver, Roles.Dispatcher, Roles.Admin, Roles.Service })
            {
                var own = policy.Equals(role, StringComparison.OrdinalIgnoreCase);
                var admin = role == Roles.Admin && policy != Policies.Service;
                rights.Add(policy, [role], own || admin || policy == Policies.SignedIn);
            }

            rights.Add(policy, [], policy == Policies.SignedIn);
        }

        rights.Add(Policies.Ngo, [Roles.Donor, Roles.Ngo], true);
        return rights;
    }

    [Theory]
    [MemberData(nameof(Rights))]
    public async Task A_policy_lets_in_its_role_and_administrators(string policy, string[] roles, bool allowed)
    {
        using var answer = await guarded.App.As("user-x", roles).GetAsync($"/{policy}");

        if (allowed)
        {
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
        else
        {
            Assert.Equal("forbidden", (await answer.ProblemAsync(403)).Code());
        }
    }

    [Fact]
    public async Task An_endpoint_without_a_policy_is_denied_to_everybody()
    {
        await (await guarded.App.As("user-admin", Roles.Admin).GetAsync("/unguarded")).ProblemAsync(403);
        await (await guarded.App.Anonymous().GetAsync("/unguarded")).ProblemAsync(401);
    }

    [Fact]
    public async Task Claims_keep_their_names()
    {
        var claims = await guarded.App.As("user-donor3", Roles.Donor, Roles.Driver).GetFromJsonAsync<string[]>("/claims");

        Assert.Equal<IEnumerable<string>>(["user-donor3", "user-donor3", "donor,driver", "True"], claims);
    }

    [Theory]
    [InlineData("expired")]
    [InlineData("audience")]
    [InlineData("issuer")]
    [InlineData("key")]
    [InlineData("unsigned")]
    [InlineData("tampered")]
    [InlineData("garbage")]
    [InlineData("")]
    public async Task A_wrong_token_is_a_401(string wrong)
    {
        var identity = await TestIdentityProvider.SharedAsync();
        using var otherKey = RSA.Create(2048);
        var hour = TimeSpan.FromHours(1);
        string[] admin = [Roles.Admin];
        var good = identity.Token("user-donor1", Roles.Donor);
        var token = wrong switch
        {
            "expired" => identity.Token("user-x", admin, TimeSpan.FromMinutes(-1)),
            "audience" => identity.Token("user-x", admin, hour, audience: "other"),
            "issuer" => identity.Token("user-x", admin, hour, issuer: "http://elsewhere"),
            "key" => identity.Token("user-x", admin, hour, key: otherKey),
            "unsigned" => "eyJhbGciOiJub25lIn0." + good.Split('.')[1] + ".",
            "tampered" => good.Split('.')[0] + "." + identity.Token("user-x", Roles.Admin).Split('.')[1] + "." + good.Split('.')[2],
            var other => other,
        };
        using var answer = await guarded.App.WithToken(token).GetAsync($"/{Policies.SignedIn}");

        Assert.Equal("unauthenticated", (await answer.ProblemAsync(401)).Code());
        Assert.Equal("Bearer", answer.Headers.WwwAuthenticate.First().Scheme);
        Assert.Empty(guarded.App.Log.Errors);
    }

    [Fact]
    public async Task A_token_that_has_just_expired_still_passes_for_a_clock_that_is_slightly_off()
    {
        var identity = await TestIdentityProvider.SharedAsync();

        using var answer = await guarded.App.WithToken(identity.Token("user-x", [], TimeSpan.FromSeconds(-5))).GetAsync($"/{Policies.SignedIn}");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task A_process_starts_before_the_identity_provider_and_works_once_it_is_there()
    {
        var address = $"http://127.0.0.1:{FreePort()}";
        await using var app = await TestApp.StartAsync(
            a => a.MapGet("/me", (ClaimsPrincipal user) => user.Identity?.Name).RequireAuthorization(Policies.SignedIn),
            null,
            ("Authentication:Authority", address));
        var shared = await TestIdentityProvider.SharedAsync();
        var early = await app.WithToken(shared.Token("user-x", [], TimeSpan.FromHours(1), issuer: address)).GetAsync("/me");

        Assert.Equal("identity-provider-unavailable", (await early.ProblemAsync(503)).Code());
        await using var identity = await TestIdentityProvider.StartAsync(address);
        using var client = identity.SignIn(app.Anonymous(), "user-early", Roles.Donor);
        await Eventually.HoldsAsync(async () => (await client.GetAsync("/me")).IsSuccessStatusCode, "the provider's keys are fetched");
    }

    [Fact]
    public async Task Tokens_of_new_keys_are_accepted_soon_after_the_provider_has_changed_them()
    {
        var before = await TestIdentityProvider.StartAsync();
        await using var app = await TestApp.StartAsync(
            a => a.MapGet("/me", (ClaimsPrincipal user) => user.Identity?.Name).RequireAuthorization(Policies.SignedIn),
            null,
            ("Authentication:Authority", before.Authority));
        using var first = before.SignIn(app.Anonymous(), "user-x");
        Assert.True((await first.GetAsync("/me")).IsSuccessStatusCode);

        await before.DisposeAsync();
        await using var after = await TestIdentityProvider.StartAsync(before.Authority);
        using var second = after.SignIn(app.Anonymous(), "user-x");

        await Eventually.HoldsAsync(async () => (await second.GetAsync("/me")).IsSuccessStatusCode, "the new keys are fetched");
    }

    [Theory]
    [InlineData("")]
    [InlineData("not an address")]
    [InlineData("http://idp.example.org")]
    public async Task A_wrong_authority_stops_the_start_and_is_named(string authority)
    {
        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            TestApp.StartAsync(_ => { }, null, ("Authentication:Authority", authority)));

        Assert.Contains("Authentication:Authority", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_development_network_may_have_its_provider_over_http_when_it_says_so()
    {
        await using var app = await TestApp.StartAsync(
            _ => { }, null, ("Authentication:Authority", "http://idp.example.org"), ("Authentication:AllowHttp", "true"));

        Assert.True((await app.Anonymous().GetAsync("/alive")).IsSuccessStatusCode);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public sealed class Guarded : IAsyncLifetime
    {
        private TestApp? _app;

        internal TestApp App => _app ?? throw new InvalidOperationException("Not started.");

        public async Task InitializeAsync() => _app = await TestApp.StartAsync(app =>
        {
            string[] policies = [Policies.Donor, Policies.Ngo, Policies.Driver, Policies.Dispatcher, Policies.Admin, Policies.Service, Policies.SignedIn];
            foreach (var policy in policies)
            {
                app.MapGet($"/{policy}", () => "in").RequireAuthorization(policy);
            }

            app.MapGet("/unguarded", () => "in");
            app.MapGet("/claims", (ClaimsPrincipal user) => new[]
            {
                user.FindFirstValue("sub"),
                user.Identity?.Name,
                string.Join(',', user.FindAll(Roles.ClaimType).Select(c => c.Value)),
                user.IsInRole(Roles.Driver).ToString(),
            }).RequireAuthorization(Policies.SignedIn);
        });

        public async Task DisposeAsync() => await App.DisposeAsync();
    }
}
