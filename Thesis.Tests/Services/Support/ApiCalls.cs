using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Thesis.ServiceDefaults;

namespace Thesis.Services.Tests.Support;

/// <summary>Calls to the services as their clients make them.</summary>
public static class ApiCalls
{
    private static readonly JsonSerializerOptions Json = Options();

    /// <summary>Sends a command with a new <c>Idempotency-Key</c>, or the one given.</summary>
    /// <param name="body">Serialised as JSON; null for no body. A string is sent as it is.</param>
    public static async Task<HttpResponseMessage> CommandAsync(
        this HttpClient client, HttpMethod method, string path, object? body = null, string? key = null, long? ifMatch = null)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Add("Idempotency-Key", key ?? Guid.NewGuid().ToString());
        if (ifMatch is { } version)
        {
            request.Headers.TryAddWithoutValidation("If-Match", $"\"{version}\"");
        }

        request.Content = body switch
        {
            null => null,
            string text => new StringContent(text, Encoding.UTF8, "application/json"),
            _ => JsonOf(body),
        };
        return await client.SendAsync(request);
    }

    /// <summary>A body as the services' clients write it.</summary>
    public static JsonContent JsonOf(object body) => JsonContent.Create(body, body.GetType(), options: Json);

    public static Task<HttpResponseMessage> PostCommandAsync(this HttpClient client, string path, object? body = null, string? key = null) =>
        client.CommandAsync(HttpMethod.Post, path, body, key);

    public static Task<HttpResponseMessage> PutCommandAsync(this HttpClient client, string path, object body, long version) =>
        client.CommandAsync(HttpMethod.Put, path, body, ifMatch: version);

    /// <summary>Uploads a CSV file.</summary>
    public static async Task<HttpResponseMessage> UploadAsync(this HttpClient client, string path, string csv)
    {
        using var content = new StringContent(csv, Encoding.UTF8, "text/csv");
        return await client.PostAsync(path, content);
    }

    /// <summary>The answer's body; fails with what the service said when the status is another.</summary>
    public static async Task<T> ReadAsync<T>(this Task<HttpResponseMessage> answer, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var response = await answer;
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(expected == response.StatusCode, $"Expected {expected} and got {response.StatusCode}: {text}");
        return JsonSerializer.Deserialize<T>(text, Json) ?? throw new InvalidOperationException($"No body: {text}");
    }

    /// <summary>The JSON of a page, or the like.</summary>
    public static Task<JsonNode> GetNodeAsync(this HttpClient client, string path) => client.GetAsync(path).ReadAsync<JsonNode>();

    /// <summary>The problem of a refused request; fails when it is not problem details with a trace id and this status.</summary>
    public static async Task<JsonNode> ProblemAsync(this Task<HttpResponseMessage> answer, HttpStatusCode expected)
    {
        using var response = await answer;
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(expected == response.StatusCode, $"Expected {expected} and got {response.StatusCode}: {text}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = JsonNode.Parse(text) ?? throw new InvalidOperationException("No body.");
        Assert.StartsWith("https://thesis.example/problems/", (string?)problem["type"]);
        Assert.False(string.IsNullOrEmpty((string?)problem["traceId"]));
        Assert.Equal((int)expected, (int?)problem["status"]);
        return problem;
    }

    /// <summary>The fields that a validation problem names.</summary>
    public static async Task<string[]> WrongFieldsAsync(this Task<HttpResponseMessage> answer)
    {
        var problem = await answer.ProblemAsync(HttpStatusCode.BadRequest);
        return [.. (problem["errors"] as JsonObject ?? []).Select(error => error.Key)];
    }

    private static JsonSerializerOptions Options()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        JsonDefaults.Apply(options);
        return options;
    }
}
