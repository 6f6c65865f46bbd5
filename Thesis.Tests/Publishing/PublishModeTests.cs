using Microsoft.Extensions.DependencyInjection;
using Thesis.Hosting.Publishing.Manifest;
using Thesis.Publishing.Tests.Support;

namespace Thesis.Publishing.Tests;

/// <summary>What publish mode is, and what containers are in run mode.</summary>
public sealed class PublishModeTests
{
    [Fact]
    public void Addresses_cannot_be_read_while_publishing()
    {
        using var sample = new SampleApplication("Modes.AppHost");
        var redis = sample.Builder.AddRedis("redis");

        Assert.True(sample.Builder.ExecutionContext.IsPublishMode);
        Assert.Throws<InvalidOperationException>(() => redis.GetEndpoint("tcp").Url);
        Assert.Throws<InvalidOperationException>(() => redis.GetEndpoint("tcp").Port);
    }

    [Fact]
    public async Task A_resource_that_no_tool_would_know_is_refused_with_a_remedy()
    {
        using var sample = new SampleApplication("Unknown.AppHost");
        sample.Builder.AddResource(new Unheard("odd"));

        var refusal = await Assert.ThrowsAsync<DistributedApplicationException>(sample.ManifestAsync);

        Assert.Contains("'odd'", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("ExcludeFromManifest", refusal.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(sample.AppHostDirectory, "aspire-manifest.json")), "half a manifest was written");
    }

    [Fact]
    public async Task A_resource_writes_itself_or_is_left_out_where_it_says_so()
    {
        using var sample = new SampleApplication("Own.AppHost");
        sample.Builder.AddResource(new Unheard("odd")).WithManifestPublishingCallback(context => context.Writer.WriteString("type", "value.v0"));
        sample.Builder.AddResource(new Unheard("hidden")).ExcludeFromManifest();

        Assert.Equal("{\n  \"resources\": {\n    \"odd\": {\n      \"type\": \"value.v0\"\n    }\n  }\n}", await sample.ManifestAsync());
    }

    [Fact]
    public async Task A_default_of_ones_own_writes_itself()
    {
        using var sample = new SampleApplication("Default.AppHost");
        sample.Builder.AddParameter("region", new NearestRegion(), secret: true);

        var inputs = System.Text.Json.Nodes.JsonNode.Parse(await sample.ManifestAsync())?["resources"]?["region"]?["inputs"]?["value"];

        Assert.Equal("""{"type":"string","secret":true,"default":{"value":"nearest"}}""", inputs?.ToJsonString());
    }

    [Fact]
    public async Task Addresses_in_a_projects_settings_are_its_target_ports_and_are_overridden()
    {
        using var sample = new SampleApplication("Kestrel.AppHost");
        var path = sample.Project("Api", isWeb: true);
        await File.WriteAllTextAsync(Path.Combine(sample.Root, "Api", "appsettings.json"), """
            { "Kestrel": { "EndpointDefaults": { "Protocols": "Http2" }, "Endpoints": {
              "First": { "Url": "http://*:5002", "Protocols": "Http1" }, "Second": { "Url": "http://localhost:5003" } } } }
            """);
        sample.Builder.AddProject("api", path).WithHttpEndpoint(5017, name: "proxied").WithHttpEndpoint(5018, name: "direct", isProxied: false);

        var api = System.Text.Json.Nodes.JsonNode.Parse(await sample.ManifestAsync())?["resources"]?["api"];

        Assert.Equal(
            """
            {"Kestrel__Endpoints__First__Url":"http://*:{api.bindings.First.targetPort}","Kestrel__Endpoints__Second__Url":"http://*:{api.bindings.Second.targetPort}","Kestrel__Endpoints__proxied__Url":"http://*:{api.bindings.proxied.targetPort}","Kestrel__Endpoints__direct__Url":"http://*:{api.bindings.direct.targetPort}"}
            """.Trim(),
            new System.Text.Json.Nodes.JsonObject((api?["env"]?.AsObject() ?? []).Where(v => v.Key.Contains("Kestrel", StringComparison.Ordinal) || v.Key.Contains("PORTS", StringComparison.Ordinal)).Select(v => KeyValuePair.Create(v.Key, v.Value?.DeepClone()))).ToJsonString());
        Assert.Equal(
            ["First http 5002", "Second http2 5003", "https http2 5002", "proxied http 8000", "direct http 5018"],
            (api?["bindings"]?.AsObject() ?? []).Select(b => $"{b.Key} {b.Value?["transport"]} {b.Value?["targetPort"]}"));
    }

    [Fact]
    public void A_secret_does_not_become_an_argument_of_a_build()
    {
        using var sample = new SampleApplication("Arguments.AppHost");
        var secret = sample.Builder.AddParameter("key", secret: true);

        var refusal = Assert.Throws<InvalidOperationException>(() => sample.Builder.AddDockerfile("image", ".").WithBuildArg("KEY", secret));

        Assert.Contains("WithBuildSecret", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("redis", null, "redis", null, null)]
    [InlineData("library/redis:8.6", null, "library/redis", "8.6", null)]
    [InlineData("quay.io/keycloak/keycloak:26.5", "quay.io", "keycloak/keycloak", "26.5", null)]
    [InlineData("localhost:5000/app", "localhost:5000", "app", null, null)]
    [InlineData("docker.io/app@sha256:abc", "docker.io", "app", null, "abc")]
    public void Images_are_read_as_people_write_them(string image, string? registry, string name, string? tag, string? digest) =>
        Assert.Equal(new ImageReference(registry, name, tag, digest), ImageReference.Parse(image));

    [Theory]
    [InlineData("", 0x02CC5D05u)]
    [InlineData("a", 0x550D7456u)]
    [InlineData("Nobody inspects the spammish repetition", 0xE2293B2Fu)]
    public void The_hash_is_xxHash(string text, uint hash) =>
        Assert.Equal(hash, XxHash32.Of(System.Text.Encoding.UTF8.GetBytes(text)));

    [Fact]
    public async Task A_container_says_in_run_mode_why_it_does_not_run()
    {
        await using var builder = DistributedApplicationTestingBuilder.Create();
        builder.AddContainer("queue", "docker.io/library/rabbitmq:4");
        await using var app = await builder.BuildAsync();
        await app.StartAsync();

        await app.ResourceNotifications.WaitForResourceAsync("queue", KnownResourceStates.FailedToStart).WaitAsync(TimeSpan.FromSeconds(60));

        Assert.True(app.Services.GetRequiredService<ResourceNotificationService>().TryGetCurrentState("queue", out var state));
        Assert.Contains(state.Snapshot.Properties, p => p.Value is string text && text.Contains("Containers do not run here", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Subscribers_hear_before_anything_is_written_and_when_all_is()
    {
        var output = Directory.CreateTempSubdirectory("thesis-published-").FullName;
        using var sample = new SampleApplication("Events.AppHost", "--publisher", "manifest", "--output-path", output);
        var heard = new List<string>();
        sample.Builder.OnBeforePublish((e, _) => Hear("before", e.Model)).OnAfterPublish((e, _) => Hear("after", e.Model));
        sample.Builder.AddParameter("region", "north");

        await using (var app = await sample.Builder.BuildAsync())
        {
            await app.StartAsync();
        }

        Assert.Equal(["before region False", "after region True"], heard);

        Task Hear(string when, DistributedApplicationModel model)
        {
            heard.Add($"{when} {model.Resources.Single().Name} {File.Exists(Path.Combine(output, "aspire-manifest.json"))}");
            return Task.CompletedTask;
        }
    }

    [Theory]
    [InlineData(ImagePullPolicy.Default, null, "IfNotPresent")]
    [InlineData(ImagePullPolicy.Missing, "missing", "IfNotPresent")]
    [InlineData(ImagePullPolicy.Always, "always", "Always")]
    [InlineData(ImagePullPolicy.Never, "never", "Never")]
    public async Task Images_are_fetched_when_the_model_says(ImagePullPolicy policy, string? compose, string kubernetes)
    {
        Assert.Equal(compose, await PublishedAsync("compose", "pull_policy"));
        Assert.Equal(kubernetes, await PublishedAsync("kubernetes", "imagePullPolicy"));

        async Task<string?> PublishedAsync(string publisher, string key)
        {
            var output = Directory.CreateTempSubdirectory("thesis-published-").FullName;
            using var sample = new SampleApplication("Pull.AppHost", "--publisher", publisher, "--output-path", output);
            sample.Builder.AddContainer("box", "busybox", "1.37").WithImagePullPolicy(policy);
            await using var app = await sample.Builder.BuildAsync();
            await app.StartAsync();
            return Directory.EnumerateFiles(output, "*.yaml", SearchOption.AllDirectories).SelectMany(File.ReadLines)
                .Select(line => line.Split(':', 2)).Where(pair => pair[0].Trim() == key).Select(pair => pair[1].Trim()).SingleOrDefault();
        }
    }

    private sealed class Unheard(string name) : Resource(name);

    private sealed class NearestRegion : ParameterDefault
    {
        public override string GetDefaultValue() => "north";

        public override void WriteToManifest(Aspire.Hosting.Publishing.ManifestPublishingContext context) => context.Writer.WriteString("value", "nearest");
    }
}
