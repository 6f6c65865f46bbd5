using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.IdentityModel.Tokens;
using Thesis.Tests.Support;

namespace Thesis.Services.Tests.Identity;

/// <summary>A person with a browser before the provider, and the front door's side of the protocol.</summary>
internal sealed class Visitor : IDisposable
{
    private readonly Uri _address;
    private readonly HttpClient _browser;
    private readonly HttpClient _door;
    private readonly string _verifier = Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(32));

    public Visitor(IdentityHost host)
        : this(host.Address)
    {
    }

    public Visitor(Uri address)
    {
        _address = address;
        _browser = new HttpClient(new HttpClientHandler { CookieContainer = Cookies, AllowAutoRedirect = false }) { BaseAddress = address };
        _door = new HttpClient { BaseAddress = address };
    }

    public CookieContainer Cookies { get; } = new();

    public string RedirectUri => new Uri(_address, "/signin-oidc").ToString();

    public string SignedOutUri => new Uri(_address, "/signout-callback-oidc").ToString();

    /// <summary>The whole way: form, code, tokens.</summary>
    public static async Task<(Visitor Visitor, JsonNode Tokens)> SignedInAsync(IdentityHost host, string login, string? userAgent = null)
    {
        var visitor = new Visitor(host);
        if (userAgent is not null)
        {
            visitor._browser.DefaultRequestHeaders.UserAgent.ParseAdd(userAgent);
        }

        return (visitor, await visitor.ExchangeAsync(await visitor.CodeAsync(login, host.Password)));
    }

    public Task<HttpResponseMessage> GetAsync(string path) => _browser.GetAsync(new Uri(path, UriKind.RelativeOrAbsolute));

    public Task<HttpResponseMessage> PostAsync(string path, params (string, string)[] fields) => _browser.PostAsync(new Uri(path, UriKind.RelativeOrAbsolute), Form(fields));

    /// <summary>Fills in a form of a page: later values of a field replace earlier ones.</summary>
    public async Task<HttpResponseMessage> SubmitAsync(string page, string action, params (string Name, string Value)[] fields)
    {
        using var form = await GetAsync(page);
        var html = await form.Content.ReadAsStringAsync();
        var all = SignInForm.Hidden(html).Select(f => (f.Key, f.Value)).Concat(fields).GroupBy(f => f.Item1).Select(g => (g.Key, g.Last().Item2));
        return await PostAsync(action, [.. all]);
    }

    /// <summary>Sends a form of a page as it came.</summary>
    public Task<HttpResponseMessage> ClickAsync(string path, string html) => PostAsync(path, [.. SignInForm.Hidden(html).Select(field => (field.Key, field.Value))]);

    public string AuthorizePath(params (string Name, string? Value)[] changes)
    {
        var query = new Dictionary<string, string?>
        {
            ["client_id"] = "bff",
            ["response_type"] = "code",
            ["scope"] = "openid profile roles offline_access",
            ["redirect_uri"] = RedirectUri,
            ["state"] = "s",
            ["nonce"] = "n",
            ["code_challenge"] = Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(_verifier))),
            ["code_challenge_method"] = "S256",
        };
        foreach (var (name, value) in changes)
        {
            query[name] = value;
        }

        return QueryHelpers.AddQueryString("/connect/authorize", query.Where(pair => pair.Value is not null));
    }

    /// <summary>Fills in the form of a page that asks for it.</summary>
    public async Task<HttpResponseMessage> SubmitAsync(string page, string login, string password)
    {
        var html = await (await GetAsync(page)).Content.ReadAsStringAsync();
        return await _browser.PostAsync(new Uri("/account/sign-in", UriKind.Relative), SignInForm.Fill(html, login, password));
    }

    public async Task<string> CodeAsync(string login, string password)
    {
        using var first = await GetAsync(AuthorizePath());
        using var submitted = await SubmitAsync(first.Headers.Location?.ToString() ?? "", login, password);
        Assert.Equal(HttpStatusCode.Redirect, submitted.StatusCode);
        using var back = await GetAsync(submitted.Headers.Location?.ToString() ?? "");
        return CodeOf(back);
    }

    public static string CodeOf(HttpResponseMessage back) =>
        QueryHelpers.ParseQuery(back.Headers.Location?.Query)["code"].ToString() is { Length: > 0 } code
            ? code
            : throw new InvalidOperationException($"No code: {(int)back.StatusCode} {back.Headers.Location}");

    /// <summary>Gets tokens for a code.</summary>
    public async Task<JsonNode> ExchangeAsync(string code)
    {
        using var answer = await TryExchangeAsync(code);
        return await JsonAsync(answer);
    }

    public Task<HttpResponseMessage> TryExchangeAsync(string code, string? verifier = null) => TokenAsync(
        ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", RedirectUri), ("code_verifier", verifier ?? _verifier),
        ("client_id", "bff"), ("client_secret", IdentityHost.BffSecret));

    public Task<HttpResponseMessage> RefreshAsync(JsonNode tokens) => TokenAsync(
        ("grant_type", "refresh_token"), ("refresh_token", (string?)tokens["refresh_token"] ?? ""), ("client_id", "bff"), ("client_secret", IdentityHost.BffSecret));

    public Task<HttpResponseMessage> TokenAsync(params (string, string)[] fields) => _door.PostAsync(new Uri("/connect/token", UriKind.Relative), Form(fields));

    public static async Task<JsonNode> JsonAsync(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonNode.Parse(text) ?? throw new InvalidOperationException("Empty.");
    }

    public void Dispose()
    {
        _browser.Dispose();
        _door.Dispose();
    }

    private static FormUrlEncodedContent Form((string Name, string Value)[] fields) => new(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
}
