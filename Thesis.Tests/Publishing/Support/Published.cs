using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Thesis.Tests.Support;

namespace Thesis.Publishing.Tests.Support;

/// <summary>What the product's AppHost publishes, by its own command line, once for all tests.</summary>
[CollectionDefinition(Collection)]
public sealed class Published : IAsyncLifetime, ICollectionFixture<Published>
{
    private readonly ConcurrentDictionary<string, Lazy<Task<IReadOnlyList<JsonObject>>>> _rendered = new();
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("thesis-published-");

    public const string Collection = "published";

    public string Root => _directory.FullName;

    public string Manifest => Path.Combine(Root, "manifest", "aspire-manifest.json");

    public async Task InitializeAsync()
    {
        await NpmPackages.InstallAsync(Validation.Folder);
        foreach (var publisher in (string[])["manifest", "kubernetes", "compose", "sbom"])
        {
            var (exitCode, output) = await AppHost.RunAsync("--publisher", publisher, "--output-path", Path.Combine(Root, publisher), "--Publishing:ImageTag=1.2.3");
            Assert.True(exitCode == 0, output);
        }
    }

    public Task DisposeAsync()
    {
        _directory.Delete(recursive: true);
        return Task.CompletedTask;
    }

    /// <summary>An overlay's objects, as kubectl renders it.</summary>
    internal Task<IReadOnlyList<JsonObject>> RenderAsync(string overlay) =>
        _rendered.GetOrAdd(overlay, name => new Lazy<Task<IReadOnlyList<JsonObject>>>(() => RenderOnceAsync(name))).Value;

    private async Task<IReadOnlyList<JsonObject>> RenderOnceAsync(string overlay)
    {
        var file = await RenderToFileAsync(overlay);
        var (exitCode, output) = await Validation.RunAsync("kubernetes", file);
        Assert.True(exitCode == 0, output);
        return [.. JsonNode.Parse(output)?.AsArray().OfType<JsonObject>() ?? []];
    }

    internal async Task<string> RenderToFileAsync(string overlay)
    {
        var yaml = await Kubectl.KustomizeAsync(Path.Combine(Root, "kubernetes", "overlays", overlay));
        var file = Path.Combine(Root, $"{overlay}.yaml");
        await File.WriteAllTextAsync(file, yaml);
        return file;
    }
}

/// <summary>The product's AppHost as a program.</summary>
internal static class AppHost
{
    private static readonly string _configuration = Path.GetFileName(Path.GetDirectoryName(Path.GetDirectoryName(typeof(AppHost).Assembly.Location))) ?? "";

    public static string Program { get; } = Path.Combine(Repository.Root, "Thesis.AppHost", "bin", _configuration, "net10.0", "Thesis.AppHost.dll");

    public static Task<(int ExitCode, string Output)> RunAsync(params string[] arguments) =>
        NpmPackages.RunAsync(Path.Combine(Repository.Root, "Thesis.AppHost"), "dotnet", [Program, .. arguments]);
}

/// <summary>Checks against the schemas of those who read the files.</summary>
internal static class Validation
{
    public static string Folder { get; } = Path.Combine(Repository.Root, "Thesis.Tests", "Publishing", "validation");

    public static Task<(int ExitCode, string Output)> RunAsync(params string[] arguments) =>
        NpmPackages.RunAsync(Folder, "node", ["validate.mjs", .. arguments]);

    public static async Task<JsonNode> ParseAsync(string kind, string file)
    {
        var (exitCode, output) = await RunAsync(kind, file);
        Assert.True(exitCode == 0, $"{file}: {output}");
        return JsonNode.Parse(output)?.AsArray()[0] ?? throw new JsonException("There is no document.");
    }
}

/// <summary>Reads JSON by paths.</summary>
internal static class Json
{
    public static string Text(this JsonNode? node, params string[] path) => node.At(path)?.ToString() ?? "";

    public static JsonNode? At(this JsonNode? node, params string[] path) =>
        path.Aggregate(node, (at, name) => at is JsonObject o && o.TryGetPropertyValue(name, out var child) ? child : null);

    public static IEnumerable<JsonNode> Items(this JsonNode? node, params string[] path) =>
        node.At(path) is JsonArray array ? array.OfType<JsonNode>() : [];

    /// <summary>Every text in it, with the path to it.</summary>
    public static IEnumerable<(string Path, string Text)> Texts(this JsonNode? node, string path = "") => node switch
    {
        JsonObject o => o.SelectMany(p => p.Value.Texts($"{path}/{p.Key}")),
        JsonArray a => a.SelectMany((item, i) => item.Texts($"{path}/{i}")),
        JsonValue v when v.GetValueKind() == JsonValueKind.String => [(path, v.GetValue<string>())],
        _ => [],
    };
}
