using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Thesis.Tests.Support;

namespace Thesis.Architecture.Tests.Deployment;

/// <summary>What the AppHost publishes for a topology. Each topology is published once.</summary>
internal sealed partial class Manifest(JsonNode json)
{
    private const int ImagesHttpPort = 8080;

    private static readonly Lazy<Task<Manifest>> _distributed = new(() => PublishAsync("distributed"));
    private static readonly Lazy<Task<Manifest>> _grouped = new(() => PublishAsync("grouped"));

    public static Task<Manifest> DistributedAsync() => _distributed.Value;

    public static Task<Manifest> GroupedAsync() => _grouped.Value;

    public JsonNode Json => json;

    /// <summary>The resources of a type, <c>project.v0</c> or <c>container.v0</c>.</summary>
    public IEnumerable<string> OfType(string type) =>
        from resource in Resources where resource.Value.Text("type") == type select resource.Key;

    public JsonNode this[string resource] => Resources[resource] ?? throw new KeyNotFoundException($"The manifest has no {resource}.");

    /// <summary>The ports that a resource listens on, by the endpoint's name.</summary>
    public IEnumerable<(string Name, int Port, string? Transport)> Endpoints(string resource) =>
        from binding in this[resource]["bindings"]!.AsObject()
        select (binding.Key, Port(binding.Value!), binding.Value.Text("transport"));

    /// <summary>A resource's variables. A secret's value is what <paramref name="secret"/> makes of its name.</summary>
    /// <param name="secret">Answers null for a name that is no secret there: a connection string is then put together.</param>
    public Dictionary<string, string> Environment(string resource, Func<string, string?> secret) =>
        this[resource]["env"]!.AsObject().ToDictionary(v => v.Key, v => Resolve(v.Value!.GetValue<string>(), secret));

    /// <summary>The resources that others reach, as (from, to, the endpoints' names).</summary>
    public IEnumerable<(string From, string To, string Endpoint)> Calls() =>
        (from project in OfType("project.v0")
         from variable in this[project]["env"]!.AsObject()
         // The public address is for browsers.
         where variable.Key != "Authentication__Issuer"
         let url = Url().Match(variable.Value!.GetValue<string>())
         where url.Success
         select (project, url.Groups[1].Value, url.Groups[2].Value)).Distinct();

    private JsonObject Resources => json["resources"]!.AsObject();

    private string Resolve(string text, Func<string, string?> secret) => Expression().Replace(text, match =>
    {
        var path = match.Groups[1].Value.Split('.');
        return path switch
        {
            [var name, "value" or "connectionString"] => secret(name) ?? Resolve(this[name].Text("connectionString") ?? "", secret),
            [var name, "bindings", _, "host"] => name,
            [var name, "bindings", var endpoint, "port" or "targetPort"] => PortOf(name, endpoint),
            [var name, "bindings", var endpoint, "url"] => $"http://{name}:{PortOf(name, endpoint)}",
            _ => throw new InvalidOperationException($"{match.Value} is not understood."),
        };
    });

    private string PortOf(string resource, string endpoint) =>
        Port(this[resource]["bindings"]![endpoint]!).ToString(CultureInfo.InvariantCulture);

    private static int Port(JsonNode binding) => (int?)(binding["targetPort"] ?? binding["port"]) ?? ImagesHttpPort;

    private static async Task<Manifest> PublishAsync(string topology)
    {
        var file = Path.Combine(Path.GetTempPath(), $"thesis-manifest-{Guid.NewGuid():N}.json");
        try
        {
            // bin/<configuration>/<framework>, as that of these tests.
            var output = new DirectoryInfo(AppContext.BaseDirectory);
            var program = Path.Combine(Repository.Root, "Thesis.AppHost", "bin", output.Parent!.Name, output.Name, "Thesis.AppHost.dll");
            var (exitCode, text) = await NpmPackages.RunAsync(Repository.Root, "dotnet", program, "--operation", "publish", "--publisher", "manifest",
                "--output-path", file, "--topology", topology);
            Assert.True(exitCode == 0, text);
            return new Manifest(JsonNode.Parse(await File.ReadAllTextAsync(file))!);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [GeneratedRegex(@"\{([^{}]+)\}")]
    private static partial Regex Expression();

    [GeneratedRegex(@"^\{([^.]+)\.bindings\.([^.]+)\.url\}$")]
    private static partial Regex Url();
}
