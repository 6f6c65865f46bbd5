using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Thesis.Tests.Support;

namespace Thesis.Services.Tests.Identity;

/// <summary>Somebody new before the provider's forms, with the mailbox that their mails arrive in.</summary>
internal sealed partial class Newcomer(IdentityHost host) : IDisposable
{
    public const string Password = "seven boxes of ripe pears";

    public Visitor Browser { get; } = new(host);

    public string Email { get; init; } = $"kim.{Guid.NewGuid():n}@example.org";

    /// <summary>Sends the sign-up form.</summary>
    public Task<HttpResponseMessage> SignUpAsync(params (string Name, string Value)[] changes) => SubmitAsync("/account/sign-up", "/account/sign-up", [
        ("role", "donor"), ("name", "Kim Park"), ("organisation", "Park's Bakery"), ("region", "los-angeles"), ("email", Email), ("password", Password), .. changes,
    ]);

    /// <summary>Fills in a form of a page.</summary>
    public Task<HttpResponseMessage> SubmitAsync(string page, string action, params (string Name, string Value)[] fields) => Browser.SubmitAsync(page, action, fields);

    /// <summary>Signs up and confirms the address.</summary>
    public async Task JoinAsync(string role = "donor")
    {
        using var signedUp = await SignUpAsync(("role", role));
        Assert.Equal(HttpStatusCode.OK, signedUp.StatusCode);
        using var verified = await VerifyAsync(await LinkAsync("/account/verify"));
        Assert.Equal(HttpStatusCode.OK, verified.StatusCode);
    }

    public async Task<HttpResponseMessage> VerifyAsync(string link)
    {
        using var page = await Browser.GetAsync(link);
        return await Browser.ClickAsync("/account/verify", await page.Content.ReadAsStringAsync());
    }

    /// <summary>The latest link to that page among the mails to this address.</summary>
    public async Task<string> LinkAsync(string path)
    {
        var bodies = (await MailsAsync()).Select(mail => (string?)mail["body"] ?? "");
        var link = bodies.Select(body => Link().Match(body).Value).First(found => found.Contains(path, StringComparison.Ordinal));
        return new Uri(link).PathAndQuery;
    }

    /// <summary>The mails to this address, the latest first.</summary>
    public async Task<IReadOnlyList<JsonNode>> MailsAsync()
    {
        using var admin = await AdminAsync(host);
        var mails = await admin.GetFromJsonAsync<JsonArray>(new Uri("/api/v1/mailbox", UriKind.Relative)) ?? [];
        return [.. mails.OfType<JsonNode>().Where(mail => (string?)mail["to"] == Email)];
    }

    /// <summary>A client of the API with an administrator's token.</summary>
    public static Task<HttpClient> AdminAsync(IdentityHost host) => ClientAsync(host, "admin", host.Password);

    /// <summary>A client of the API with the token of whoever signs in.</summary>
    public static async Task<HttpClient> ClientAsync(IdentityHost host, string login, string password)
    {
        using var visitor = new Visitor(host);
        var tokens = await visitor.ExchangeAsync(await visitor.CodeAsync(login, password));
        var client = new HttpClient { BaseAddress = host.Address };
        client.DefaultRequestHeaders.Authorization = new("Bearer", (string?)tokens["access_token"]);
        return client;
    }

    public void Dispose() => Browser.Dispose();

    [GeneratedRegex(@"http://\S+")]
    private static partial Regex Link();
}
