using System.Collections.Immutable;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Thesis.Hosting.Proxies;
using Thesis.Hosting.Tests.Support;

namespace Thesis.Hosting.Tests;

/// <summary>Several processes behind one address.</summary>
public class ReplicaTests
{
    private static string ProbeProject => new Projects.Probe().ProjectPath;

    [Fact]
    public async Task Requests_go_to_each_replica_in_turn_and_the_address_outlives_a_restart()
    {
        await using var builder = TestApplication.Create();
        builder.AddProject("probe", ProbeProject).WithHttpEndpoint().WithHttpHealthCheck("/health").WithReplicas(2);

        await using var app = await builder.StartAsync();
        await app.UntilHealthyAsync("probe");
        var before = await PortsAsync(app, requests: 20);
        var address = app.GetEndpoint("probe", "http");
        var restarted = await app.ResourceCommands.ExecuteCommandAsync("probe", KnownResourceCommands.RestartCommand);
        await Deadline.UntilAsync(() => ReplicasOf(app).Count(s => s.HealthStatus == HealthStatus.Healthy && s.ReadyHandlers is not null) == 2, "both replicas are back");

        Assert.True(restarted.Success, restarted.Message);
        Assert.Equal(2, before.Count);
        Assert.DoesNotContain(address.Port, before);
        Assert.Equal(address, app.GetEndpoint("probe", "http"));
        Assert.Equal(before, await PortsAsync(app, requests: 20));
    }

    [Fact]
    public async Task A_resource_is_not_healthy_before_each_of_its_replicas_answers()
    {
        var folder = Directory.CreateTempSubdirectory("thesis-replicas-");
        var late = Path.Combine(folder.FullName, "late");
        await using var builder = TestApplication.Create();
        builder.AddProject("probe", ProbeProject).WithHttpEndpoint().WithHttpHealthCheck("/health").WithReplicas(2).WithArgs("--late", late);

        await using var app = await builder.StartAsync();
        await app.ResourceNotifications.WaitForResourceAsync("probe", e => Reports(e).Any(r => r.Status == HealthStatus.Unhealthy), Deadline.Token);
        await UntilOneAnswersAsync(app);
        var answered = DateTime.UtcNow;
        var half = await app.ResourceNotifications.WaitForResourceAsync("probe", e => Reports(e).Any(r => r.LastRunAt > answered), Deadline.Token);
        await File.WriteAllTextAsync(late + ".go", "");
        await app.UntilHealthyAsync("probe");

        Assert.All(Reports(half), r => Assert.Equal(HealthStatus.Unhealthy, r.Status));
        Assert.Equal(2, (await PortsAsync(app, requests: 2)).Count);
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_killed_replica_is_a_state_of_its_own_and_the_other_goes_on()
    {
        await using var builder = TestApplication.Create();
        builder.AddProject("probe", ProbeProject).WithHttpEndpoint().WithHttpHealthCheck("/health").WithReplicas(2);

        await using var app = await builder.StartAsync();
        await app.UntilHealthyAsync("probe");
        var victim = await app.ResourceNotifications.WaitForResourceAsync("probe", e => e.Snapshot.State?.Text == KnownResourceStates.Running, Deadline.Token);
        Processes.Signals.SendToProcess(victim.ProcessIdOf(), Processes.Signal.Kill);
        await app.ResourceNotifications.WaitForResourceAsync("probe", e => e.ResourceId == victim.ResourceId && e.Snapshot.State?.Text == KnownResourceStates.Finished, Deadline.Token);

        Assert.StartsWith("probe-", victim.ResourceId, StringComparison.Ordinal);
        Assert.Single(await PortsAsync(app, requests: 10));
        Assert.Single(ReplicasOf(app), s => s.State?.Text == KnownResourceStates.Running);
    }

    [Fact]
    public async Task Who_waits_for_a_resource_waits_for_all_of_its_replicas()
    {
        await using var builder = TestApplication.Create();
        var probe = builder.AddProject("probe", ProbeProject).WithHttpEndpoint().WithReplicas(2);
        var client = builder.AddExecutable("client", "true", ".").WithExplicitStart()
            .WaitFor(probe, WaitBehavior.WaitOnResourceUnavailable).WaitForStart(probe, WaitBehavior.WaitOnResourceUnavailable);
        builder.AddExecutable("witness", "true", ".").WithExplicitStart();

        await using var app = await builder.StartAsync();
        await app.ResourceNotifications.WaitForDependenciesAsync(client.Resource, Deadline.Token);
        Assert.Equal(2, ReplicasOf(app).Count(s => s.State?.Text == KnownResourceStates.Running));

        var one = await app.UntilAsync("probe", KnownResourceStates.Running);
        await app.ResourceCommands.ExecuteCommandAsync(one.ResourceId, KnownResourceCommands.StopCommand);
        var waiting = app.ResourceNotifications.WaitForDependenciesAsync(client.Resource, Deadline.Token);

        // By the time another process has run, the wait for the other replica alone would be over.
        await app.ResourceCommands.ExecuteCommandAsync("witness", KnownResourceCommands.StartCommand);
        await app.UntilAsync("witness", KnownResourceStates.Finished);
        Assert.False(waiting.IsCompleted);

        await app.ResourceCommands.ExecuteCommandAsync(one.ResourceId, KnownResourceCommands.StartCommand);
        await waiting;
    }

    [Theory]
    [InlineData(5001, 5001, null, 1, "target port too")]
    [InlineData(null, 5001, null, 2, "only one of its 2 replicas")]
    [InlineData(5001, null, false, 2, "no proxy")]
    [InlineData(5001, 5002, false, 1, "must be the same")]
    public async Task Ports_that_contradict_each_other_are_refused(int? port, int? targetPort, bool? isProxied, int replicas, string why)
    {
        await using var builder = TestApplication.Create("--DcpPublisher:RandomizePorts=false");
        builder.AddProject("probe", ProbeProject).WithHttpEndpoint(port, targetPort, isProxied: isProxied).WithReplicas(replicas);

        var refusal = await Assert.ThrowsAsync<DistributedApplicationException>(builder.StartAsync);

        Assert.Contains("'http' of 'probe'", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(why, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_target_port_of_its_own_stands_behind_the_public_one()
    {
        await using var builder = TestApplication.Create();
        var own = FreePort();
        builder.AddProject("probe", ProbeProject).WithHttpEndpoint(targetPort: own).WithHttpHealthCheck("/health");

        await using var app = await builder.StartAsync();
        await app.UntilHealthyAsync("probe");

        Assert.NotEqual(own, app.GetEndpoint("probe", "http").Port);
        Assert.Equal([own], await PortsAsync(app, requests: 2));
    }

    [Fact]
    public async Task One_sides_end_of_sending_does_not_end_the_other()
    {
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        var port = FreePort();
        await using var proxy = TcpProxy.Start(port, everywhere: false, [((IPEndPoint)server.LocalEndpoint).Port]);
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port, Deadline.Token);
        using var accepted = await server.AcceptTcpClientAsync(Deadline.Token);

        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.UTF8.GetBytes("question"), Deadline.Token);
        client.Client.Shutdown(SocketShutdown.Send);
        var answering = accepted.GetStream();
        var question = await new StreamReader(answering).ReadToEndAsync(Deadline.Token);
        await answering.WriteAsync(Encoding.UTF8.GetBytes("answer"), Deadline.Token);
        accepted.Client.Shutdown(SocketShutdown.Send);

        Assert.Equal("question", question);
        Assert.Equal("answer", await new StreamReader(stream).ReadToEndAsync(Deadline.Token));
    }

    [Fact]
    public void A_proxy_whose_port_is_taken_names_the_owner()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();

        var refusal = Assert.Throws<DistributedApplicationException>(() => TcpProxy.Start(((IPEndPoint)other.LocalEndpoint).Port, everywhere: false, [1]));

        Assert.Contains($"process {Environment.ProcessId} (", refusal.Message, StringComparison.Ordinal);
    }

    private static ImmutableArray<HealthReportSnapshot> Reports(ResourceEvent resource) => resource.Snapshot.HealthReports;

    private static CustomResourceSnapshot[] ReplicasOf(DistributedApplication app)
    {
        var changes = app.ResourceNotifications.WatchAsync(Deadline.Token).GetAsyncEnumerator();
        var seen = new Dictionary<string, CustomResourceSnapshot>();
        while (seen.Count < 2)
        {
            Assert.True(changes.MoveNextAsync().AsTask().Wait(Deadline.Limit));
            if (changes.Current.Resource.Name == "probe")
            {
                seen[changes.Current.ResourceId] = changes.Current.Snapshot;
            }
        }

        return [.. seen.Values];
    }

    /// <summary>The ports that the answering processes listen on themselves.</summary>
    private static async Task<SortedSet<int>> PortsAsync(DistributedApplication app, int requests)
    {
        var ports = new SortedSet<int>();
        for (var i = 0; i < requests; i++)
        {
            // A connection of its own for each request: the proxy chooses once a connection.
            using var handler = new SocketsHttpHandler();
            using var client = new HttpClient(handler) { BaseAddress = app.GetEndpoint("probe", "http") };
            var variables = await client.GetFromJsonAsync<Dictionary<string, string>>("/environment", Deadline.Token) ?? [];
            ports.Add(new Uri(variables["ASPNETCORE_URLS"]).Port);
        }

        return ports;
    }

    /// <summary>On a busy machine both may take longer to listen than the proxy lets a connection wait.</summary>
    private static async Task UntilOneAnswersAsync(DistributedApplication app)
    {
        var limit = Deadline.Token;
        while (true)
        {
            try
            {
                await PortsAsync(app, requests: 1);
                return;
            }
            catch (HttpRequestException) when (!limit.IsCancellationRequested)
            {
                await Task.Delay(20, limit);
            }
        }
    }

    private static int FreePort() => new Processes.PortAllocation().Next();
}
