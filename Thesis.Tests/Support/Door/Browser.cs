using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Thesis.Tests.Support.Door;

/// <summary>What a person's browser does: keeps cookies, follows redirects, sends the header that scripts add.</summary>
public sealed class Browser : IDisposable
{
    private readonly HttpClient _http;

    public Browser(Uri door, bool withCsrfHeader = true, bool follow = true)
    {
        _http = new HttpClient(new HttpClientHandler { CookieContainer = Cookies, AllowAutoRedirect = follow }) { BaseAddress = door };
        if (withCsrfHeader)
        {
            _http.DefaultRequestHeaders.Add("X-CSRF", "1");
        }
    }

    public CookieContainer Cookies { get; } = new();

    public Task<HttpResponseMessage> GetAsync(string path) => _http.GetAsync(new Uri(path, UriKind.RelativeOrAbsolute));

    public Task<HttpResponseMessage> PostAsync(string path, object? body = null) =>
        _http.PostAsync(new Uri(path, UriKind.Relative), JsonContent.Create(body ?? new { }));

    public static async Task<Browser> SignedInAsync(PublicDoor door, string login)
    {
        var browser = new Browser(door.Address);
        using var form = await browser.GetAsync("/bff/login?returnUrl=/bff/user");
        using var fields = SignInForm.Fill(await form.Content.ReadAsStringAsync(), login, door.Password);
        using var back = await browser._http.PostAsync(form.RequestMessage?.RequestUri, fields);
        back.EnsureSuccessStatusCode();
        return browser;
    }

    /// <summary>Sends a form of a page of the provider's.</summary>
    public async Task<HttpResponseMessage> SubmitAsync(string page, string action)
    {
        using var form = await GetAsync(page);
        using var fields = new FormUrlEncodedContent(SignInForm.Hidden(await form.Content.ReadAsStringAsync()));
        return await _http.PostAsync(new Uri(action, UriKind.Relative), fields);
    }

    /// <summary>The same browser at another BFF of the same site: it brings its cookies.</summary>
    public Browser At(Uri address)
    {
        var other = new Browser(address);
        foreach (Cookie cookie in Cookies.GetAllCookies())
        {
            other.Cookies.Add(cookie);
        }

        return other;
    }

    public async Task<Dictionary<string, string>> ClaimsAsync()
    {
        var claims = await _http.GetFromJsonAsync<JsonElement>(new Uri("/bff/user", UriKind.Relative));
        return claims.EnumerateArray().DistinctBy(Type).ToDictionary(Type, claim => claim.GetProperty("value").ToString());

        static string Type(JsonElement claim) => claim.GetProperty("type").GetString() ?? "";
    }

    public void Dispose() => _http.Dispose();
}
