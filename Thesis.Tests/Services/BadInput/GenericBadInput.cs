using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Thesis.ServiceDefaults;
using Thesis.Services.Tests.Support;

namespace Thesis.Services.Tests.BadInput;

/// <summary>What every endpoint must refuse, as far as it applies to the endpoint. Who may call it the authorization matrix tries.</summary>
/// <param name="ids">An id that exists, by kind.</param>
/// <param name="bodies">A body that is accepted, by endpoint name.</param>
public sealed class GenericBadInput(
    ServicesHost host, IReadOnlyDictionary<Type, string> ids, IReadOnlyDictionary<string, object> bodies) : IDisposable
{
    private const int OneMebibyte = 1024 * 1024;

    private readonly HttpClient client = host.Anonymous();
    private readonly List<string> failures = [];

    /// <summary>What was not refused as it must be.</summary>
    public IReadOnlyList<string> Failures => failures;

    public async Task WalkAsync(ApiEndpoint endpoint)
    {
        if (!endpoint.IsRest)
        {
            return;
        }

        if (endpoint is { IsCommand: true } && endpoint.Method == HttpMethod.Post)
        {
            await ExpectAsync(endpoint, "no Idempotency-Key", HttpStatusCode.BadRequest, "Idempotency-Key", request => request.Headers.Remove("Idempotency-Key"));
            await ExpectAsync(endpoint, "an Idempotency-Key with a space", HttpStatusCode.BadRequest, "Idempotency-Key", request =>
            {
                request.Headers.Remove("Idempotency-Key");
                request.Headers.TryAddWithoutValidation("Idempotency-Key", "a b");
            });
        }

        if (endpoint.TakesJson)
        {
            await RefusesBodiesAsync(endpoint);
        }

        if (endpoint.MostBytes is { } limit)
        {
            await ExpectAsync(endpoint, $"a body over {limit} bytes", HttpStatusCode.RequestEntityTooLarge, null, request =>
            {
                request.Content = new ByteArrayContent(new byte[limit + 1]);
                request.Content.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
                request.Headers.ExpectContinue = true;
            }, "?region=los-angeles");
        }

        if (endpoint.IdKind is { } kind)
        {
            await RefusesIdsAsync(endpoint, kind);
        }

        if (endpoint.IsPaged)
        {
            await RefusesPagesAsync(endpoint);
        }
    }

    public void Dispose() => client.Dispose();

    /// <summary>Sends a request that is right but for <paramref name="spoil"/>, and notes an answer that is not the one expected.</summary>
    public async Task ExpectAsync(
        ApiEndpoint endpoint, string what, HttpStatusCode status, string? field, Action<HttpRequestMessage> spoil, string query = "", string? id = null)
    {
        using var request = Good(endpoint, query, id);
        spoil(request);
        await ExpectAsync(endpoint, what, status, field, request);
    }

    public async Task ExpectAsync(ApiEndpoint endpoint, string what, HttpStatusCode status, string? field, HttpRequestMessage request)
    {
        using var response = await client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        var wrong = response.StatusCode != status ? $"answered {(int)response.StatusCode} and not {(int)status}"
            : !endpoint.IsRest ? null
            : response.Content.Headers.ContentType?.MediaType != "application/problem+json" ? "answered without problem details"
            : JsonNode.Parse(text) is not { } problem || string.IsNullOrEmpty((string?)problem["traceId"]) ? "answered without a traceId"
            : field is not null && problem["errors"]?[field] is null ? $"did not name the field '{field}'"
            : null;
        if (wrong is not null)
        {
            failures.Add($"{endpoint}: {what}: {wrong}: {text[..Math.Min(text.Length, 300)]}");
        }
    }

    private async Task RefusesBodiesAsync(ApiEndpoint endpoint)
    {
        (string What, HttpStatusCode Status, string Text, string Type)[] bodies =
        [
            ("a body that is cut off", HttpStatusCode.BadRequest, "{\"a\": {\"b\":", "application/json"),
            ("an array for an object", HttpStatusCode.BadRequest, "[]", "application/json"),
            ("null for an object", HttpStatusCode.BadRequest, "null", "application/json"),
            ("an empty body", HttpStatusCode.BadRequest, "", "application/json"),
            ("bytes that are no text", HttpStatusCode.BadRequest, "{\"\u0000\u0001", "application/json"),
            ("a hundred levels", HttpStatusCode.BadRequest, string.Concat(Enumerable.Repeat("{\"a\":", 100)), "application/json"),
            ("another content type", HttpStatusCode.UnsupportedMediaType, "a=b", "application/x-www-form-urlencoded"),
            ("a body over 1 MiB", HttpStatusCode.RequestEntityTooLarge, $"{{\"name\":\"{new string('x', OneMebibyte)}\"}}", "application/json"),
        ];
        foreach (var (what, status, text, type) in bodies.Where(body => !(endpoint.BodyIsOptional && body.Text is "" or "null")))
        {
            await ExpectAsync(endpoint, what, status, null, request =>
            {
                request.Content = new StringContent(text, Encoding.UTF8, type);
                // A server that refuses a body by its length closes the connection: the client is to ask first.
                request.Headers.ExpectContinue = text.Length > OneMebibyte;
            });
        }
    }

    private async Task RefusesIdsAsync(ApiEndpoint endpoint, Type kind)
    {
        var other = ids.First(pair => pair.Key != kind).Value;
        await ExpectAsync(endpoint, "an id that names nothing", HttpStatusCode.NotFound, null, Nothing, id: UnknownId(kind));
        await ExpectAsync(endpoint, "another kind's id", HttpStatusCode.BadRequest, "id", Nothing, id: other);
        await ExpectAsync(endpoint, "a number for an id", HttpStatusCode.BadRequest, "id", Nothing, id: "17");
        await ExpectAsync(endpoint, "nonsense for an id", HttpStatusCode.BadRequest, "id", Nothing, id: "%ff'%22;--");
    }

    private async Task RefusesPagesAsync(ApiEndpoint endpoint)
    {
        (string Field, string Query)[] pages =
        [
            ("pageSize", "?pageSize=0"), ("pageSize", "?pageSize=201"), ("pageSize", "?pageSize=many"), ("pageSize", "?pageSize=99999999999"),
            ("pageToken", "?pageToken=nonsense"), ("pageToken", "?pageToken=%00"),
        ];
        foreach (var (field, query) in pages)
        {
            await ExpectAsync(endpoint, query, HttpStatusCode.BadRequest, field, Nothing, query);
        }
    }

    private HttpRequestMessage Good(ApiEndpoint endpoint, string query, string? id)
    {
        var path = endpoint.PathWith(id ?? (endpoint.IdKind is { } kind ? ids.GetValueOrDefault(kind) ?? UnknownId(kind) : null)) + query;
        var request = new HttpRequestMessage(endpoint.Method, new Uri(host.Address, path));
        var role = endpoint.PassingRoles is [var first, ..] ? first : Roles.Admin;
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", host.Issuer.Sign("user-bad-input", [role]));
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        request.Headers.TryAddWithoutValidation("If-Match", "\"1\"");
        if (bodies.TryGetValue(endpoint.Name, out var body))
        {
            request.Content = ApiCalls.JsonOf(body);
        }

        return request;
    }

    private static string UnknownId(Type kind) =>
        Activator.CreateInstance(typeof(Id<>).MakeGenericType(kind), 17L)?.ToString() ?? throw new InvalidOperationException($"{kind} has no id.");

    private static void Nothing(HttpRequestMessage request)
    {
    }
}
