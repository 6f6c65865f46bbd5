using System.Net.Http.Json;
using Thesis.Hosting.Tests.Support;

namespace Thesis.Hosting.Tests;

/// <summary>An AppHost's own entry point in the hands of a test.</summary>
public class TestingTests
{
    [Fact]
    public async Task A_project_gets_exactly_what_the_AppHost_says()
    {
        await using var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.Sample_AppHost>(["--Parameters:greeting=good day"], Deadline.Token);
        await using var app = await builder.BuildAsync(Deadline.Token);
        await app.StartAsync(Deadline.Token);
        await app.UntilHealthyAsync("probe");
        using var client = app.CreateHttpClient("probe", "http");
        var cache = await app.GetConnectionStringAsync("cache");
        var variables = await client.GetFromJsonAsync<Dictionary<string, string>>("/environment") ?? [];
        var given = (await app.EnvironmentOfAsync("probe")).Keys.Order(StringComparer.Ordinal);

        Assert.Equal(
            [
                "ASPNETCORE_URLS", "CACHE_HOST", "CACHE_PASSWORD", "CACHE_PORT", "CACHE_URI", "ConnectionStrings__cache",
                "DOTNET_SYSTEM_CONSOLE_ALLOW_ANSI_COLOR_REDIRECTION", "GREETING", "GRPC_PORT", "LOGGING__CONSOLE__FORMATTERNAME",
                "OTEL_BLRP_SCHEDULE_DELAY", "OTEL_BSP_SCHEDULE_DELAY",
                "OTEL_DOTNET_EXPERIMENTAL_ASPNETCORE_DISABLE_URL_QUERY_REDACTION", "OTEL_DOTNET_EXPERIMENTAL_HTTPCLIENT_DISABLE_URL_QUERY_REDACTION",
                "OTEL_DOTNET_EXPERIMENTAL_OTLP_RETRY", "OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT", "OTEL_METRICS_EXEMPLAR_FILTER", "OTEL_METRIC_EXPORT_INTERVAL",
                "OTEL_RESOURCE_ATTRIBUTES", "OTEL_SERVICE_NAME", "OTEL_TRACES_SAMPLER",
            ],
            given);
        Assert.Equal(client.BaseAddress?.ToString().TrimEnd('/'), variables["ASPNETCORE_URLS"]);
        Assert.Equal($"{app.GetEndpoint("probe", "grpc").Port}", variables["GRPC_PORT"]);
        Assert.Equal(cache, variables["ConnectionStrings__cache"]);
        Assert.Equal($"good day, {builder.AppHostDirectory}", variables["GREETING"]);
        Assert.Equal("probe", variables["OTEL_SERVICE_NAME"]);
        Assert.DoesNotContain("ASPNETCORE_ENVIRONMENT", variables.Keys);
        Assert.Equal(["--mode", "sample"], await client.GetFromJsonAsync<string[]>("/args") ?? []);
        Assert.EndsWith("Fixtures/Probe", await client.GetStringAsync(new Uri("/directory", UriKind.Relative)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_test_may_change_the_model_before_it_is_built()
    {
        await using var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.Sample_AppHost>(Deadline.Token);
        foreach (var name in (string[])["probe", "family", "cache"])
        {
            builder.CreateResourceBuilder<IResource>(name).WithExplicitStart();
        }

        builder.AddExecutable("guest", "true", ".");
        await using var app = await builder.BuildAsync(Deadline.Token);
        Assert.Throws<InvalidOperationException>(() => app.GetEndpoint("probe", "http"));
        await app.StartAsync(Deadline.Token);

        await app.UntilAsync("guest", KnownResourceStates.Finished);
        await app.UntilAsync("probe", KnownResourceStates.NotStarted);
        Assert.Throws<ArgumentException>(() => app.GetEndpoint("nobody"));
        Assert.Throws<ArgumentException>(() => app.GetEndpoint("probe", "nothing"));
        Assert.Equal("http", app.GetEndpoint("probe").Scheme);
        await Assert.ThrowsAsync<ArgumentException>(async () => await app.GetConnectionStringAsync("probe"));
    }

    [Fact]
    public async Task Nothing_is_left_when_the_application_is_disposed()
    {
        string directory;
        List<int> processes;
        await using (var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.Sample_AppHost>(Deadline.Token))
        {
            await using var app = await builder.BuildAsync(Deadline.Token);
            await app.StartAsync(Deadline.Token);
            await app.UntilHealthyAsync("probe");
            var running = await app.UntilAsync("probe", KnownResourceStates.Running);
            directory = builder.Configuration["Thesis:TemporaryDirectory"] ?? "";
            processes = [running.ProcessIdOf(), (await app.UntilAsync("family", KnownResourceStates.Running)).ProcessIdOf()];
            Assert.True(Directory.Exists(directory));
        }

        Assert.False(Directory.Exists(directory));
        Assert.All(processes, id => Assert.Null(Processes.ProcessTable.StartTime(id)));
    }

    [Fact]
    public async Task What_the_entry_point_throws_is_the_tests_to_see()
    {
        var failure = await Assert.ThrowsAnyAsync<Exception>(() => DistributedApplicationTestingBuilder.CreateAsync<Projects.Sample_AppHost>(
            [], (options, _) => options.AssemblyName = "No.Such.Assembly", Deadline.Token));

        Assert.Contains("No.Such.Assembly", failure.Message, StringComparison.Ordinal);
    }
}
