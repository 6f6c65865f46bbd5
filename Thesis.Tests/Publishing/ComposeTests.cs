using System.Text.RegularExpressions;
using Thesis.Publishing.Tests.Support;

namespace Thesis.Publishing.Tests;

/// <summary>The Compose file: against the published schema of Compose, and against the rules of the house.</summary>
[Collection(Published.Collection)]
public sealed class ComposeTests(Published published)
{
    private string File => Path.Combine(published.Root, "compose", "compose.yaml");

    [Fact]
    public async Task The_file_keeps_to_its_published_schema()
    {
        var compose = await Validation.ParseAsync("compose", File);

        Assert.Equal(
            ["bff", "idp", "migrate", "optengine", "postgres", "realtime", "redis", "services"],
            (compose.At("services")?.AsObject() ?? []).Select(s => s.Key).Order());
    }

    [Fact]
    public async Task A_file_that_breaks_the_schema_is_found()
    {
        var spoilt = Path.Combine(published.Root, "spoilt-compose.yaml");
        await System.IO.File.WriteAllTextAsync(spoilt, (await System.IO.File.ReadAllTextAsync(File)).Replace("read_only: true", "read_only: perhaps", StringComparison.Ordinal));

        var (exitCode, output) = await Validation.RunAsync("compose", spoilt);

        Assert.NotEqual(0, exitCode);
        Assert.Contains("read_only", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_runs_as_root_or_may_change_its_image()
    {
        var compose = await Validation.ParseAsync("compose", File);
        foreach (var (name, service) in compose.At("services")?.AsObject() ?? [])
        {
            Assert.True(int.Parse(service.Text("user"), null) >= 999, name);
            Assert.Equal("true", service.Text("read_only"));
            Assert.Equal("ALL", service.Items("cap_drop").Single().ToString());
            Assert.DoesNotContain(":latest", service.Text("image"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Secrets_come_from_variables_that_must_be_set()
    {
        var compose = await Validation.ParseAsync("compose", File);
        var wanted = compose.Texts().SelectMany(t => Regex.Matches(t.Text, @"\$\{([A-Z_]+):\?")).Select(m => m.Groups[1].Value).ToHashSet();
        var listed = (await System.IO.File.ReadAllLinesAsync(Path.Combine(published.Root, "compose", ".env.example")))
            .Where(l => l.EndsWith('=')).Select(l => l.TrimEnd('=')).ToHashSet();

        Assert.Equal(wanted.Order(), listed.Order());
        Assert.All(
            compose.Texts().Where(t => Regex.IsMatch(t.Path, "(?i)password|secret$")),
            t => Assert.StartsWith("${", t.Text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Servers_can_be_reached_from_inside_only()
    {
        var compose = await Validation.ParseAsync("compose", File);

        Assert.Equal("true", compose.Text("networks", "inner", "internal"));
        foreach (var server in (string[])["postgres", "redis", "services", "optengine", "realtime"])
        {
            Assert.Null(compose.At("services", server, "ports"));
            Assert.Equal(["inner"], compose.Items("services", server, "networks").Select(n => n.ToString()));
        }
    }
}
