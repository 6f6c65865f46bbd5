using System.Net;
using System.Net.Sockets;
using Thesis.Hosting.Tests.Support;

namespace Thesis.Hosting.Tests;

/// <summary>What of an application starts, where, and what stands in for it.</summary>
public class SelectionTests
{
    [Fact]
    public void Groups_follow_what_a_resource_is_for()
    {
        var builder = TestApplication.Create();
        var pages = builder.AddViteApp("pages", ".");

        Assert.Equal("infrastructure", Thesis.Hosting.Topology.Selection.GroupOf(builder.AddNodeApp("idp", ".", "server.mjs").Resource));
        Assert.Equal("web", Thesis.Hosting.Topology.Selection.GroupOf(pages.Resource));
        Assert.Equal("infrastructure", Thesis.Hosting.Topology.Selection.GroupOf(builder.AddRedis("cache").Resource));
        Assert.Equal("services", Thesis.Hosting.Topology.Selection.GroupOf(builder.AddProject("probe", new Projects.Probe().ProjectPath).Resource));
    }

    [Fact]
    public async Task Only_what_is_named_starts_with_what_it_waits_for_and_the_rest_can_be_started_by_hand()
    {
        await using var builder = TestApplication.Create("--only", "b");
        var a = builder.AddExecutable("a", "sleep", ".", "7421");
        builder.AddExecutable("b", "sleep", ".", "7422").WaitFor(a);
        builder.AddExecutable("c", "sleep", ".", "7423");

        await using var app = await builder.StartAsync();
        await app.UntilAsync("b", KnownResourceStates.Running);
        await app.UntilAsync("a", KnownResourceStates.Running);
        await app.UntilAsync("c", KnownResourceStates.NotStarted);
        await app.ResourceCommands.ExecuteCommandAsync("c", KnownResourceCommands.StartCommand);
        await app.UntilAsync("c", KnownResourceStates.Running);
    }

    [Fact]
    public async Task A_group_can_be_named_and_a_name_that_is_none_is_refused()
    {
        await using var builder = TestApplication.Create("--only=services");
        builder.AddProject("probe", new Projects.Probe().ProjectPath).WithHttpEndpoint();
        builder.AddExecutable("tool", "sleep", ".", "7424");
        await using var app = await builder.StartAsync();
        await app.UntilAsync("probe", KnownResourceStates.Running);
        await app.UntilAsync("tool", KnownResourceStates.NotStarted);

        await using var mistaken = TestApplication.Create("--only", "prob");
        mistaken.AddExecutable("probe", "sleep", ".", "7425");
        var refusal = await Assert.ThrowsAsync<DistributedApplicationException>(mistaken.StartAsync);
        Assert.Contains("'prob', and there is no such resource or group. Resources: probe. Groups: infrastructure", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_configured_connection_string_points_a_server_at_another()
    {
        await using var real = TestApplication.Create();
        real.AddRedis("cache");
        await using var other = await real.StartAsync();
        await other.UntilHealthyAsync("cache");
        var address = await other.GetConnectionStringAsync("cache");

        await using var builder = TestApplication.Create($"--ConnectionStrings:cache={address}");
        var cache = builder.AddRedis("cache");
        builder.AddExecutable("client", "true", ".").WithReference(cache).WaitFor(cache);
        await using var app = await builder.StartAsync();
        var started = await app.UntilHealthyAsync("cache");
        await app.UntilAsync("client", KnownResourceStates.Finished);
        var variables = await app.EnvironmentOfAsync("client");

        Assert.DoesNotContain(started.Snapshot.Properties, p => p.Name == "executable.pid");
        Assert.Equal(address, variables["ConnectionStrings__cache"]);
        Assert.Equal(address?.Split(',')[0].Split(':')[1], variables["CACHE_PORT"]);
    }

    [Fact]
    public async Task A_server_whose_databases_are_all_elsewhere_is_not_started()
    {
        await using var builder = TestApplication.Create("--ConnectionStrings:db=Host=localhost;Port=1;Username=u;Password=p@ss;Database=far");
        var db = builder.AddPostgres("pg").AddDatabase("db");
        builder.AddExecutable("client", "true", ".").WithReference(db).WaitForStart(db);

        await using var app = await builder.StartAsync();
        await app.UntilAsync("pg", KnownResourceStates.NotStarted);
        await app.UntilAsync("client", KnownResourceStates.Finished);
        var variables = await app.EnvironmentOfAsync("client");

        Assert.Equal(("localhost", "1", "u", "p@ss", "far"), (variables["DB_HOST"], variables["DB_PORT"], variables["DB_USERNAME"], variables["DB_PASSWORD"], variables["DB_DATABASENAME"]));
        Assert.Equal("postgresql://u:p%40ss@localhost:1/far", variables["DB_URI"]);
    }

    [Fact]
    public async Task Kafka_says_what_to_do_when_there_is_no_broker()
    {
        await using var builder = TestApplication.Create();
        builder.AddKafka("kafka");

        await using var app = await builder.StartAsync();

        Assert.Equal(
            "No Kafka broker can be started here. Give the address of one with ConnectionStrings__kafka=host:9092, or try a cluster in memory with --kafka mock.",
            await app.FaultOfAsync("kafka"));
    }

    [Fact]
    public async Task Kafka_in_memory_is_healthy_and_found_at_its_port()
    {
        await using var builder = TestApplication.Create("--kafka", "mock");
        builder.AddKafka("kafka");

        await using var app = await builder.StartAsync();
        await app.UntilHealthyAsync("kafka");

        Assert.Equal($"localhost:{app.GetEndpoint("kafka", "tcp").Port}", await app.GetConnectionStringAsync("kafka"));
    }

    [Fact]
    public async Task Ports_stay_what_they_were_unless_someone_else_has_them()
    {
        using var state = new TemporaryDirectory();
        async Task<int> PortAsync()
        {
            await using var builder = TestApplication.CreatePersistent(state.Path, "--DcpPublisher:RandomizePorts=false");
            builder.AddExecutable("server", "sleep", ".", "7426").WithHttpEndpoint();
            await using var app = await builder.StartAsync();
            await app.UntilAsync("server", KnownResourceStates.Running);
            return app.GetEndpoint("server", "http").Port;
        }

        var first = await PortAsync();
        var second = await PortAsync();
        using var thief = new TcpListener(IPAddress.Loopback, first);
        thief.Start();
        var third = await PortAsync();

        Assert.Equal(first, second);
        Assert.NotEqual(first, third);
    }

    [Fact]
    public async Task Ten_applications_run_side_by_side()
    {
        await Task.WhenAll(Enumerable.Range(0, 10).Select(async i =>
        {
            await using var builder = TestApplication.Create();
            var server = builder.AddExecutable("server", "sleep", ".", "7427").WithHttpEndpoint(port: 8080);
            builder.AddExecutable("client", "true", ".").WithEnvironment("SERVER", server.GetEndpoint("http")).WaitFor(server);
            await using var app = await builder.StartAsync();
            await app.UntilAsync("client", KnownResourceStates.Finished);
            Assert.Equal(app.GetEndpoint("server", "http").ToString().TrimEnd('/'), (await app.EnvironmentOfAsync("client"))["SERVER"]);
        }));
    }
}
