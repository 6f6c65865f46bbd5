using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Thesis.ServiceDefaults;
using Thesis.Services.Tests.BadInput;
using Thesis.Services.Tests.Support;

namespace Thesis.Services.Tests.Attacks;

/// <summary>What breaks out of a string where strings are pasted together, in every string that a request holds.</summary>
[Collection(MatrixCollection.Name)]
public sealed class InjectionTests(MatrixHost host)
{
    private static readonly string[] Payloads =
    [
        "' or '1'='1", "'; drop table donors.donor; --", "\\'; select pg_sleep(5); --", "$$ || version() || $$", "<script>alert(1)</script>", "{{7*7}}${7*7}",
        "../../../../etc/passwd", "a\r\nSet-Cookie: thesis=1", "%00", "\u0000", "\uD800", "\u202Eexe.daed", "=cmd|' /C calc'!A0",
    ];

    [Fact]
    public async Task No_string_of_any_body_path_or_query_makes_a_service_fail()
    {
        using var client = host.Services.Anonymous();
        var failures = new List<string>();
        foreach (var endpoint in (await ApiEndpoint.AllAsync(host.Services)).Where(one => one.IsRest && !one.IsAnonymous))
        {
            foreach (var (what, request) in Requests(endpoint))
            {
                using (request)
                using (var answer = await client.SendAsync(request))
                {
                    if ((int)answer.StatusCode >= 500)
                    {
                        failures.Add($"{endpoint}: {what}: {(int)answer.StatusCode}");
                    }
                }
            }
        }

        Assert.True(failures.Count == 0, string.Join('\n', failures));
        Assert.Empty(host.Services.Logs.Errors);
        Assert.True(await host.Services.ScalarAsync<bool>("select count(*) > 0 from donors.donor"));
    }

    private IEnumerable<(string What, HttpRequestMessage Request)> Requests(ApiEndpoint endpoint)
    {
        var path = host.Scene.PathOf(endpoint);
        if (host.Scene.Bodies.TryGetValue(endpoint.Name, out var good))
        {
            var json = JsonSerializer.SerializeToNode(good, JsonSerializerOptions.Web) ?? new JsonObject();
            foreach (var field in Strings(json, []))
            {
                // The payloads share the fields among them: every field gets two, every payload many fields.
                var first = (field.Count + string.Concat(field).Length) % Payloads.Length;
                foreach (var payload in (string[])[Payloads[first], Payloads[(first + 5) % Payloads.Length]])
                {
                    yield return ($"{string.Join('.', field)} = {payload}", Request(endpoint, path, With(json, field, payload).ToJsonString()));
                }
            }
        }

        foreach (var payload in Payloads.Where(text => text[0] is not '\uD800'))
        {
            var encoded = Uri.EscapeDataString(payload);
            if (endpoint.Method == HttpMethod.Get)
            {
                yield return ($"?{payload}", Request(endpoint, $"{path}?region={encoded}&status={encoded}&query={encoded}&actor={encoded}&action={encoded}&sort={encoded}&pageToken={encoded}", null));
            }

            if (endpoint.Pattern.Contains('{', StringComparison.Ordinal))
            {
                yield return ($"/{payload}", Request(endpoint, System.Text.RegularExpressions.Regex.Replace(endpoint.Pattern, @"\{[^}]+\}", encoded), good is null ? null : JsonSerializer.Serialize(good, JsonSerializerOptions.Web)));
            }
        }
    }

    private HttpRequestMessage Request(ApiEndpoint endpoint, string path, string? body)
    {
        var request = new HttpRequestMessage(endpoint.Method, new Uri(host.Services.Address, path));
        var role = endpoint.PassingRoles.Contains(Roles.Admin) ? Roles.Admin : endpoint.PassingRoles[0];
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", host.Services.Issuer.Sign("user-injector", [role]));
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        // No version that anything has: changes are checked and not made.
        request.Headers.TryAddWithoutValidation("If-Match", "\"999\"");
        request.Content = body is null ? null : new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        return request;
    }

    private static IEnumerable<IReadOnlyList<string>> Strings(JsonNode? node, IReadOnlyList<string> path) => node switch
    {
        JsonObject fields => fields.ToArray().SelectMany(field => Strings(field.Value, [.. path, field.Key])),
        JsonArray items => items.Take(1).SelectMany(item => Strings(item, [.. path, "0"])),
        JsonValue value when value.GetValueKind() == JsonValueKind.String => [path],
        _ => [],
    };

    private static JsonNode With(JsonNode json, IReadOnlyList<string> path, string value)
    {
        var copy = json.DeepClone();
        JsonNode? parent = copy;
        foreach (var step in path.SkipLast(1))
        {
            parent = parent is JsonArray list ? list[0] : parent?[step];
        }

        if (parent is JsonArray items)
        {
            items[0] = value;
        }
        else if (parent is not null)
        {
            parent[path[^1]] = value;
        }

        return copy;
    }
}
