using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Thesis.Hosting.Publishing;
using Thesis.Hosting.Publishing.Compose;
using Thesis.Publishing.Tests.Support;

namespace Thesis.Publishing.Tests;

/// <summary>Images that are built from Dockerfiles, given or written, and files that go from one image into another.</summary>
public sealed class DockerfileTests
{
    [Fact]
    public async Task Programs_and_projects_become_containers_that_are_built_from_their_directories()
    {
        using var sample = new SampleApplication("Built.AppHost");
        var key = sample.Builder.AddParameter("key", secret: true);
        sample.Builder.AddProject("api", sample.Project("Api", isWeb: true)).WithArgs("--verbose").PublishAsDockerFile(c => c.WithBuildArg("CONFIGURATION", "Release").WithArgs("--port", "80"));
        sample.Builder.AddExecutable("worker", "python", sample.Folder("Worker", "Dockerfile"), "main.py").PublishAsDockerFile(c => c.WithBuildSecret("KEY", key));
        sample.Builder.AddDockerfile("tool", "../Tool", "docker/Tool.Dockerfile", "final").WithBuildArg("EMPTY", (object?)null);

        var resources = JsonNode.Parse(await sample.ManifestAsync())?["resources"];

        Assert.Equal("""{"context":"../Api","dockerfile":"../Api/Dockerfile","args":{"CONFIGURATION":"Release"}}""", resources?["api"]?["build"]?.ToJsonString());
        Assert.Equal("""["--port","80"]""", resources?["api"]?["args"]?.ToJsonString());
        Assert.Equal("container.v1", resources?["api"]?["type"]?.ToString());
        Assert.Equal("""{"context":"../Worker","dockerfile":"../Worker/Dockerfile","secrets":{"KEY":{"type":"env","value":"{key.value}"}}}""", resources?["worker"]?["build"]?.ToJsonString());
        Assert.Null(resources?["worker"]?["args"]);
        Assert.Equal("""{"context":"../Tool","dockerfile":"../Tool/docker/Tool.Dockerfile","stage":"final","args":{"EMPTY":""}}""", resources?["tool"]?["build"]?.ToJsonString());
    }

    [SampleFact]
    public async Task Builds_and_copied_files_keep_to_the_manifests_schema()
    {
        using var sample = new SampleApplication("Schema.AppHost");
        var secret = sample.Builder.AddParameter("key", secret: true);
        var pages = sample.Builder.AddViteApp("pages", sample.Folder("Pages", "package.json"));
        sample.Builder.AddProject("api", sample.Project("Api", isWeb: true)).PublishWithContainerFiles(pages, "wwwroot");
        sample.Builder.AddNodeApp("server", sample.Folder("Server", "package.json"), "server.js").PublishWithContainerFiles(pages, "/app/public");
        sample.Builder.AddDockerfile("tool", "../Tool", stage: "final").WithBuildArg("A", "b").WithBuildSecret("KEY", secret);
        sample.Builder.AddExecutable("worker", "python", "../Worker", "main.py").PublishAsDockerFile();
        var manifest = Path.Combine(sample.Root, "manifest.json");
        await File.WriteAllTextAsync(manifest, await sample.ManifestAsync());

        var (exitCode, output) = await ValidateAsync(manifest);

        Assert.True(exitCode == 0, output);
    }

    [Fact]
    public async Task A_written_Dockerfile_copies_the_files_of_another_image()
    {
        using var sample = new SampleApplication("Copies.AppHost");
        var pages = sample.Builder.AddViteApp("web-pages", sample.Folder("Pages", "package.json"));
        sample.Builder.AddNodeApp("server", sample.Folder("Server", "package.json", "package-lock.json"), "server.js").PublishWithContainerFiles(pages, "public");

        var resources = JsonNode.Parse(await sample.ManifestAsync())?["resources"];
        var lines = await File.ReadAllLinesAsync(Path.Combine(sample.AppHostDirectory, "server.Dockerfile"));

        Assert.Equal("""{"web-pages":{"destination":"public","sources":["/app/dist"]}}""", resources?["server"]?["containerFiles"]?.ToJsonString());
        Assert.Equal(["ARG WEB_PAGES_IMAGE=web-pages", "FROM $WEB_PAGES_IMAGE AS web-pages-files"], lines[..2]);
        Assert.Contains("COPY --from=web-pages-files /app/dist public", lines);
        Assert.Contains("RUN npm ci --omit=dev", lines);
    }

    [Fact]
    public async Task A_front_end_is_built_with_all_of_its_packages_by_its_own_manager_and_script()
    {
        using var sample = new SampleApplication("FrontEnds.AppHost");
        sample.Builder.AddViteApp("pages", sample.Folder("Pages", "package.json")).WithBuildScript("bundle", ["--mode", "live"]);
        sample.Builder.AddJavaScriptApp("other", sample.Folder("Other", "package.json")).WithPnpm();
        await sample.ManifestAsync();

        var pages = await File.ReadAllTextAsync(Path.Combine(sample.AppHostDirectory, "pages.Dockerfile"));
        Assert.Contains("RUN npm install\n", pages, StringComparison.Ordinal);
        Assert.Contains("RUN npm run bundle -- --mode live\n", pages, StringComparison.Ordinal);
        var other = await File.ReadAllTextAsync(Path.Combine(sample.AppHostDirectory, "other.Dockerfile"));
        Assert.Contains("RUN corepack enable && pnpm install\n", other, StringComparison.Ordinal);
        Assert.Contains("RUN pnpm run build\n", other, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_to_copy_must_be_named_and_each_source_goes_to_one_place()
    {
        using var sample = new SampleApplication("Refused.AppHost");
        var pages = sample.Builder.AddViteApp("pages", sample.Folder("Pages", "package.json")).ClearContainerFilesSources();
        var api = sample.Builder.AddProject("api", sample.Project("Api", isWeb: true)).PublishWithContainerFiles(pages, "wwwroot");

        Assert.Contains("go into 'api' already", Assert.Throws<InvalidOperationException>(() => api.PublishWithContainerFiles(pages, "other")).Message, StringComparison.Ordinal);
        var refusal = await Assert.ThrowsAsync<DistributedApplicationException>(sample.ManifestAsync);
        Assert.Contains("'pages' has no files for other images: name them with WithContainerFilesSource.", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_named_by_the_model_are_copied()
    {
        using var sample = new SampleApplication("Named.AppHost");
        var pages = sample.Builder.AddViteApp("pages", sample.Folder("Pages", "package.json"))
            .ClearContainerFilesSources().WithContainerFilesSource("/app/out").WithContainerFilesSource("/app/more");
        sample.Builder.AddProject("api", sample.Project("Api", isWeb: true)).PublishWithContainerFiles(pages, "wwwroot");

        var files = JsonNode.Parse(await sample.ManifestAsync())?["resources"]?["api"]?["containerFiles"];

        Assert.Equal("""{"pages":{"destination":"wwwroot","sources":["/app/out","/app/more"]}}""", files?.ToJsonString());
    }

    [Fact]
    public async Task Compose_builds_with_the_stage_the_arguments_and_the_secrets_of_the_model()
    {
        using var sample = new SampleApplication("Composed.AppHost");
        var token = sample.Builder.AddParameter("feed-token", secret: true);
        sample.Builder.AddDockerfile("tool", "../Tool", stage: "final").WithBuildArg("VERSION", "1$2").WithBuildSecret("TOKEN", token).WithHttpEndpoint(targetPort: 80);
        await using var app = await sample.Builder.BuildAsync();
        var publication = new Publication(
            app.Services.GetRequiredService<DistributedApplicationModel>(), sample.Builder.ExecutionContext, sample.Builder.Environment, sample.Builder.Configuration);

        await ComposeWriter.WriteAsync(publication, Path.Combine(sample.Root, "out"), CancellationToken.None);
        await Thesis.Tests.Support.NpmPackages.InstallAsync(Validation.Folder);

        // The published package of the schema is older than secrets of builds.
        var compose = await Validation.ParseAsync("yaml", Path.Combine(sample.Root, "out", "compose.yaml"));

        Assert.Equal("""{"context":"../Tool","dockerfile":"Dockerfile","target":"final","args":{"VERSION":"1$$2"},"secrets":["TOKEN"]}""", compose.At("services", "tool", "build")?.ToJsonString());
        Assert.Equal("""{"TOKEN":{"environment":"FEED_TOKEN"}}""", compose.At("secrets")?.ToJsonString());
        Assert.Contains("FEED_TOKEN=", await File.ReadAllTextAsync(Path.Combine(sample.Root, "out", ".env.example")), StringComparison.Ordinal);
    }

    private static async Task<(int ExitCode, string Output)> ValidateAsync(string manifest)
    {
        await Thesis.Tests.Support.NpmPackages.InstallAsync(Validation.Folder);
        return await Validation.RunAsync("manifest", manifest, Path.Combine(Repository.Samples, "aspire-8.0.schema.json"));
    }
}
