using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Thesis.Publishing.Tests.Support;
using Thesis.Tests.Support;

namespace Thesis.Publishing.Tests;

/// <summary>The workflows that a fork of the repository gets: few rights, nothing that changes under them, our own commands.</summary>
public sealed partial class WorkflowTests
{
    public static TheoryData<string> Workflows =>
        [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, ".github", "workflows")).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Workflows))]
    public async Task A_workflow_asks_for_no_more_rights_than_it_says(string file)
    {
        var workflow = await ReadAsync(file);
        var rights = workflow.At("permissions")?.AsObject() ?? throw new InvalidOperationException($"{file} has the repository's default rights.");

        Assert.All(rights, right => Assert.Equal(("contents", "read"), (right.Key, right.Value?.ToString())));
        foreach (var (name, job) in Jobs(workflow))
        {
            Assert.True(int.TryParse(job.Text("timeout-minutes"), out _), $"{name} may run for hours");
            var writes = (job.At("permissions")?.AsObject() ?? []).Where(r => r.Value?.ToString() == "write").Select(r => r.Key);
            Assert.All(writes, right => Assert.Contains(right, new[] { "id-token", "packages", "security-events" }));
        }
    }

    [Theory]
    [MemberData(nameof(Workflows))]
    public async Task Actions_are_pinned_to_a_full_version(string file)
    {
        var actions = Steps(await ReadAsync(file)).Select(s => s.Text("uses")).Where(u => u.Length > 0).ToList();

        Assert.NotEmpty(actions);
        Assert.All(actions, action => Assert.Matches(@"^[\w.-]+(/[\w.-]+)+@(v\d+\.\d+\.\d+|\d+\.\d+\.\d+|[0-9a-f]{40})$", action));
        Assert.All(
            Steps(await ReadAsync(file)).Where(s => s.Text("uses").StartsWith("actions/checkout@", StringComparison.Ordinal)),
            s => Assert.Equal("false", s.Text("with", "persist-credentials")));
    }

    [Theory]
    [MemberData(nameof(Workflows))]
    public async Task Commands_are_those_of_the_front_door(string file)
    {
        var known = KnownCommands(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "thesis")));
        var used = Steps(await ReadAsync(file)).SelectMany(s => Command().Matches(s.Text("run"))).Select(m => m.Groups[1].Value).ToList();

        Assert.NotEmpty(used);
        Assert.All(used, command => Assert.Contains(command, known));
    }

    [Theory]
    [MemberData(nameof(Workflows))]
    public async Task No_text_from_outside_becomes_part_of_a_script(string file) => Assert.All(
        Steps(await ReadAsync(file)),
        s => Assert.DoesNotContain("${{", s.Text("run"), StringComparison.Ordinal));

    [Theory]
    [InlineData("    runs-on: ubuntu-latest\n", "", "runs-on")]
    [InlineData("        run: ./thesis test\n", "        run: ./thesis test\n        uses: actions/cache@v4.0.0\n", "Unexpected value")]
    [InlineData("permissions:", "permission:", "Unexpected value 'permission'")]
    [InlineData("contents: read", "contents: reads", "Unexpected value 'reads'")]
    [InlineData("- run: true", "- run: ${{ matrix. }}", "Unexpected symbol")]
    [InlineData("jobs:", "jobs: [", "YAMLParseError")]
    public async Task What_GitHub_would_refuse_is_refused_here(string part, string instead, string why)
    {
        const string Workflow = "on: push\npermissions:\n  contents: read\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n      - run: true\n      - name: test\n        run: ./thesis test\n";
        await NpmPackages.InstallAsync(Validation.Folder);
        var folder = Directory.CreateTempSubdirectory("thesis-workflow-");
        var (good, bad) = (Path.Combine(folder.FullName, "good.yml"), Path.Combine(folder.FullName, "bad.yml"));
        await File.WriteAllTextAsync(good, Workflow);
        await File.WriteAllTextAsync(bad, Workflow.Replace(part, instead, StringComparison.Ordinal));

        var accepted = await Validation.RunAsync("workflow", good);
        var refused = await Validation.RunAsync("workflow", bad);
        folder.Delete(recursive: true);

        Assert.True(accepted.ExitCode == 0, accepted.Output);
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains(why, refused.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_release_is_pushed_described_scanned_and_signed()
    {
        var script = string.Join('\n', Steps(await ReadAsync("release.yml")).Select(s => s.Text("run")));

        Assert.All(["publish images", "trivy image", "cosign sign", "cosign attest --yes --type cyclonedx"], step => Assert.Contains(step, script, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_file_that_azd_looks_for_is_the_one_that_is_published()
    {
        var directory = Directory.CreateTempSubdirectory("thesis-azd-");
        try
        {
            var (exitCode, output) = await AppHost.RunAsync("--publisher", "azd", "--output-path", directory.FullName);
            Assert.True(exitCode == 0, output);
            var written = await File.ReadAllTextAsync(Path.Combine(directory.FullName, "azure.yaml"));

            Assert.Equal(
                AnyFolder().Replace(written, "project: ./"),
                await File.ReadAllTextAsync(Path.Combine(Repository.Root, "azure.yaml")));
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Every_link_and_command_of_the_operators_handbook_leads_somewhere()
    {
        var known = KnownCommands(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "thesis")));
        foreach (var page in Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs", "operations"), "*.md", SearchOption.AllDirectories))
        {
            var text = await File.ReadAllTextAsync(page);
            Assert.All(
                Link().Matches(text).Select(m => m.Groups[1].Value),
                link => Assert.True(Path.Exists(Path.Combine(Path.GetDirectoryName(page) ?? "", link)), $"{page} leads to {link}"));
            Assert.All(Command().Matches(text).Select(m => m.Groups[1].Value), command => Assert.Contains(command, known));
        }
    }

    [Fact]
    public async Task Commands_of_the_handbook_that_need_a_cluster_say_so()
    {
        foreach (var page in Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs", "operations"), "*.md", SearchOption.AllDirectories))
        {
            var unmarked = (await File.ReadAllLinesAsync(page)).Where(l => NeedsCluster().IsMatch(l) && !l.Contains("[cluster]", StringComparison.Ordinal));
            Assert.True(!unmarked.Any(), $"{page}: {unmarked.FirstOrDefault()}");
        }
    }

    private static async Task<JsonNode> ReadAsync(string file)
    {
        await NpmPackages.InstallAsync(Validation.Folder);
        return await Validation.ParseAsync("workflow", Path.Combine(Repository.Root, ".github", "workflows", file));
    }

    private static JsonObject Jobs(JsonNode workflow) => workflow.At("jobs")?.AsObject() ?? [];

    private static IEnumerable<JsonNode> Steps(JsonNode workflow) => Jobs(workflow).SelectMany(j => j.Value.Items("steps"));

    private static HashSet<string> KnownCommands(string frontDoor) =>
        [.. Case().Matches(frontDoor[frontDoor.LastIndexOf("case $command in", StringComparison.Ordinal)..]).Select(m => m.Groups[1].Value)];

    [GeneratedRegex(@"\./thesis ([a-z]+)")]
    private static partial Regex Command();

    [GeneratedRegex(@"(?m)^  ([a-z]+)\)")]
    private static partial Regex Case();

    [GeneratedRegex(@"project: (\.\./)+.*(?=Thesis\.AppHost/)")]
    private static partial Regex AnyFolder();

    [GeneratedRegex(@"\]\(([^)#:]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"kubectl (?!kustomize)(?:-n |--namespace |apply|argo|get|delete|wait|diff|rollout|top|exec|patch|scale|port-forward)")]
    private static partial Regex NeedsCluster();
}
