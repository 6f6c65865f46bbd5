using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Thesis.Dashboard.Resources;
using Thesis.Hosting.Dashboard;
using Thesis.Hosting.Tests.Support;

namespace Thesis.Hosting.Tests;

/// <summary>The dashboard in the AppHost's process, and what it is shown.</summary>
public class DashboardTests
{
    [Fact]
    public async Task The_dashboard_answers_and_projects_send_their_telemetry_to_it()
    {
        await using var builder = WithDashboard();
        builder.AddProject("probe", new Projects.Probe().ProjectPath).WithHttpEndpoint();

        await using var app = await builder.StartAsync();
        var variables = await app.EnvironmentOfAsync("probe");
        using var client = new HttpClient();
        var otlp = builder.Configuration["ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL"];
        var refused = await client.PostAsync(new Uri($"{otlp}/v1/traces"), new ByteArrayContent([]));

        Assert.Equal(builder.Configuration["ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"], variables["OTEL_EXPORTER_OTLP_ENDPOINT"]);
        Assert.Equal("grpc", variables["OTEL_EXPORTER_OTLP_PROTOCOL"]);
        Assert.Equal($"x-otlp-api-key={builder.Configuration["AppHost:OtlpApiKey"]}", variables["OTEL_EXPORTER_OTLP_HEADERS"]);
        Assert.NotEqual(HttpStatusCode.OK, refused.StatusCode);
    }

    [Fact]
    public async Task A_program_reads_the_telemetry_with_the_key_that_was_configured()
    {
        await using var builder = WithDashboard();
        builder.Configuration["Dashboard:Api:PrimaryApiKey"] = "for-programs";
        builder.Configuration["ASPNETCORE_URLS"] = $"http://127.0.0.1:{new Processes.PortAllocation().Next()}";

        await using var app = await builder.StartAsync();
        using var client = new HttpClient { BaseAddress = new Uri(builder.Configuration["ASPNETCORE_URLS"] ?? "") };
        using var without = await client.GetAsync(new Uri("/api/telemetry/logs", UriKind.Relative));
        client.DefaultRequestHeaders.Add("x-api-key", "for-programs");
        using var with = await client.GetAsync(new Uri("/api/telemetry/logs", UriKind.Relative));

        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.OK), (without.StatusCode, with.StatusCode));
    }

    [Fact]
    public async Task A_missing_value_is_asked_for_and_who_needs_it_starts_once_it_is_given()
    {
        await using var builder = WithDashboard();
        builder.AddExecutable("consumer", "sh", ".", "-c", "echo got $KEY").WithEnvironment("KEY", builder.AddParameter("api-key", secret: true));

        await using var app = await builder.StartAsync();
        var source = SourceOf(app);
        var asked = await ViewAsync(source, "api-key", v => v.State == KnownResourceStates.ValueMissing);
        var waiting = await ViewAsync(source, "consumer", v => v.State == KnownResourceStates.Waiting);
        var outcome = await source.ExecuteAsync("api-key", "set-parameter", new Dictionary<string, string> { ["value"] = "k3y" }, Deadline.Token);
        await app.UntilAsync("consumer", KnownResourceStates.Finished);
        var given = await ViewAsync(source, "api-key", v => v.State == KnownResourceStates.Running);

        Assert.Equal("Parameter", asked.Type);
        Assert.Equal("secret", asked.Commands.Single(c => c.Name == "set-parameter").Arguments.Single(a => a.Name == "value").Kind);
        Assert.Equal(["api-key"], waiting.WaitingFor);
        Assert.True(outcome.Success, outcome.Message);
        Assert.Equal(["got k3y"], await app.LinesOfAsync("consumer"));
        Assert.True(given.Properties.Single(p => p.Name == "Value").IsSecret);
    }

    [Fact]
    public async Task A_value_that_was_saved_is_there_at_the_next_start_and_can_be_forgotten()
    {
        using var state = new TemporaryDirectory();
        async Task<DistributedApplication> StartAsync()
        {
            var builder = WithDashboard();
            builder.Configuration["Thesis:StateDirectory"] = state.Path;
            builder.Configuration["Thesis:Ephemeral"] = "false";
            builder.AddParameter("region");
            return await builder.StartAsync();
        }

        await using (var first = await StartAsync())
        {
            await first.UntilAsync("region", KnownResourceStates.ValueMissing);
            await SourceOf(first).ExecuteAsync("region", "set-parameter", new Dictionary<string, string> { ["value"] = "eu", ["save"] = "true" }, Deadline.Token);
        }

        await using var second = await StartAsync();
        var kept = await second.UntilAsync("region", KnownResourceStates.Running);
        await SourceOf(second).ExecuteAsync("region", "delete-parameter", new Dictionary<string, string>(), Deadline.Token);

        Assert.Equal("eu", kept.Snapshot.Properties.Single(p => p.Name == "Value").Value);
        await second.UntilAsync("region", KnownResourceStates.ValueMissing);
    }

    [Fact]
    public async Task A_resource_is_shown_with_its_process_urls_health_and_secrets_marked()
    {
        await using var builder = TestApplication.Create();
        var cache = builder.AddRedis("cache");
        builder.AddProject("probe", new Projects.Probe().ProjectPath).WithHttpEndpoint().WithHttpHealthCheck("/health").WithReference(cache).WaitFor(cache);

        await using var app = await builder.StartAsync();
        await app.UntilHealthyAsync("probe");
        var view = await ViewAsync(SourceOf(app), "probe", v => v.Health == "Healthy");

        Assert.Equal(("Project", "services", "Probe.csproj", "Running", "success"), (view.Type, view.Group, view.Source, view.State, view.StateStyle));
        Assert.NotNull(view.Pid);
        Assert.NotNull(view.StartedAt);
        Assert.Equal(app.GetEndpoint("probe", "http").ToString().TrimEnd('/'), view.Urls.Single().Url);
        Assert.True(view.Environment.Single(v => v.Name == "ConnectionStrings__cache").IsSecret);
        Assert.True(view.Environment.Single(v => v.Name == "CACHE_PASSWORD").IsSecret);
        Assert.False(view.Environment.Single(v => v.Name == "OTEL_SERVICE_NAME").IsSecret);
        Assert.Contains(view.Relationships, r => r is { ResourceName: "cache", Type: "Reference" });
        Assert.Equal(["rebuild", "restart", "start", "stop"], view.Commands.Select(c => c.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_command_is_shown_with_what_it_asks_and_answers_with_its_result()
    {
        await using var builder = TestApplication.Create();
        builder.AddExecutable("server", "sleep", ".", "7418").WithCommand(
            "count",
            "Count",
            context => Task.FromResult(CommandResults.Success($"in {context.Arguments.GetString("region")}{context.Arguments.GetString("note")}", new CommandResultData { Value = "[1]", Format = CommandResultFormat.Json, DisplayImmediately = true })),
            new CommandOptions
            {
                Arguments =
                [
                    new InteractionInput { Name = "region", InputType = InputType.Choice, Options = [new("la", "Los Angeles")], Value = "la", Description = "Where." },
                    new InteractionInput { Name = "note", InputType = InputType.Text, Placeholder = "for whom", MaxLength = 5 },
                ],
            });

        await using var app = await builder.StartAsync();
        var source = SourceOf(app);
        var view = await ViewAsync(source, "server", v => v.State == KnownResourceStates.Running);
        var outcome = await source.ExecuteAsync("server", "count", new Dictionary<string, string>(), Deadline.Token);

        var asked = view.Commands.Single(c => c.Name == "count").Arguments;
        Assert.Equal([new CommandChoice("la", "Los Angeles")], asked[0].Choices ?? []);
        Assert.Equal(("la", "Where.", "for whom", 5), (asked[0].Value, asked[0].Description, asked[1].Placeholder, asked[1].MaxLength ?? 0));
        Assert.Equal(new CommandOutcome(true, "in la", "[1]", ShowResult: true), outcome);
    }

    [Fact]
    public async Task Databases_and_installers_are_shown_by_what_they_are()
    {
        await using var builder = TestApplication.Create("--ConnectionStrings:postgres", "Host=127.0.0.1;Port=1");
        builder.AddPostgres("postgres").AddDatabase("db", "orders");
        using var directory = new TemporaryDirectory();
        directory.File("package.json", "{}");
        Directory.CreateDirectory(Path.Combine(directory.Path, "node_modules"));
        directory.File("node_modules/.package-lock.json", "{}");
        builder.AddNodeApp("app", directory.Path, "app.mjs").WithNpm(installCommand: "ci").WithExplicitStart();
        builder.AddConnectionString("elsewhere");

        await using var app = await builder.StartAsync();
        await app.UntilAsync("app-installer", KnownResourceStates.Finished);

        Assert.Equal(("JavaScriptInstaller", "npm ci"), await ShownAsync("app-installer"));
        Assert.Equal(("PostgresDatabase", "orders"), await ShownAsync("db"));
        Assert.Equal("ConnectionString", (await ShownAsync("elsewhere")).Type);

        async Task<(string Type, string? Source)> ShownAsync(string name)
        {
            var view = await ViewAsync(SourceOf(app), name, v => v.State != "Unknown");
            return (view.Type, view.Source);
        }
    }

    [Fact]
    public async Task Console_lines_come_with_their_times_those_kept_first()
    {
        await using var builder = TestApplication.Create();
        builder.AddExecutable("speaker", "sh", ".", "-c", "echo one; echo two >&2; exec sleep 7415");

        await using var app = await builder.StartAsync();
        await app.UntilAsync("speaker", KnownResourceStates.Running);
        var lines = new List<ConsoleLine>();
        await foreach (var batch in SourceOf(app).WatchConsoleAsync("speaker", Deadline.Token))
        {
            lines.AddRange(batch);
            if (lines.Count >= 2)
            {
                break;
            }
        }

        Assert.Equal(["one", "two"], lines.Select(l => l.Text).Order(StringComparer.Ordinal));
        Assert.True(lines.Single(l => l.Text == "two").IsError);
        Assert.All(lines, l => Assert.InRange(l.Time, DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow));
    }

    private static IDistributedApplicationTestingBuilder WithDashboard()
    {
        var builder = DistributedApplicationTestingBuilder.Create([], (options, _) => options.DisableDashboard = false);
        builder.Services.AddLogging(logging => logging.ClearProviders());
        return builder;
    }

    private static ApplicationResources SourceOf(DistributedApplication app) => new(
        "test", app.ResourceNotifications, app.Services.GetRequiredService<ResourceLoggerService>(), app.ResourceCommands);

    private static async Task<ResourceView> ViewAsync(ApplicationResources source, string name, Func<ResourceView, bool> condition)
    {
        await foreach (var change in source.WatchAsync(Deadline.Token))
        {
            if (change.Name == name && change.Resource is { } view && condition(view))
            {
                return view;
            }
        }

        throw new InvalidOperationException("The application ended.");
    }
}
