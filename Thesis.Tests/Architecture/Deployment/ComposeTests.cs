using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Thesis.Architecture.Tests.Deployment;

/// <summary><c>deploy/compose.yaml</c> says what the AppHost publishes for one machine.</summary>
public sealed partial class ComposeTests
{
    /// <summary>What this file has besides: the demo accounts, for a try.</summary>
    private static readonly string[] _own = ["Identity__DemoPassword"];

    private readonly JsonNode _compose = Yaml.Documents(File.ReadAllText(Path.Combine(Folder, "compose.yaml"))).Single();

    private static string Folder => Path.Combine(Repository.Root, "deploy");

    [Fact]
    public async Task Every_resource_is_a_service_that_runs_the_manifests_program_with_its_variables()
    {
        var manifest = await Manifest.GroupedAsync();
        var resources = manifest.OfType("project.v0").Concat(manifest.OfType("container.v0")).ToList();

        Assert.Equal(resources.Append("migrate").Order(), Services.Select(s => s.Key).Order());
        Assert.All(resources, resource =>
        {
            var (expected, service) = (manifest[resource], Services[resource]!);
            var environment = manifest.Environment(resource, name => manifest[name].Text("type") == "parameter.v0" ? Variable(name) : null);
            if (environment.ContainsKey("Authentication__Issuer"))
            {
                environment["Authentication__Issuer"] = "${PUBLIC_URL:?}";
            }

            Assert.Equal(environment.OrderBy(v => v.Key), service["environment"].Pairs().Where(v => !_own.Contains(v.Key)).OrderBy(v => v.Key));
            Assert.Equal(expected["args"].Texts(), service["command"].Texts().Select(a => a.Replace("$$", "$", StringComparison.Ordinal)));
            Assert.Equal(expected.Text("entrypoint") is { } program ? [program] : [], service["entrypoint"].Texts());
            Assert.Equal(expected["volumes"].Items().Select(v => v.Text("target")), service["volumes"].Texts().Select(v => v.Split(':')[1]));
        });
    }

    [Fact]
    public async Task Images_are_those_of_the_manifest_or_of_a_version_that_is_named()
    {
        var manifest = await Manifest.GroupedAsync();

        Assert.All(manifest.OfType("container.v0"), name => Assert.Equal(manifest[name].Text("image"), Services[name].Text("image")));
        Assert.All(manifest.OfType("project.v0"), name => Assert.Equal($"${{THESIS_REGISTRY:?}}/thesis-{name}:${{THESIS_VERSION:?}}", Services[name].Text("image")));
    }

    [Fact]
    public async Task Only_the_front_door_is_reached_from_outside()
    {
        var manifest = await Manifest.GroupedAsync();
        var port = manifest.Endpoints("bff").Single().Port.ToString(CultureInfo.InvariantCulture);

        Assert.Equal("bff", Assert.Single(Services, s => s.Value!["ports"] is not null).Key);
        Assert.EndsWith($":{port}:{port}", Assert.Single(Services["bff"]!["ports"].Texts()), StringComparison.Ordinal);
        Assert.Equal("true", _compose.Text("networks", "inside", "internal"));
    }

    [Fact]
    public void Every_service_is_asked_whether_it_is_healthy()
    {
        Assert.All(Services.Where(s => s.Key != "migrate"), s => Assert.NotEmpty(s.Value!["healthcheck"]!["test"].Texts()));
        Assert.All(new[] { "services", "optengine", "realtime", "bff" }, s =>
            Assert.Contains("GET /health ", Services[s]!["healthcheck"]!["test"].Texts().Last(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_value_that_is_asked_for_is_named_in_the_example_and_has_none_there()
    {
        var asked = Wanted().Matches(await File.ReadAllTextAsync(Path.Combine(Folder, "compose.yaml"))).Select(m => m.Groups[1].Value).Distinct().Order();
        var lines = (await File.ReadAllLinesAsync(Path.Combine(Folder, ".env.example"))).Where(l => l.Length > 0 && l[0] != '#').ToList();

        Assert.All(lines, l => Assert.EndsWith("=", l, StringComparison.Ordinal));
        Assert.Equal(asked, lines.Select(l => l.TrimEnd('=')).Order());
    }

    private JsonObject Services => _compose["services"]!.AsObject();

    private static string Variable(string parameter) => $"${{{parameter.Replace('-', '_').ToUpperInvariant()}:?}}";

    [GeneratedRegex(@"(?<!\$)\$\{([A-Z_]+)")]
    private static partial Regex Wanted();
}
