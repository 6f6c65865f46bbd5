using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Thesis.Publishing.Tests.Support;

namespace Thesis.Publishing.Tests;

/// <summary>The product's own manifest, and what holds for every manifest.</summary>
[Collection(Published.Collection)]
public sealed partial class ManifestTests(Published published)
{
    // What azd deploys; it refuses all else.
    private static readonly string[] _knownToAzd =
        ["project.v0", "project.v1", "container.v0", "container.v1", "dockerfile.v0", "parameter.v0", "value.v0", "annotated.string"];

    // What Aspirate leaves out, so that what refers to it stays unresolved.
    private static readonly string[] _unknownToAspirate = ["annotated.string", "executable.v0"];

    /// <summary>Renew it with <c>THESIS_UPDATE_GOLDEN=1 dotnet test Thesis.Tests/Publishing</c> when the model was changed on purpose.</summary>
    [Fact]
    public async Task The_manifest_is_the_one_that_was_agreed_on()
    {
        var golden = Path.Combine(Repository.Root, "Thesis.Tests", "Publishing", "Golden", "aspire-manifest.json");
        var written = FolderOfTheRun().Replace(await File.ReadAllTextAsync(published.Manifest), "\"../");
        if (Environment.GetEnvironmentVariable("THESIS_UPDATE_GOLDEN") == "1")
        {
            await File.WriteAllTextAsync(golden, written);
        }

        Assert.Equal(await File.ReadAllTextAsync(golden), written);
    }

    [SampleFact]
    public async Task The_manifest_keeps_to_its_published_schema()
    {
        var (exitCode, output) = await Validation.RunAsync("manifest", published.Manifest, Path.Combine(Repository.Samples, "aspire-8.0.schema.json"));

        Assert.True(exitCode == 0, output);
    }

    [Fact]
    public void Every_expression_leads_somewhere() => Assert.Empty(Unresolved(File.ReadAllText(published.Manifest)));

    [SampleFact]
    public void Expressions_that_lead_nowhere_are_found() =>
        Assert.Contains("{sql.bindings.tcp.host}", Unresolved(ManifestText.Sample("parameters-secrets")));

    [Fact]
    public void Both_azd_and_Aspirate_know_every_kind_of_resource()
    {
        var kinds = Resources(File.ReadAllText(published.Manifest)).Select(r => r.Value.Text("type")).Distinct().ToArray();

        Assert.All(kinds, kind => Assert.Contains(kind, _knownToAzd));
        Assert.Empty(kinds.Intersect(_unknownToAspirate));
    }

    [Fact]
    public void Secrets_are_marked_and_have_no_value()
    {
        foreach (var (name, parameter) in Resources(File.ReadAllText(published.Manifest)).Where(r => r.Value.Text("type") == "parameter.v0"))
        {
            Assert.True(parameter.Text("inputs", "value", "secret") == "true", $"{name} is not secret");
            Assert.Null(parameter.At("inputs", "value", "default", "value"));
        }
    }

    [Fact]
    public void Only_the_front_door_is_public() => Assert.Equal(
        ["bff.http"],
        from resource in Resources(File.ReadAllText(published.Manifest))
        from binding in resource.Value.At("bindings")?.AsObject() ?? []
        where binding.Value.Text("external") == "true"
        select $"{resource.Key}.{binding.Key}");

    [Theory]
    [InlineData("--operation publish --step publish-manifest --output-path {0}", "aspire-manifest.json")]
    [InlineData("--publisher manifest --output-path {0}/deeper/still", "deeper/still/aspire-manifest.json")]
    [InlineData("--publisher manifest --output-path {0}/app.json", "app.json")]
    public async Task Every_spelling_of_the_command_line_writes_the_same_manifest(string arguments, string file)
    {
        var directory = Directory.CreateTempSubdirectory("thesis-manifest-");
        try
        {
            // As deep as the other, so that relative paths are the same length; they differ by directory only.
            var (exitCode, output) = await AppHost.RunAsync(arguments.Replace("{0}", directory.FullName, StringComparison.Ordinal).Split(' '));

            Assert.True(exitCode == 0, output);
            Assert.Equal(
                Resources(await File.ReadAllTextAsync(published.Manifest)).Select(r => r.Key),
                Resources(await File.ReadAllTextAsync(Path.Combine(directory.FullName, file))).Select(r => r.Key));
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData("--publisher manifest", "--output-path")]
    [InlineData("--publisher terraform --output-path /tmp/x", "There are: manifest")]
    [InlineData("--operation publish --output-path /tmp/x", "--step")]
    [InlineData("--operation publish --step deploy --output-path /tmp/x", "publish-manifest")]
    public async Task What_cannot_be_published_says_what_can(string arguments, string remedy)
    {
        var (exitCode, output) = await AppHost.RunAsync(arguments.Split(' '));

        Assert.NotEqual(0, exitCode);
        Assert.Contains(remedy, output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_steps_can_be_listed()
    {
        var (exitCode, output) = await AppHost.RunAsync("--list-steps");

        Assert.Equal(0, exitCode);
        Assert.Contains("publish-kubernetes", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_model_can_be_inspected_without_its_secrets()
    {
        var (exitCode, output) = await AppHost.RunAsync("--operation", "inspect", "--Parameters:demo-password", "hidden-from-all");

        Assert.True(exitCode == 0, output);
        Assert.Contains("bff (Project)", output, StringComparison.Ordinal);
        Assert.Contains("idp (NodeApp)", output, StringComparison.Ordinal);
        Assert.Matches(@"endpoints: +http http at port 8080, external", output);
        Assert.Matches(@"waits for: +.*thesisdb", output);
        Assert.Matches(@"checks: +bff_http_/health_200_check", output);
        Assert.Matches(@"value: +secret, set", output);
        Assert.Contains("publish-kubernetes", output, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden-from-all", output, StringComparison.Ordinal);
    }

    private static JsonObject Resources(string manifest) =>
        JsonNode.Parse(manifest).At("resources")?.AsObject() ?? throw new InvalidOperationException("The manifest has no resources.");

    /// <summary>Expressions whose resource, binding or part is not in the manifest.</summary>
    private static IEnumerable<string> Unresolved(string manifest)
    {
        var resources = Resources(manifest);
        return from text in resources.Texts()
               from Match match in Expression().Matches(text.Text)
               where !Resolves(resources, match.Groups[1].Value.Split('.'))
               select match.Value;
    }

    private static bool Resolves(JsonObject resources, string[] path) => path switch
    {
        [var name, "bindings", var binding, "url" or "host" or "port" or "targetPort" or "scheme"] => resources.At(name, "bindings", binding) is not null,
        [var name, "inputs", var input] => resources.At(name, "inputs", input) is not null,
        [var name, var property] => property is "connectionString" or "value" && resources.At(name, property) is not null,
        _ => false,
    };

    [GeneratedRegex(@"""(?:\.\./)+[^""]*?(?=(?:Thesis\.[A-Za-z]+|platform)/)")]
    private static partial Regex FolderOfTheRun();

    [GeneratedRegex(@"(?<!\$)\{([A-Za-z][A-Za-z0-9-]*(?:\.[A-Za-z0-9-]+)+)\}")]
    private static partial Regex Expression();
}
