using Thesis.Hosting.Processes;
using Thesis.Hosting.Tests.Support;

namespace Thesis.Hosting.Tests;

/// <summary>An AppHost in a process of its own, ended in every way there is.</summary>
public class CrashTests
{
    [Fact]
    public async Task A_killed_AppHost_leaves_no_process_behind()
    {
        using var state = new TemporaryDirectory();
        using var host = await SampleHost.StartAsync(state.Path);
        var processes = host.Processes();
        Assert.True(processes.Count >= 5, $"The sample and its family run: {string.Join(", ", processes)}");

        host.Signal(Signal.Kill);

        await Deadline.UntilAsync(() => host.Processes().Count == 0 && processes.All(id => ProcessTable.StartTime(id) is null), "every process is gone");
    }

    [Fact]
    public async Task A_terminated_AppHost_stops_everything_and_ends_well()
    {
        using var state = new TemporaryDirectory();
        using var host = await SampleHost.StartAsync(state.Path);

        host.Signal(Signal.Terminate);

        Assert.Equal(0, await host.WaitForExitAsync());
        Assert.Empty(host.Processes());
        Assert.False(File.Exists(Path.Combine(state.Path, "run.json")));
    }

    [Fact]
    public async Task What_a_crash_left_behind_ends_with_the_next_start()
    {
        using var state = new TemporaryDirectory();
        using var host = await SampleHost.StartAsync(state.Path);
        var processes = host.Processes();

        // Without its watchdog nobody cleans up after the AppHost.
        var watchdog = ProcessTable.All().Single(id => ParentOf(id) == host.Id && ProcessTable.CommandLine(id)?.Contains("thesis-watchdog", StringComparison.Ordinal) == true);
        Signals.SendToProcess(watchdog, Signal.Kill);
        host.Signal(Signal.Kill);
        await host.WaitForExitAsync();
        Assert.Contains(processes, id => ProcessTable.StartTime(id) is not null);

        await using var builder = TestApplication.CreatePersistent(state.Path);
        await using var app = await builder.StartAsync();

        await Deadline.UntilAsync(() => processes.All(id => ProcessTable.StartTime(id) is null), "every process of the earlier run is gone");
    }

    [Fact]
    public async Task A_second_start_is_refused_while_the_first_runs()
    {
        using var state = new TemporaryDirectory();
        using var host = await SampleHost.StartAsync(state.Path);
        await using var builder = TestApplication.CreatePersistent(state.Path);
        await using var app = await builder.BuildAsync();

        var refusal = await Assert.ThrowsAsync<DistributedApplicationException>(() => app.StartAsync());

        Assert.Contains($"process {host.Id}", refusal.Message, StringComparison.Ordinal);
        host.Signal(Signal.Terminate);
        await host.WaitForExitAsync();
    }

    [Fact]
    public async Task Two_interrupts_in_a_row_end_it_and_leave_nothing_behind()
    {
        using var state = new TemporaryDirectory();
        using var host = await SampleHost.StartAsync(state.Path);

        host.Signal(Signal.Interrupt);
        host.Signal(Signal.Interrupt);
        await host.WaitForExitAsync();

        await Deadline.UntilAsync(() => host.Processes().Count == 0, "every process is gone");
    }

    [Fact]
    public async Task A_test_that_fails_leaves_no_sample_behind()
    {
        using var state = new TemporaryDirectory();
        var processes = new List<int>();

        await Assert.ThrowsAsync<InvalidOperationException>(async () =>
        {
            using var host = await SampleHost.StartAsync(state.Path);
            processes.AddRange(host.Processes());
            Assert.Contains(processes, id => ProcessTable.CommandLine(id)?.Contains("redis-server", StringComparison.Ordinal) == true);
            throw new InvalidOperationException("a test's failure");
        });

        await Deadline.UntilAsync(() => processes.All(id => ProcessTable.StartTime(id) is null), "every process of the sample is gone");
    }

    private static int ParentOf(int id) => File.Exists($"/proc/{id}/stat") && File.ReadAllText($"/proc/{id}/stat") is var stat
        ? int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture)
        : 0;
}
