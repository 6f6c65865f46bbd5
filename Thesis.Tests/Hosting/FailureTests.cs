using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Thesis.Hosting.Notifications;
using Thesis.Hosting.Orchestration;
using Thesis.Hosting.Processes;
using Thesis.Hosting.Tests.Support;

namespace Thesis.Hosting.Tests;

/// <summary>Programs, disks and clocks that do not do what they should.</summary>
public class FailureTests
{
    [Fact]
    public async Task A_wait_for_what_never_becomes_healthy_tells_every_state_the_last_health_error_and_the_last_lines()
    {
        await using var builder = TestApplication.Create();
        builder.AddExecutable("mute", "sh", ".", "-c", "echo I listen to nobody; exec sleep 7431").WithHttpEndpoint().WithHttpHealthCheck("/health");
        builder.AddExecutable("crashed", "sh", ".", "-c", "echo last words >&2; exit 3");
        builder.AddExecutable("fine", "sleep", ".", "7432");

        await using var app = await builder.StartAsync();
        await app.UntilAsync("crashed", KnownResourceStates.Finished);
        await app.UntilHealthyAsync("fine");
        await app.ResourceNotifications.WaitForResourceAsync("mute", e => e.Snapshot.HealthReports.Any(r => r.Description is not null), Deadline.Token);
        using var limit = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        var timeout = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => app.ResourceNotifications.WaitForResourceHealthyAsync("mute", limit.Token));

        Assert.Contains("The wait for 'mute' ended. Its state is Running.", timeout.Message, StringComparison.Ordinal);
        Assert.Contains("/health failed: Connection refused", timeout.Message, StringComparison.Ordinal);
        Assert.Contains("  I listen to nobody", timeout.Message, StringComparison.Ordinal);
        Assert.Contains("crashed: Its state is Finished with exit code 3.", timeout.Message, StringComparison.Ordinal);
        Assert.Contains("  last words", timeout.Message, StringComparison.Ordinal);
        Assert.Contains("fine: Running", timeout.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wait_without_an_end_of_its_own_ends_all_the_same()
    {
        await using var builder = TestApplication.Create();
        builder.AddExecutable("mute", "sleep", ".", "7433").WithHttpEndpoint().WithHttpHealthCheck("/health");
        builder.Services.Configure<ResourceNotificationServiceOptions>(o => o.DefaultLimit = TimeSpan.FromMilliseconds(200));

        await using var app = await builder.StartAsync();
        var timeout = await Assert.ThrowsAsync<TimeoutException>(() => app.ResourceNotifications.WaitForResourceHealthyAsync("mute"));

        Assert.Contains("took longer than 0.2 s. Its state is", timeout.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_that_ends_at_once_with_0_is_finished_and_who_waits_for_its_health_fails()
    {
        await using var builder = TestApplication.Create();
        var brief = builder.AddExecutable("brief", "true", ".").WithHttpEndpoint().WithHttpHealthCheck("/health");
        builder.AddExecutable("client", "true", ".").WaitFor(brief);

        await using var app = await builder.StartAsync();

        Assert.Equal(0, (await app.UntilAsync("brief", KnownResourceStates.Finished)).Snapshot.ExitCode);
        Assert.Contains("'brief' will not become healthy", await app.FaultOfAsync("client"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_crashed_program_stays_down_unless_its_restart_was_asked_for()
    {
        using var directory = new TemporaryDirectory();
        var starts = Path.Combine(directory.Path, "starts");
        await using var builder = TestApplication.Create();
        builder.AddExecutable("once", "sh", ".", "-c", "exit 1");
        builder.AddExecutable("again", "sh", ".", "-c", $"echo start >> {starts}; [ $(wc -l < {starts}) -ge 2 ] && exec sleep 7434; exit 1").WithRestartOnFailure();

        await using var app = await builder.StartAsync();
        await app.UntilAsync("once", KnownResourceStates.Finished);
        await Deadline.UntilAsync(() => File.Exists(starts) && File.ReadAllLines(starts).Length == 2, "it started a second time");
        await app.UntilAsync("again", KnownResourceStates.Running);

        Assert.Contains(await app.LinesOfAsync("again"), l => l.Contains("starts again in 1 s", StringComparison.Ordinal));
        Assert.True(app.ResourceNotifications.TryGetCurrentState("once", out var once));
        Assert.Equal(KnownResourceStates.Finished, once.Snapshot.State?.Text);
    }

    [Fact]
    public void Pauses_before_restarts_grow_and_their_number_is_bounded()
    {
        var schedule = new RestartSchedule(maxRestarts: 7);

        Assert.Null(schedule.After(exitCode: 0, TimeSpan.Zero));
        Assert.Equal([1, 2, 4, 8, 16, 30, 30], Enumerable.Range(0, 7).Select(_ => schedule.After(1, TimeSpan.Zero)?.TotalSeconds ?? -1));
        Assert.Null(schedule.After(exitCode: 1, TimeSpan.Zero));
        Assert.Equal(TimeSpan.FromSeconds(1), schedule.After(exitCode: 1, ran: TimeSpan.FromMinutes(2)));
    }

    [Fact]
    public async Task A_line_of_ten_megabytes_is_cut_into_pieces_and_costs_bounded_memory()
    {
        await using var builder = TestApplication.Create();
        builder.AddExecutable("talker", "sh", ".", "-c", "head -c 10485760 /dev/zero | tr '\\0' 'x'; echo; echo end");

        await using var app = await builder.StartAsync();
        await app.UntilAsync("talker", KnownResourceStates.Finished);
        var lines = await app.LinesOfAsync("talker");

        Assert.Equal("end", lines[^1]);
        Assert.All(lines, l => Assert.InRange(l.Length, 1, 32 * 1024));
        Assert.InRange(lines.Sum(l => (long)l.Length), 1024 * 1024, ResourceLog.MaxCharacters);
    }

    [Fact]
    public async Task A_killed_child_is_finished_and_its_own_children_are_gone()
    {
        await using var builder = TestApplication.Create();
        builder.AddExecutable("parent", "sh", ".", "-c", "sleep 7435 & setsid sleep 7435 & echo born; wait");

        await using var app = await builder.StartAsync();
        var running = await app.UntilAsync("parent", KnownResourceStates.Running);
        await Deadline.UntilAsync(() => Family.Count("sleep 7435") >= 2, "the children are born");
        Signals.SendToProcess(running.ProcessIdOf(), Signal.Kill);
        var ended = await app.UntilAsync("parent", KnownResourceStates.Finished);

        Assert.Equal(128 + (int)Signal.Kill, ended.Snapshot.ExitCode);
        await Deadline.UntilAsync(() => Family.Count("sleep 7435") == 0, "the children are gone");
    }

    [Fact]
    public async Task A_childs_killed_child_leaves_its_parent_running()
    {
        await using var builder = TestApplication.Create();
        builder.AddExecutable("parent", "sh", ".", "-c", "sleep 7436 & wait; echo it ended; exec sleep 7437");

        await using var app = await builder.StartAsync();
        var running = await app.UntilAsync("parent", KnownResourceStates.Running);
        await Deadline.UntilAsync(() => ProcessTable.All().Any(id => ProcessTable.CommandLine(id) == "sleep 7436"), "the child is born");
        var child = ProcessTable.All().Single(id => ProcessTable.CommandLine(id) == "sleep 7436");
        Signals.SendToProcess(child, Signal.Kill);
        await Deadline.UntilAsync(() => Family.Count("sleep 7437") >= 1 && ProcessTable.StartTime(child) is null, "the parent goes on");

        Assert.True(app.ResourceNotifications.TryGetCurrentState("parent", out var now));
        Assert.Equal((KnownResourceStates.Running, running.ProcessIdOf()), (now.Snapshot.State?.Text, now.ProcessIdOf()));
    }

    [Fact]
    public async Task A_clock_that_jumps_disturbs_nothing()
    {
        var clock = new JumpingClock();
        await using var builder = TestApplication.Create();
        builder.Services.AddSingleton<TimeProvider>(clock);
        var cache = builder.AddRedis("cache");
        builder.AddExecutable("client", "sleep", ".", "7438").WaitFor(cache);

        await using (var app = await builder.StartAsync())
        {
            clock.Jump(TimeSpan.FromDays(-400));
            await app.UntilAsync("client", KnownResourceStates.Running);
            clock.Jump(TimeSpan.FromDays(800));
            await app.ResourceCommands.ExecuteCommandAsync("client", KnownResourceCommands.RestartCommand);
            await app.UntilAsync("client", KnownResourceStates.Running);
        }

        await Deadline.UntilAsync(() => Family.Count("sleep 7438") == 0, "nothing is left");
    }

    [SmallFileSystemFact]
    public async Task A_full_disk_is_a_state_that_says_so()
    {
        using var directory = new TemporaryDirectory();
        Assert.Equal(0, await RunAsync("mount", "-t", "tmpfs", "-o", "size=4m,mode=777", "tmpfs", directory.Path));
        try
        {
            await using var builder = TestApplication.CreatePersistent(Path.Combine(directory.Path, "state"));
            builder.AddPostgres("pg").WithDataBindMount(Path.Combine(directory.Path, "pg"));
            await using var app = await builder.StartAsync();

            Assert.Contains("No space left on device", await app.FaultOfAsync("pg"), StringComparison.Ordinal);
        }
        finally
        {
            await RunAsync("umount", directory.Path);
        }
    }

    [Fact]
    public async Task A_quota_of_the_disk_that_is_used_up_is_a_state_that_says_so()
    {
        using var state = new TemporaryDirectory();

        // No file may grow beyond 8 MB, as PostgreSQL's log does at once. The runtime's own would, too, unless told not to.
        using var host = await SampleHost.StartAsync(
            state.Path, "failed", new Dictionary<string, string> { ["DOTNET_EnableWriteXorExecute"] = "0" }, ["prlimit", "--fsize=8000000"], "--lifetime", "Session");

        Assert.Equal("FailedToStart", host.Resource("pg").GetProperty("state").GetString());
        Assert.Contains("File too large", host.Resource("pg").GetProperty("fault").GetString(), StringComparison.Ordinal);
        await Deadline.UntilAsync(() => host.Resource("store").GetProperty("health").GetString() == "Healthy", "the others go on");
    }

    [Fact]
    public async Task Data_of_another_version_is_named_with_the_remedy_and_the_reset_begins_anew()
    {
        using var state = new TemporaryDirectory();
        string data;
        await using (var builder = TestApplication.CreatePersistent(state.Path))
        {
            var server = builder.AddPostgres("pg").WithDataVolume();
            await using var app = await builder.StartAsync();
            await app.UntilHealthyAsync("pg");
            var running = await app.UntilAsync("pg", KnownResourceStates.Running);
            data = (string)(running.Snapshot.Properties.Single(p => p.Name == "executable.workDir").Value ?? "");
        }

        await File.WriteAllTextAsync(Path.Combine(data, "data", "PG_VERSION"), "9\n");
        await using (var builder = TestApplication.CreatePersistent(state.Path))
        {
            builder.AddPostgres("pg").WithDataVolume();
            await using var app = await builder.StartAsync();
            var fault = await app.FaultOfAsync("pg");
            var reset = await app.ResourceCommands.ExecuteCommandAsync("pg", "reset-data");
            await app.ResourceNotifications.WaitForResourceAsync("pg", e => e.Snapshot.HealthStatus == Microsoft.Extensions.Diagnostics.HealthChecks.HealthStatus.Healthy, Deadline.Token);

            Assert.Contains("is of PostgreSQL 9 but the server is", fault, StringComparison.Ordinal);
            Assert.Contains("Install postgresql-9, or begin anew with the command reset-data", fault, StringComparison.Ordinal);
            Assert.True(reset.Success, reset.Message);
        }
    }

    private static async Task<int> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true }) ?? throw new InvalidOperationException(program);
        await process.WaitForExitAsync(Deadline.Token);
        return process.ExitCode;
    }

    /// <summary>A test that fills a small file system, which only root can mount, and not in every container.</summary>
    private sealed class SmallFileSystemFactAttribute : FactAttribute
    {
        public SmallFileSystemFactAttribute()
        {
            if (!Environment.IsPrivilegedProcess || !CanMount())
            {
                Skip = "No file system can be mounted here: root may, outside of most containers. The test of a quota runs instead.";
            }
        }

        private static bool CanMount()
        {
            using var process = Process.Start(new ProcessStartInfo("unshare", ["--mount", "sh", "-c", "mount -t tmpfs -o size=1m tmpfs /mnt"]) { RedirectStandardError = true });
            process?.WaitForExit();
            return process?.ExitCode == 0;
        }
    }

    private sealed class JumpingClock : TimeProvider
    {
        private long _offsetTicks;

        public void Jump(TimeSpan by) => Interlocked.Add(ref _offsetTicks, by.Ticks);

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref _offsetTicks));
    }
}
