using System.Net;
using Thesis.Services.Tests.BadInput;

namespace Thesis.Services.Tests.Attacks;

/// <summary>What a default, or a forgotten setting, would give away.</summary>
[Collection(MatrixCollection.Name)]
public sealed class MisconfigurationTests(MatrixHost host)
{
    private static readonly string[] Pages =
    [
        "/account/sign-in", "/account/sign-up", "/account/forgot", "/account/reset", "/account/verify", "/account/code", "/account/invitation", "/account/signed-out", "/connect/authorize",
    ];

    [Fact]
    public async Task No_page_is_shown_in_a_frame_kept_or_told_to_run_what_was_typed()
    {
        using var client = host.Services.Anonymous();
        foreach (var path in Pages)
        {
            using var page = await client.GetAsync(new Uri(path, UriKind.Relative));
            var policy = page.Headers.GetValues("Content-Security-Policy").Single();
            Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
            Assert.Contains("form-action 'self'", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
            Assert.Equal("DENY", page.Headers.GetValues("X-Frame-Options").Single());
            Assert.Equal("nosniff", page.Headers.GetValues("X-Content-Type-Options").Single());
            Assert.True(page.Headers.CacheControl?.NoStore, path);
        }
    }

    [Fact]
    public async Task Other_sites_are_allowed_nothing()
    {
        using var client = host.Services.Anonymous();
        using var preflight = new HttpRequestMessage(HttpMethod.Options, "/api/v1/donations");
        preflight.Headers.Add("Origin", "https://evil.example");
        preflight.Headers.Add("Access-Control-Request-Method", "POST");
        preflight.Headers.Add("Access-Control-Request-Headers", "authorization");

        using var answer = await client.SendAsync(preflight);

        Assert.DoesNotContain(answer.Headers, header => header.Key.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("TRACE")]
    [InlineData("PATCH")]
    [InlineData("PROPFIND")]
    public async Task A_method_that_is_not_offered_is_refused_and_echoes_nothing(string method)
    {
        using var client = host.Services.AsAdmin();
        using var request = new HttpRequestMessage(new HttpMethod(method), "/api/v1/donors");
        request.Headers.TryAddWithoutValidation("X-Echo", "seven-pears");

        using var answer = await client.SendAsync(request);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        Assert.DoesNotContain("seven-pears", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_header_that_names_another_method_or_address_changes_nothing()
    {
        using var client = host.Services.AsDonor("user-eve");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/regions");
        foreach (var (name, value) in new[] { ("X-HTTP-Method-Override", "DELETE"), ("X-Original-URL", "/api/v1/members"), ("X-Rewrite-URL", "/api/v1/members"), ("X-Forwarded-For", "127.0.0.1"), ("X-User", "user-admin"), ("X-Role", "admin") })
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var answer = await client.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        using var members = new HttpRequestMessage(HttpMethod.Get, "/api/v1/members");
        members.Headers.TryAddWithoutValidation("X-Role", "admin");
        using var refused = await client.SendAsync(members);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
    }

    /// <summary>OWASP API9: what is not in the inventory is not looked after.</summary>
    [Fact]
    public async Task Every_REST_endpoint_is_in_the_contract_but_the_administrators_mailbox()
    {
        using var client = host.Services.Anonymous();
        var contract = await client.GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative));

        var missing = (await ApiEndpoint.AllAsync(host.Services)).Where(one => one.IsRest && !contract.Contains($"\"operationId\": \"{one.Name}\"", StringComparison.Ordinal));

        Assert.Empty(missing.Select(one => one.ToString()));
    }
}
