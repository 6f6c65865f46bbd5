using System.Text.Json.Nodes;
using Thesis.Tests.Support;

namespace Thesis.Architecture.Tests.Deployment;

/// <summary>A container, with the pod that holds it and the variables it gets.</summary>
internal sealed record Container(JsonNode Json, JsonNode Pod, Dictionary<string, string> Environment);

/// <summary>Kubernetes objects: files of <c>deploy/kubernetes</c>, or an overlay as it is applied.</summary>
internal sealed class Cluster(IReadOnlyList<JsonNode> objects)
{
    public static readonly string[] Overlays = ["dev", "staging", "production"];

    private static readonly Dictionary<string, Lazy<Task<Cluster>>> _overlays =
        Overlays.ToDictionary(o => o, o => new Lazy<Task<Cluster>>(() => RenderAsync(o)));

    public IReadOnlyList<JsonNode> Objects => objects;

    /// <summary>The files of the base and of the development servers, with the ConfigMap that Kustomize would make.</summary>
    public static Cluster FromFiles()
    {
        var folder = Path.Combine(Repository.Root, "deploy", "kubernetes");
        var kustomization = Yaml.Documents(File.ReadAllText(Path.Combine(folder, "base", "kustomization.yaml"))).Single();
        var files = kustomization["resources"].Texts().Select(f => Path.Combine(folder, "base", f))
            .Concat(from server in new[] { "postgres", "redis" } select Path.Combine(folder, "overlays", "dev", $"{server}.yaml"));
        return new Cluster(
        [
            .. files.SelectMany(f => Yaml.Documents(File.ReadAllText(f))),
            .. kustomization["configMapGenerator"].Items().Select(ConfigMap),
        ]);
    }

    /// <summary>An overlay as <c>kubectl apply -k</c> would apply it.</summary>
    public static Task<Cluster> OverlayAsync(string name) => _overlays[name].Value;

    public IEnumerable<JsonNode> OfKind(string kind) => objects.Where(o => o.Text("kind") == kind);

    public JsonNode One(string kind, string name) =>
        OfKind(kind).SingleOrDefault(o => NameOf(o) == name) ?? throw new KeyNotFoundException($"There is no {kind} {name}.");

    /// <summary>Everything that runs pods, by name.</summary>
    public Dictionary<string, JsonNode> Workloads() =>
        objects.Where(o => o["spec"]?["template"] is not null).ToDictionary(NameOf);

    public Container ContainerOf(string workload)
    {
        var template = Workloads()[workload]["spec"]!["template"]!;
        var container = Assert.Single(template["spec"]!["containers"].Items());
        var variables = container["envFrom"].Items()
            .SelectMany(f => One("ConfigMap", f.Text("configMapRef", "name")!)["data"].Pairs())
            .Concat(container["env"].Items().Select(v => KeyValuePair.Create(v.Text("name")!, ValueOf(v))));
        var environment = new Dictionary<string, string>();
        foreach (var (name, value) in variables)
        {
            environment[name] = value;
        }

        return new Container(container, template, environment);
    }

    public static string NameOf(JsonNode o) => o.Text("metadata", "name")!;

    /// <summary>Whether labels satisfy a selector (<c>matchLabels</c>, <c>matchExpressions</c> with In).</summary>
    public static bool Matches(JsonNode? selector, Dictionary<string, string> labels) =>
        selector?["matchLabels"].Pairs().All(l => labels.GetValueOrDefault(l.Key) == l.Value) != false
        && selector?["matchExpressions"].Items().All(e => e["values"].Texts().Contains(labels.GetValueOrDefault(e.Text("key")!))) != false;

    private static string ValueOf(JsonNode variable) =>
        variable.Text("value") ?? $"secret:{variable.Text("valueFrom", "secretKeyRef", "key")}";

    private static JsonObject ConfigMap(JsonNode generator) => new()
    {
        ["kind"] = "ConfigMap",
        ["metadata"] = new JsonObject { ["name"] = generator.Text("name") },
        ["data"] = new JsonObject(generator["literals"].Texts().Select(l => l.Split('=', 2)).Select(l => KeyValuePair.Create(l[0], (JsonNode?)l[1]))),
    };

    private static async Task<Cluster> RenderAsync(string overlay)
    {
        var (exitCode, output) = await NpmPackages.RunAsync(Repository.Root, "kubectl", "kustomize", $"deploy/kubernetes/overlays/{overlay}");
        Assert.True(exitCode == 0, output);
        return new Cluster(Yaml.Documents(output));
    }
}
