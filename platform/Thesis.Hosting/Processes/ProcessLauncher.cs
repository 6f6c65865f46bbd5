using System.Collections;
using System.Diagnostics;
using Aspire.Hosting;
using Thesis.Hosting.State;

namespace Thesis.Hosting.Processes;

/// <summary>
/// Starts programs so that none outlives the AppHost: each leads a process group, carries the run's mark in its
/// environment, and stands in the run's ledger on disk and in its watchdog.
/// </summary>
internal sealed class ProcessLauncher : IAsyncDisposable
{
    /// <summary>The variable that marks every process of a run, and those they start.</summary>
    public const string OwnerVariable = "THESIS_HOSTING_OWNER";

    private static readonly string[] NotInherited =
    [
        "ASPNETCORE_URLS", "DOTNET_LAUNCH_PROFILE", "ASPNETCORE_ENVIRONMENT", "DOTNET_ENVIRONMENT", "ASPIRE_LOGLEVEL",
        OwnerVariable,
    ];

    private readonly string _runId = Guid.NewGuid().ToString("N");
    private readonly Lazy<Watchdog> _watchdog;
    private readonly ProcessLedger _ledger;

    public ProcessLauncher(StateDirectory state)
    {
        _watchdog = new Lazy<Watchdog>(() => Watchdog.Start(Mark("")));
        _ledger = new ProcessLedger(Path.Combine(state.EnsureExists(), "processes.json"), _runId);
    }

    /// <summary>Kills what an earlier run left behind, and takes over its state directory.</summary>
    /// <exception cref="DistributedApplicationException">The earlier run is alive.</exception>
    public void TakeOver() => _ledger.TakeOver(runId => $"{OwnerVariable}={runId}/");

    /// <summary>Starts a program.</summary>
    /// <param name="resourceName">The resource it belongs to.</param>
    /// <param name="specification">The program.</param>
    /// <param name="writeLine">Gets each line it writes, and whether it went to standard error.</param>
    public ManagedProcess Start(string resourceName, ProcessSpecification specification, Action<string, bool> writeLine)
    {
        var start = StartInfo(specification, Mark(resourceName), log: null);
        var watchdog = _watchdog.Value;
        var process = Process.Start(start) ?? throw new InvalidOperationException($"'{specification.Command}' did not start.");
        watchdog.Guard(process.Id);
        _ledger.Add(process.Id, resourceName);
        GiveInput(process, specification.StandardInput);
        return new ManagedProcess(process, specification, $"{OwnerVariable}={Mark(resourceName)}\0", writeLine, Ended);
    }

    /// <summary>How a program is started that leads a process group.</summary>
    /// <param name="specification">The program.</param>
    /// <param name="mark">The run's mark, which its environment carries; null when it belongs to no run.</param>
    /// <param name="log">The file that gets what it writes; the caller reads that when null.</param>
    /// <exception cref="DistributedApplicationException">The program or its working directory is missing.</exception>
    internal static ProcessStartInfo StartInfo(ProcessSpecification specification, string? mark, string? log)
    {
        var program = ProgramLocation.Find(specification.Command, specification.WorkingDirectory);
        if (!Directory.Exists(specification.WorkingDirectory))
        {
            throw new DistributedApplicationException($"The working directory '{specification.WorkingDirectory}' does not exist.");
        }

        var start = new ProcessStartInfo(ProgramLocation.Find("setsid", "/"))
        {
            WorkingDirectory = specification.WorkingDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = log is null,
            RedirectStandardError = log is null,
        };
        string[] into = log is null ? [] : ["/bin/sh", "-c", "exec \"$@\" >>\"$0\" 2>&1", log];
        foreach (var argument in into.Concat(CommandLine(program, specification)))
        {
            start.ArgumentList.Add(argument);
        }

        SetEnvironment(start.Environment, specification, mark);
        return start;
    }

    /// <summary>Strikes a program that has ended from the books.</summary>
    public void Ended(ManagedProcess process)
    {
        _watchdog.Value.Release(process.Id);
        _ledger.Remove(process.Id);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var straggler in ProcessTable.WithEnvironment($"{OwnerVariable}={Mark("")}"))
        {
            Signals.SendToProcess(straggler, Signal.Kill);
        }

        _ledger.Dispose();
        if (_watchdog.IsValueCreated)
        {
            await _watchdog.Value.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static List<string> CommandLine(string program, ProcessSpecification specification)
    {
        List<string> line = [];
        if (specification.UserName is { } user)
        {
            line.AddRange([ProgramLocation.Find("setpriv", "/"), $"--reuid={user}", $"--regid={user}", "--clear-groups", "--"]);
        }

        line.Add(program);
        line.AddRange(specification.Arguments);
        return line;
    }

    internal static void GiveInput(Process process, string? input)
    {
        try
        {
            process.StandardInput.Write(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended before it read anything; its exit code tells.
        }
    }

    private string Mark(string resourceName) => $"{_runId}/{resourceName}";

    private static void SetEnvironment(IDictionary<string, string?> environment, ProcessSpecification specification, string? mark)
    {
        environment.Clear();
        foreach (DictionaryEntry inherited in Environment.GetEnvironmentVariables())
        {
            environment[(string)inherited.Key] = (string?)inherited.Value;
        }

        foreach (var name in NotInherited)
        {
            environment.Remove(name);
        }

        foreach (var (name, value) in specification.Environment)
        {
            environment[name] = value;
        }

        if (mark is not null)
        {
            environment[OwnerVariable] = mark;
        }
    }
}
