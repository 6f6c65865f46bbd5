using System.Net;
using System.Net.Sockets;
using Thesis.Hosting.Processes;
using Thesis.Hosting.Tests.Support;

namespace Thesis.Hosting.Tests;

public class LifecycleTests
{
    [Fact]
    public async Task An_exit_code_is_recorded()
    {
        await using var builder = TestApplication.Create();
        builder.AddExecutable("fails", "sh", ".", "-c", "echo to out; echo to err >&2; exit 42");

        await using var app = await builder.StartAsync();
        var ended = await app.UntilAsync("fails", KnownResourceStates.Finished);

        Assert.Equal(42, ended.Snapshot.ExitCode);
        Assert.Equal(["to err", "to out"], (await app.LinesOfAsync("fails")).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_missing_program_is_a_state_that_says_how_to_install_it()
    {
        await using var builder = TestApplication.Create();
        builder.AddExecutable("stranger", "no-such-program-anywhere", ".");
        builder.AddExecutable("absent", "/nowhere/redis-server", ".");
        builder.AddExecutable("lost", "true", "/nowhere");

        await using var app = await builder.StartAsync();

        Assert.Contains("'no-such-program-anywhere' is missing", await app.FaultOfAsync("stranger"), StringComparison.Ordinal);
        Assert.Contains("apt-get install redis-server", await app.FaultOfAsync("absent"), StringComparison.Ordinal);
        Assert.Contains("'/nowhere' does not exist", await app.FaultOfAsync("lost"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_busy_port_names_its_owner()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        await using var builder = TestApplication.Create();
        builder.AddExecutable("server", "true", ".").WithHttpEndpoint(port: port, isProxied: false);

        await using var app = await builder.StartAsync();
        var fault = await app.FaultOfAsync("server");

        Assert.Contains($"port {port}", fault, StringComparison.Ordinal);
        Assert.Contains($"process {Environment.ProcessId} (", fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Declared_ports_are_not_used_under_test()
    {
        await using var builder = TestApplication.Create();
        builder.AddExecutable("server", "true", ".").WithHttpEndpoint(port: 8080);

        await using var app = await builder.StartAsync();

        Assert.NotEqual(8080, app.GetEndpoint("server", "http").Port);
    }

    [Fact]
    public async Task A_restart_keeps_the_address_and_runs_the_handlers_again()
    {
        var starts = 0;
        await using var builder = TestApplication.Create();
        builder.AddExecutable("server", "sleep", ".", "7404").WithHttpEndpoint(env: "PORT")
            .OnBeforeResourceStarted((_, _, _) => Task.FromResult(Interlocked.Increment(ref starts)));

        await using var app = await builder.StartAsync();
        var first = await app.UntilAsync("server", KnownResourceStates.Running);
        var port = (await app.EnvironmentOfAsync("server"))["PORT"];
        await app.ResourceCommands.ExecuteCommandAsync("server", KnownResourceCommands.RestartCommand);
        var second = await app.ResourceNotifications.WaitForResourceAsync(
            "server", e => e.Snapshot.State?.Text == KnownResourceStates.Running && e.ProcessIdOf() != first.ProcessIdOf(), Deadline.Token);

        Assert.Equal(2, starts);
        Assert.Equal(port, second.Snapshot.EnvironmentVariables.Single(v => v.Name == "PORT").Value);
        Assert.Null(ProcessTable.StartTime(first.ProcessIdOf()));
    }

    [Fact]
    public async Task A_stop_ends_the_whole_family_even_those_that_ignore_it()
    {
        await using var builder = TestApplication.Create();
        builder.AddExecutable("family", "sh", ".", "-c", "trap '' TERM; setsid sh -c 'trap \"\" TERM; sleep 7405; sleep 7405' & sleep 7405 & echo born; wait; sleep 7405");

        await using var app = await builder.StartAsync();
        var running = await app.UntilAsync("family", KnownResourceStates.Running);
        await Deadline.UntilAsync(() => Family.Count("7405") >= 2, "the children are born");
        await app.ResourceCommands.ExecuteCommandAsync("family", KnownResourceCommands.StopCommand);

        Assert.Null(ProcessTable.StartTime(running.ProcessIdOf()));
        await Deadline.UntilAsync(() => Family.Count("7405") == 0, "the children are gone");
    }

    [Fact]
    public async Task A_resource_stops_after_those_that_wait_for_it()
    {
        using var directory = new TemporaryDirectory();
        var (order, ready) = (Path.Combine(directory.Path, "order"), Path.Combine(directory.Path, "ready"));
        string Script(string name) => $"trap 'echo {name} >> {order}; exit 0' TERM; echo {name} >> {ready}; while :; do sleep 0.05; done";
        await using (var builder = TestApplication.Create())
        {
            var server = builder.AddExecutable("server", "sh", ".", "-c", Script("server"));
            var middle = builder.AddExecutable("middle", "sh", ".", "-c", Script("middle")).WaitFor(server);
            builder.AddExecutable("client", "sh", ".", "-c", Script("client")).WaitFor(middle);
            await using var app = await builder.StartAsync();
            await app.UntilAsync("client", KnownResourceStates.Running);
            await Deadline.UntilAsync(() => File.Exists(ready) && File.ReadAllLines(ready).Length == 3, "all have set their traps");
        }

        Assert.Equal(["client", "middle", "server"], await File.ReadAllLinesAsync(order));
    }

    [Fact]
    public async Task Logs_are_kept_in_files()
    {
        using var directory = new TemporaryDirectory();
        await using var builder = TestApplication.CreatePersistent(directory.Path);
        builder.AddExecutable("speaker", "sh", ".", "-c", "echo hello file; echo oh no >&2");

        await using (var app = await builder.StartAsync())
        {
            await app.UntilAsync("speaker", KnownResourceStates.Finished);
        }

        var lines = await File.ReadAllLinesAsync(Path.Combine(directory.Path, "logs", "speaker.log"));
        Assert.Contains(lines, l => l.EndsWith("Z   hello file", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.EndsWith("Z ! oh no", StringComparison.Ordinal));
    }
}
