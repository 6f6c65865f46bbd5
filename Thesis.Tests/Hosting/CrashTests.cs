using System.Diagnostics;
using System.Text.Json;
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
        using var host = await StartSampleAsync(state.Path);
        var processes = ProcessesOf(state.Path);
        Assert.True(processes.Count >= 5, $"The sample and its family run: {string.Join(", ", processes)}");

        Signals.SendToProcess(host.Id, Signal.Kill);

        await Deadline.UntilAsync(() => ProcessesOf(state.Path).Count == 0 && processes.All(id => ProcessTable.StartTime(id) is null), "every process is gone");
    }

    [Fact]
    public async Task A_terminated_AppHost_stops_everything_and_ends_well()
    {
        using var state = new TemporaryDirectory();
        using var host = await StartSampleAsync(state.Path);

        Signals.SendToProcess(host.Id, Signal.Terminate);
        await host.WaitForExitAsync(Deadline.Token);

        Assert.Equal(0, host.ExitCode);
        Assert.Empty(ProcessesOf(state.Path));
        Assert.False(File.Exists(Path.Combine(state.Path, "run.json")));
    }

    [Fact]
    public async Task What_a_crash_left_behind_ends_with_the_next_start()
    {
        using var state = new TemporaryDirectory();
        using var host = await StartSampleAsync(state.Path);
        var processes = ProcessesOf(state.Path);

        // Without its watchdog nobody cleans up after the AppHost.
        var watchdog = ProcessTable.All().Single(id => ParentOf(id) == host.Id && ProcessTable.CommandLine(id)?.Contains("thesis-watchdog", StringComparison.Ordinal) == true);
        Signals.SendToProcess(watchdog, Signal.Kill);
        Signals.SendToProcess(host.Id, Signal.Kill);
        await host.WaitForExitAsync(Deadline.Token);
        Assert.Contains(processes, id => ProcessTable.StartTime(id) is not null);

        await using var builder = TestApplication.CreatePersistent(state.Path);
        await using var app = await builder.StartAsync();

        await Deadline.UntilAsync(() => processes.All(id => ProcessTable.StartTime(id) is null), "every process of the earlier run is gone");
    }

    [Fact]
    public async Task A_second_start_is_refused_while_the_first_runs()
    {
        using var state = new TemporaryDirectory();
        using var host = await StartSampleAsync(state.Path);
        await using var builder = TestApplication.CreatePersistent(state.Path);
        await using var app = await builder.BuildAsync();

        var refusal = await Assert.ThrowsAsync<DistributedApplicationException>(() => app.StartAsync());

        Assert.Contains($"process {host.Id}", refusal.Message, StringComparison.Ordinal);
        Signals.SendToProcess(host.Id, Signal.Terminate);
        await host.WaitForExitAsync(Deadline.Token);
    }

    [Fact]
    public async Task Two_interrupts_in_a_row_end_it_and_leave_nothing_behind()
    {
        using var state = new TemporaryDirectory();
        using var host = await StartSampleAsync(state.Path);

        Signals.SendToProcess(host.Id, Signal.Interrupt);
        Signals.SendToProcess(host.Id, Signal.Interrupt);
        await host.WaitForExitAsync(Deadline.Token);

        await Deadline.UntilAsync(() => ProcessesOf(state.Path).Count == 0, "every process is gone");
    }

    private static async Task<Process> StartSampleAsync(string state)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(Projects.Sample_AppHost).Assembly.Location, "--DcpPublisher:RandomizePorts=true"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["Thesis__StateDirectory"] = state;
        var host = Process.Start(start) ?? throw new InvalidOperationException("The sample did not start.");
        var output = Task.WhenAll(host.StandardOutput.ReadToEndAsync(), host.StandardError.ReadToEndAsync());
        await Deadline.UntilAsync(
            () => host.HasExited ? throw new InvalidOperationException(string.Concat(output.Result)) : StatusOf(state) == "healthy",
            "the sample is healthy");
        return host;
    }

    private static string? StatusOf(string state)
    {
        var path = Path.Combine(state, "run.json");
        if (!File.Exists(path))
        {
            return null;
        }

        using var content = JsonDocument.Parse(File.ReadAllText(path));
        return content.RootElement.GetProperty("status").GetString();
    }

    /// <summary>All processes of the run that keeps its state in a directory: each has it in its environment.</summary>
    private static List<int> ProcessesOf(string state) =>
        [.. ProcessTable.WithEnvironment($"Thesis__StateDirectory={state}").Where(id => ProcessTable.StartTime(id) is not null)];

    private static int ParentOf(int id) => File.Exists($"/proc/{id}/stat") && File.ReadAllText($"/proc/{id}/stat") is var stat
        ? int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture)
        : 0;
}
