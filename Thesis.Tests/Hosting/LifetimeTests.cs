using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Thesis.Hosting.Processes;
using Thesis.Hosting.Tests.Support;

namespace Thesis.Hosting.Tests;

/// <summary>Servers that go on when the application ends.</summary>
public sealed class LifetimeTests : IDisposable
{
    private readonly TemporaryDirectory _state = new();

    public void Dispose()
    {
        foreach (var process in Persistent())
        {
            Signals.SendToProcess(process, Signal.Kill);
        }

        _state.Dispose();
    }

    [Fact]
    public async Task A_persistent_server_goes_on_when_the_application_ends_and_is_found_again()
    {
        var (id, port) = await RunAsync(async (app, cache) =>
        {
            await SayAsync(cache.Port, "SET", "kept", "in memory");
            return (await ProcessIdAsync(app, "cache"), cache.Port);
        });
        Assert.NotNull(ProcessTable.StartTime(id));

        await RunAsync(async (app, cache) =>
        {
            Assert.Equal((id, port), (await ProcessIdAsync(app, "cache"), cache.Port));
            Assert.Contains("in memory", await SayAsync(cache.Port, "GET", "kept"), StringComparison.Ordinal);
            Assert.Contains(await app.LinesOfAsync("cache"), l => l.Contains($"It has run since an earlier start, as process {id}.", StringComparison.Ordinal));
            return 0;
        });
        Assert.NotNull(ProcessTable.StartTime(id));
    }

    [Fact]
    public async Task PostgreSQL_goes_on_too_and_takes_a_new_password_by_a_new_start()
    {
        var first = await WithPostgresAsync("first");
        var again = await WithPostgresAsync("first");

        // Its own processes, which lead groups of their own, have gone on as well: none was taken for lost.
        Assert.DoesNotContain("terminated by signal", await File.ReadAllTextAsync(Path.Combine(_state.Path, "logs", "pg.persistent.log")), StringComparison.Ordinal);
        var changed = await WithPostgresAsync("second");
        Assert.Equal(first, again);
        Assert.NotEqual(first, changed);
        Assert.Null(ProcessTable.StartTime(first));
        Assert.NotNull(ProcessTable.StartTime(changed));
    }

    [Fact]
    public async Task A_server_that_is_wanted_otherwise_is_started_anew()
    {
        var before = await RunAsync((app, _) => ProcessIdAsync(app, "cache"));
        var after = await RunAsync((app, _) => ProcessIdAsync(app, "cache"), cache => cache.WithPersistence(TimeSpan.FromSeconds(7)));

        Assert.NotEqual(before, after);
        Assert.Null(ProcessTable.StartTime(before));
    }

    [Fact]
    public async Task A_server_that_is_no_longer_persistent_or_in_the_model_ends_with_the_next_start()
    {
        var persistent = await RunAsync((app, _) => ProcessIdAsync(app, "cache"));
        var session = await RunAsync((app, _) => ProcessIdAsync(app, "cache"), cache => cache.WithLifetime(ContainerLifetime.Session));
        Assert.Null(ProcessTable.StartTime(persistent));
        Assert.Null(ProcessTable.StartTime(session));

        var again = await RunAsync((app, _) => ProcessIdAsync(app, "cache"));
        await using var builder = TestApplication.CreatePersistent(_state.Path);
        await using var app = await builder.StartAsync();

        Assert.Null(ProcessTable.StartTime(again));
        Assert.Empty(Persistent());
    }

    [Fact]
    public async Task The_stop_command_ends_it_and_a_restart_is_another_process()
    {
        await RunAsync(async (app, _) =>
        {
            var first = await ProcessIdAsync(app, "cache");
            await app.ResourceCommands.ExecuteCommandAsync("cache", KnownResourceCommands.RestartCommand, Deadline.Token);
            var second = (await app.ResourceNotifications.WaitForResourceAsync("cache", e => e.Snapshot.HealthStatus == HealthStatus.Healthy, Deadline.Token)).ProcessIdOf();
            await app.ResourceCommands.ExecuteCommandAsync("cache", KnownResourceCommands.StopCommand, Deadline.Token);
            await app.UntilAsync("cache", KnownResourceStates.Finished);

            Assert.NotEqual(first, second);
            return 0;
        });

        Assert.Empty(Persistent());
        Assert.False(File.Exists(Path.Combine(_state.Path, "persistent.json")));
    }

    [Fact]
    public async Task A_server_that_ends_by_itself_is_seen_to_even_when_another_run_started_it()
    {
        var id = await RunAsync((app, _) => ProcessIdAsync(app, "cache"));

        await RunAsync(async (app, _) =>
        {
            Signals.SendToProcess(id, Signal.Kill);
            await app.UntilAsync("cache", KnownResourceStates.Finished);
            return 0;
        });
    }

    [Fact]
    public async Task A_crash_of_the_application_leaves_it_and_the_next_start_finds_it()
    {
        int pg;
        using (var host = await SampleHost.StartAsync(_state.Path, "--lifetime", "Persistent"))
        {
            pg = host.Resource("pg").GetProperty("processId").GetInt32();
            var others = host.Processes().Except(Persistent()).ToArray();
            host.Signal(Signal.Kill);
            await Deadline.UntilAsync(() => others.All(id => ProcessTable.StartTime(id) is null), "all else has ended");
            Assert.NotNull(ProcessTable.StartTime(pg));

            using var next = await SampleHost.StartAsync(_state.Path, "--lifetime", "Persistent");
            Assert.Equal(pg, next.Resource("pg").GetProperty("processId").GetInt32());
        }
    }

    [Fact]
    public async Task One_whose_record_is_lost_is_ended_by_the_next_start()
    {
        var lost = await RunAsync((app, _) => ProcessIdAsync(app, "cache"));
        File.Delete(Path.Combine(_state.Path, "persistent.json"));

        var next = await RunAsync((app, _) => ProcessIdAsync(app, "cache"));

        Assert.NotEqual(lost, next);
        Assert.Null(ProcessTable.StartTime(lost));
    }

    [Fact]
    public async Task Nothing_outlives_a_test()
    {
        await using var builder = TestApplication.Create();
        builder.AddRedis("cache").WithLifetime(ContainerLifetime.Persistent);
        int id;
        await using (var app = await builder.StartAsync())
        {
            await app.UntilHealthyAsync("cache");
            id = await ProcessIdAsync(app, "cache");
        }

        Assert.Null(ProcessTable.StartTime(id));
    }

    private async Task<T> RunAsync<T>(Func<DistributedApplication, EndpointReference, Task<T>> act, Action<IResourceBuilder<RedisResource>>? configure = null)
    {
        await using var builder = TestApplication.CreatePersistent(_state.Path);
        var cache = builder.AddRedis("cache").WithPassword(null).WithLifetime(ContainerLifetime.Persistent);
        configure?.Invoke(cache);
        await using var app = await builder.StartAsync();
        await app.UntilHealthyAsync("cache");
        return await act(app, cache.GetEndpoint("tcp"));
    }

    private async Task<int> WithPostgresAsync(string password)
    {
        await using var builder = TestApplication.CreatePersistent(_state.Path);
        builder.AddPostgres("pg", password: builder.AddParameter("pw", password, secret: true)).WithLifetime(ContainerLifetime.Persistent);
        await using var app = await builder.StartAsync();
        await app.UntilHealthyAsync("pg");
        return await ProcessIdAsync(app, "pg");
    }

    private static async Task<int> ProcessIdAsync(DistributedApplication app, string resource) =>
        (await app.UntilAsync(resource, KnownResourceStates.Running)).ProcessIdOf();

    /// <summary>Says something to Redis; its answer.</summary>
    private static async Task<string> SayAsync(int port, params string[] words)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("localhost", port, Deadline.Token);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.UTF8.GetBytes($"*{words.Length}\r\n{string.Concat(words.Select(w => $"${w.Length}\r\n{w}\r\n"))}"), Deadline.Token);
        var answer = new byte[256];
        return Encoding.UTF8.GetString(answer, 0, await stream.ReadAsync(answer, Deadline.Token));
    }

    /// <summary>The processes that go on, of this test's state.</summary>
    private List<int> Persistent() => [.. new PersistentProcesses(StateOf(), TimeProvider.System).All().Where(id => ProcessTable.StartTime(id) is not null)];

    private Thesis.Hosting.State.StateDirectory StateOf()
    {
        var builder = TestApplication.CreatePersistent(_state.Path);
        return Thesis.Hosting.State.StateDirectory.Of(builder);
    }
}
