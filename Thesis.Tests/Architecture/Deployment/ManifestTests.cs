using System.Text.Json;
using Json.Schema;

namespace Thesis.Architecture.Tests.Deployment;

/// <summary>Aspire's own tools read the manifest: azd, and whoever follows its schema.</summary>
public sealed class ManifestTests
{
    [SchemaFact]
    public async Task The_manifest_keeps_to_Aspires_schema()
    {
        var schema = JsonSchema.FromText(await File.ReadAllTextAsync(SchemaFactAttribute.File));

        foreach (var manifest in new[] { await Manifest.DistributedAsync(), await Manifest.GroupedAsync() })
        {
            var result = schema.Evaluate(manifest.Json, new EvaluationOptions { OutputFormat = OutputFormat.List });

            Assert.True(result.IsValid, JsonSerializer.Serialize(result.Details.Where(d => d.Errors is not null).Select(d => new { d.InstanceLocation, d.Errors })));
        }
    }

    [Fact]
    public async Task Azd_is_told_of_the_AppHost()
    {
        var services = Yaml.Documents(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "azure.yaml"))).Single()["services"]!.AsObject();

        var app = Assert.Single(services).Value;
        Assert.True(File.Exists(Path.Combine(Repository.Root, app.Text("project")!)));
        Assert.Equal("containerapp", app.Text("host"));
    }
}
