using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.Serialization;

namespace Thesis.Architecture.Tests.Deployment;

/// <summary>YAML as JSON nodes, every scalar as text.</summary>
internal static class Yaml
{
    private static readonly IDeserializer _deserializer = new DeserializerBuilder().Build();

    /// <summary>The documents of a file; merge keys are applied.</summary>
    public static IReadOnlyList<JsonNode> Documents(string text)
    {
        var parser = new MergingParser(new Parser(new StringReader(text)));
        var documents = new List<JsonNode>();
        parser.Consume<StreamStart>();
        while (parser.Accept<DocumentStart>(out _))
        {
            if (ToJson(_deserializer.Deserialize(parser)) is { } document)
            {
                documents.Add(document);
            }
        }

        return documents;
    }

    public static string? Text(this JsonNode? node, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            node = (node as JsonObject)?[name];
        }

        return (string?)node;
    }

    /// <summary>The items of a list; none when it is not there.</summary>
    public static IEnumerable<JsonNode> Items(this JsonNode? node) => node is JsonArray items ? items.OfType<JsonNode>() : [];

    public static IEnumerable<string> Texts(this JsonNode? node) => node.Items().Select(i => (string)i!);

    /// <summary>The names and texts of a flat object.</summary>
    public static Dictionary<string, string> Pairs(this JsonNode? node) =>
        node is JsonObject pairs ? pairs.ToDictionary(p => p.Key, p => (string?)p.Value ?? "") : [];

    /// <summary>Every object in a document.</summary>
    public static IEnumerable<JsonObject> Objects(this JsonNode? node) => node switch
    {
        JsonObject found => [found, .. found.SelectMany(p => p.Value.Objects())],
        JsonArray items => items.SelectMany(Objects),
        _ => [],
    };

    private static JsonNode? ToJson(object? value) => value switch
    {
        IDictionary<object, object?> pairs => new JsonObject(pairs.Select(p => KeyValuePair.Create((string)p.Key, ToJson(p.Value)))),
        IEnumerable<object?> items => new JsonArray([.. items.Select(ToJson)]),
        null => null,
        _ => JsonValue.Create(value.ToString()),
    };
}
