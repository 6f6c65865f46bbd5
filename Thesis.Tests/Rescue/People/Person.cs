using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Thesis.Tests.Support;

namespace Thesis.Rescue.People;

/// <summary>An answer that a person did not expect.</summary>
internal sealed class UnexpectedAnswerException(string message) : Exception(message);

/// <summary>A person with a browser: signs in by the provider's form, keeps cookies, calls the API through the BFF.</summary>
internal sealed class Person : IAsyncDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);
    private readonly CookieContainer _cookies = new();
    private readonly HttpClient _http;

    private Person(string login, Uri bff)
    {
        Login = login;
        _http = new HttpClient(new SocketsHttpHandler { CookieContainer = _cookies, MaxConnectionsPerServer = 8, ActivityHeadersPropagator = null })
        {
            BaseAddress = bff,
            Timeout = TimeSpan.FromSeconds(60),
        };
        _http.DefaultRequestHeaders.Add("X-CSRF", "1");
    }

    public string Login { get; }

    public string Subject => "user-" + Login;

    public LiveSocket Live { get; private set; } = LiveSocket.Closed;

    /// <summary>Signs in and opens the live connection, listening to the person's own topic.</summary>
    public static async Task<Person> SignInAsync(string login, RescueEnvironment environment, CancellationToken cancel)
    {
        var person = new Person(login, environment.Bff);
        using var form = await person._http.GetAsync(new Uri("/bff/login?returnUrl=/bff/signed-in", UriKind.Relative), cancel);
        using var fields = SignInForm.Fill(await form.Content.ReadAsStringAsync(cancel), login, environment.DemoPassword);
        using var back = await person._http.PostAsync(form.RequestMessage?.RequestUri, fields, cancel);
        using var user = await person._http.GetAsync(new Uri("/bff/user", UriKind.Relative), cancel);
        if (!user.IsSuccessStatusCode)
        {
            throw new UnexpectedAnswerException($"{login} could not sign in: the form answered {(int)back.StatusCode}, /bff/user {(int)user.StatusCode}.");
        }

        person.Live = await LiveSocket.OpenAsync(environment.Bff, person._cookies, cancel);
        await person.Live.SubscribeAsync($"user:{person.Subject}", cancel);
        return person;
    }

    public Task<LiveSocket> OpenAnotherSocketAsync(RescueEnvironment environment, CancellationToken cancel) =>
        LiveSocket.OpenAsync(environment.Bff, _cookies, cancel);

    public Task<JsonElement> PutAsync(string path, object body, CancellationToken cancel) =>
        SendAsync(HttpMethod.Put, path, JsonContent.Create(body, options: Json), cancel);

    public Task<JsonElement> GetAsync(string path, CancellationToken cancel) => SendAsync(HttpMethod.Get, path, null, cancel);

    public Task<JsonElement> PostAsync(string path, object? body, CancellationToken cancel) =>
        SendAsync(HttpMethod.Post, path, JsonContent.Create(body ?? new { }, options: Json), cancel);

    public Task<JsonElement> PostCsvAsync(string path, string csv, CancellationToken cancel) =>
        SendAsync(HttpMethod.Post, path, new StringContent(csv, Encoding.UTF8, "text/csv"), cancel);

    /// <summary>Posts, and says how long it took and whether it was accepted; a refusal is an answer here, not a failure.</summary>
    public async Task<(HttpStatusCode Status, JsonElement Body, TimeSpan Took)> TryPostAsync(string path, object? body, CancellationToken cancel)
    {
        using var request = Request(HttpMethod.Post, path, JsonContent.Create(body ?? new { }, options: Json));
        var start = Stopwatch.GetTimestamp();
        using var response = await _http.SendAsync(request, cancel);
        var text = await response.Content.ReadAsStringAsync(cancel);
        return (response.StatusCode, Parse(text), Stopwatch.GetElapsedTime(start));
    }

    /// <summary>Every item of a paged list.</summary>
    public async IAsyncEnumerable<JsonElement> ListAsync(string path, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        string? token = null;
        do
        {
            var page = await GetAsync(path + (path.Contains('?', StringComparison.Ordinal) ? "&" : "?") + "pageSize=200" + (token is null ? "" : "&pageToken=" + Uri.EscapeDataString(token)), cancel);
            foreach (var item in page.GetProperty("items").EnumerateArray())
            {
                yield return item;
            }

            token = page.TryGetProperty("nextPageToken", out var next) && next.ValueKind == JsonValueKind.String ? next.GetString() : null;
        }
        while (token is not null);
    }

    public async ValueTask DisposeAsync()
    {
        await Live.DisposeAsync();
        _http.Dispose();
    }

    private async Task<JsonElement> SendAsync(HttpMethod method, string path, HttpContent? content, CancellationToken cancel)
    {
        using var request = Request(method, path, content);
        using var response = await _http.SendAsync(request, cancel);
        var text = await response.Content.ReadAsStringAsync(cancel);
        return response.IsSuccessStatusCode
            ? Parse(text)
            : throw new UnexpectedAnswerException($"{Login}: {method} {path} answered {(int)response.StatusCode}: {text[..Math.Min(text.Length, 500)]}");
    }

    private static HttpRequestMessage Request(HttpMethod method, string path, HttpContent? content)
    {
        var request = new HttpRequestMessage(method, path) { Content = content };
        if (method != HttpMethod.Get)
        {
            request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString("N"));
        }

        return request;
    }

    private static JsonElement Parse(string text) =>
        text.StartsWith('{') || text.StartsWith('[') ? JsonSerializer.Deserialize<JsonElement>(text) : default;
}
