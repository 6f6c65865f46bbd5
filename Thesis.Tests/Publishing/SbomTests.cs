using System.Text.Json.Nodes;
using Thesis.Publishing.Tests.Support;

namespace Thesis.Publishing.Tests;

/// <summary>The bills of materials: their shape (CycloneDX 1.6), and that nothing is missing.</summary>
[Collection(Published.Collection)]
public sealed class SbomTests(Published published)
{
    public static TheoryData<string> Images => ["thesis-bff", "thesis-services", "thesis-optengine", "thesis-realtime", "idp"];

    [Theory]
    [MemberData(nameof(Images))]
    public void Every_image_has_one_that_is_whole(string image)
    {
        var sbom = Read(image);
        var components = sbom.Items("components").ToList();
        var references = components.Select(c => c.Text("bom-ref")).Append(image).ToHashSet();

        Assert.Equal(("CycloneDX", "1.6"), (sbom.Text("bomFormat"), sbom.Text("specVersion")));
        Assert.Matches("^urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", sbom.Text("serialNumber"));
        Assert.Equal((image, "1.2.3"), (sbom.Text("metadata", "component", "name"), sbom.Text("metadata", "component", "version")));
        Assert.True(components.Count > 5, $"{image} has only {components.Count} packages");
        Assert.Equal(components.Count, components.DistinctBy(c => c.Text("bom-ref")).Count());
        Assert.All(components, c => Assert.Matches("^pkg:(nuget|npm)/.+@.+$", c.Text("purl")));
        Assert.All(components, c => Assert.Matches("^[0-9a-f]{128}$", c.Items("hashes").Single().Text("content")));
        Assert.Equal(references.Order(), sbom.Items("dependencies").Select(d => d.Text("ref")).Order());
        Assert.All(sbom.Items("dependencies").SelectMany(d => d.Items("dependsOn")), d => Assert.Contains(d.ToString(), references));
    }

    [Theory]
    [InlineData("thesis-bff", "Thesis.Bff")]
    [InlineData("thesis-services", "Thesis.Services")]
    public void Every_package_that_a_service_ships_is_in_it(string image, string project)
    {
        var known = Read(image).Items("components").Select(c => c.Text("name")).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var dependencies = Directory.EnumerateFiles(Path.Combine(Repository.Root, project, "bin"), $"{project}.deps.json", SearchOption.AllDirectories).First();
        var shipped = JsonNode.Parse(File.ReadAllText(dependencies)).At("libraries")?.AsObject()
            .Where(l => l.Value.Text("type") == "package").Select(l => l.Key.Split('/')[0]) ?? [];

        Assert.DoesNotContain(shipped, name => !known.Contains(name));
    }

    [Fact]
    public void Every_package_that_the_identity_provider_ships_is_in_it()
    {
        var known = Read("idp").Items("components").Select(c => $"{c.Text("name")}@{c.Text("version")}").ToHashSet();
        var lockfile = JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Root, "platform", "identity-provider", "package-lock.json")));

        Assert.Empty(from package in lockfile.At("packages")?.AsObject() ?? []
                     where package.Key.Length > 0 && package.Value.At("dev") is null
                     let name = package.Key[(package.Key.LastIndexOf("node_modules/", StringComparison.Ordinal) + "node_modules/".Length)..]
                     where !known.Contains($"{name}@{package.Value.Text("version")}")
                     select name);
    }

    [Fact]
    public void The_web_that_the_front_door_serves_is_in_its_bill() =>
        Assert.Contains(Read("thesis-bff").Items("components"), c => c.Text("name") == "react");

    private JsonNode? Read(string image) => JsonNode.Parse(File.ReadAllText(Path.Combine(published.Root, "sbom", $"{image}.cdx.json")));
}
