using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Thesis.Services.Tests;

/// <summary>
/// What a new description takes from clients of an old one: operations, parameters and properties that are gone or of another
/// type, and demands that are new. Additions break nobody.
/// </summary>
internal static partial class OpenApiCompatibility
{
    public static IReadOnlyList<string> Breaks(JsonNode released, JsonNode current) =>
        [.. Operations(released, current), .. Schemas(released, current)];

    private static IEnumerable<string> Operations(JsonNode released, JsonNode current)
    {
        foreach (var (path, methods) in Members(released["paths"]))
        {
            foreach (var (method, operation) in Members(methods))
            {
                var name = $"{method.ToUpperInvariant()} {path}";
                var now = current["paths"]?[path]?[method];
                foreach (var broken in now is null ? [$"{name} is gone"] : Parameters(name, operation, now))
                {
                    yield return broken;
                }
            }
        }
    }

    private static IEnumerable<string> Parameters(string operation, JsonNode? released, JsonNode current)
    {
        var (before, after) = (ByName(released), ByName(current));
        return before.Keys.Except(after.Keys).Select(name => $"{operation}: parameter {name} is gone")
            .Concat(after.Where(p => IsRequired(p.Value) && !(before.TryGetValue(p.Key, out var old) && IsRequired(old)))
                .Select(p => $"{operation}: parameter {p.Key} is now required"));

        static Dictionary<string, JsonNode> ByName(JsonNode? operation) =>
            (operation?["parameters"]?.AsArray() ?? []).OfType<JsonNode>().ToDictionary(p => (string?)p["name"] ?? "");

        static bool IsRequired(JsonNode parameter) => (bool?)parameter["required"] == true;
    }

    private static IEnumerable<string> Schemas(JsonNode released, JsonNode current)
    {
        foreach (var (name, schema) in Members(released["components"]?["schemas"]))
        {
            var now = current["components"]?["schemas"]?[name] ?? current["components"]?["schemas"]?[Renamed(name)];
            foreach (var broken in now is null ? [$"{name} is gone"] : Properties(name, schema, now))
            {
                yield return broken;
            }
        }
    }

    private static IEnumerable<string> Properties(string schema, JsonNode? released, JsonNode current)
    {
        foreach (var (name, property) in Members(released?["properties"]))
        {
            var now = current["properties"]?[name];
            if (now is null)
            {
                yield return $"{schema}.{name} is gone";
            }
            else if (TypeOf(property) is var was && TypeOf(now) is var type && type != was)
            {
                yield return $"{schema}.{name} is now {type}, was {was}";
            }
        }

        if (schema.EndsWith("Request", StringComparison.Ordinal))
        {
            foreach (var name in Required(current).Except(Required(released)))
            {
                yield return $"{schema}.{name} is now required";
            }
        }

        static IEnumerable<string> Required(JsonNode? schema) => (schema?["required"]?.AsArray() ?? []).Select(name => (string?)name ?? "");
    }

    private static string TypeOf(JsonNode? schema) =>
        Renamed((schema?["type"] ?? schema?["$ref"] ?? schema?["oneOf"])?.ToJsonString() ?? "anything");

    /// <summary>A schema's name is no part of what is sent: what was called a view, or an answer, is now called a response.</summary>
    private static string Renamed(string name) => OldName().Replace(name, "Response");

    [GeneratedRegex(@"(?<=\w)(?:View|Answer)\b", RegexOptions.CultureInvariant)]
    private static partial Regex OldName();

    private static JsonObject Members(JsonNode? node) => node?.AsObject() ?? [];
}
