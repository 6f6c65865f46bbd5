using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Thesis.Hosting.Tests.Support;

namespace Thesis.Hosting.Tests;

/// <summary>Variables, connection strings and states, line by line, with what differs from run to run replaced.</summary>
public partial class GoldenTests
{
    [Fact]
    public async Task A_projects_variables_are_Aspires_one_by_one()
    {
        await using var builder = TestApplication.Create("--ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL=http://localhost:18889", "--AppHost:OtlpApiKey=otlp-key");
        var password = builder.AddParameter("cache-pw", "c4+che", secret: true);
        var cache = builder.AddRedis("cache", password: password);
        var db = builder.AddPostgres("pg", password: builder.AddParameter("pg-pw", "p@ss", secret: true)).AddDatabase("thesis-db", "thesis");
        var kafka = builder.AddKafka("kafka").WithExplicitStart();
        var api = builder.AddProject("api", new Projects.Probe().ProjectPath, launchProfileName: "web").WithHttpEndpoint(name: "admin", env: "ADMIN_PORT");
        var external = builder.AddExternalService("maps", "https://maps.example.org/");
        builder.AddProject("probe", new Projects.Probe().ProjectPath)
            .WithHttpEndpoint().WithHttpEndpoint(name: "grpc", env: "GRPC_PORT").WithEndpointsInEnvironment(e => e.Name != "hidden").WithHttpEndpoint(name: "hidden")
            .WithReference(cache).WithReference(db, connectionName: "main").WithReference(kafka)
            .WithReference(api).WithReference(api, "backend").WithReference(api.GetEndpoint("admin")).WithReference(external).WithReference("docs", new Uri("https://docs.example.org/"))
            .WithEnvironment("EXPRESSION", $"{api.GetEndpoint("http").Property(EndpointProperty.HostAndPort)}/{password:uri}")
            .WithEnvironment("EMPTY", (string?)null);

        await using var app = await builder.StartAsync();

        Golden.Compare("ProjectEnvironment.txt", $"# probe\n{await VariablesAsync(app, "probe")}\n# api, by its launch profile\n{await VariablesAsync(app, "api")}");
    }

    [Fact]
    public async Task Connection_strings_and_states_are_what_they_were()
    {
        await using var builder = TestApplication.Create();
        var pg = builder.AddPostgres("pg", builder.AddParameter("user", "ad min"), builder.AddParameter("pw", "p@ss+word", secret: true));
        var db = pg.AddDatabase("db", "my db");
        builder.AddRedis("cache", password: builder.AddParameter("cache-pw", "c4che", secret: true));
        builder.AddConnectionString("made", ReferenceExpression.Create($"Endpoint={db};Extra=1"));
        builder.AddKafka("kafka");
        builder.AddParameter("missing");
        builder.AddExternalService("maps", "https://maps.example.org/");
        builder.AddContainer("box", "busybox");
        builder.AddExecutable("job", "true", ".").WaitFor(db);
        builder.AddExecutable("failed", "false", ".");
        builder.AddExecutable("absent", "/nowhere/at-all", ".");
        builder.AddExecutable("later", "sleep", ".", "7441").WithExplicitStart();

        await using var app = await builder.StartAsync();
        await app.UntilAsync("job", KnownResourceStates.Finished);
        await app.UntilAsync("failed", KnownResourceStates.Finished);
        await app.UntilAsync("kafka", KnownResourceStates.FailedToStart);
        await app.UntilHealthyAsync("cache");
        var lines = new StringBuilder();
        foreach (var resource in builder.Resources)
        {
            Assert.True(app.ResourceNotifications.TryGetCurrentState(resource.Name, out var state), resource.Name);
            var snapshot = state.Snapshot;
            lines.AppendLine(CultureInfo.InvariantCulture, $"{resource.Name}: {snapshot.ResourceType} {snapshot.State?.Text}, health {snapshot.HealthStatus?.ToString() ?? "none"}, exit code {snapshot.ExitCode?.ToString(CultureInfo.InvariantCulture) ?? "none"}");
            if (resource is IResourceWithConnectionString && resource.Name != "kafka")
            {
                lines.AppendLine(CultureInfo.InvariantCulture, $"  {await app.GetConnectionStringAsync(resource.Name)}");
            }
        }

        Golden.Compare("States.txt", Ports().Replace(lines.ToString(), "PORT"));
    }

    private static async Task<string> VariablesAsync(DistributedApplication app, string resource)
    {
        var variables = (await app.EnvironmentOfAsync(resource)).OrderBy(v => v.Key, StringComparer.Ordinal).Select(v => $"{v.Key}={v.Value}");
        return InstanceId().Replace(Ports().Replace(string.Join('\n', variables), "PORT"), "service.instance.id=SUFFIX");
    }

    [GeneratedRegex(@"\b(1[5-9]|2[0-9]|3[01])[0-9]{3}\b(?<!18889)")]
    private static partial Regex Ports();

    [GeneratedRegex("service.instance.id=[a-z]{8}$", RegexOptions.Multiline)]
    private static partial Regex InstanceId();
}
