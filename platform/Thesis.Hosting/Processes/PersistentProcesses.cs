using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Aspire.Hosting.ApplicationModel;
using Thesis.Hosting.State;

namespace Thesis.Hosting.Processes;

/// <summary>
/// Starts the processes that go on when the application ends, finds them again at the next start, and ends those that
/// nobody wants any more: those no longer in the model, or wanted otherwise than they were started.
/// </summary>
/// <remarks>
/// They carry no run's mark, so that no run's end or crash ends them. Those that the record has lost are known by the file
/// they write to: some programs overwrite their environment.
/// </remarks>
internal sealed class PersistentProcesses(StateDirectory state, TimeProvider time)
{
    // A database that writes its data down is not cut short: nobody waits for the end of the application here.
    private const double MinGraceSeconds = 30;

    private const string FileName = "persistent.json";
    private const string LogFolder = "logs";
    private const string LogEnding = ".persistent.log";

    private readonly Lazy<PersistentLedger> _ledger = new(() => new PersistentLedger(Path.Combine(state.EnsureExists(), FileName)));

    /// <summary>Whether a resource's process goes on when the application ends; nothing does that ends with its test.</summary>
    public bool Keeps(IResource resource) => !state.IsEphemeral && IsPersistent(resource);

    /// <summary>Whether the model wants a resource to go on when the application ends.</summary>
    public static bool IsPersistent(IResource resource) =>
        resource.Annotations.OfType<ContainerLifetimeAnnotation>().LastOrDefault() is { Lifetime: ContainerLifetime.Persistent };

    /// <summary>The port that a resource's process has had since an earlier run; null when none runs.</summary>
    public int? PortOf(IResource resource, string endpoint) =>
        Keeps(resource) && _ledger.Value.Find(resource.Name) is { } running && running.Ports.TryGetValue(endpoint, out var port) ? port : null;

    /// <summary>Ends those that are not, or no longer, wanted to go on.</summary>
    public async Task EndUnwantedAsync(IEnumerable<IResource> resources, CancellationToken cancellationToken)
    {
        if (state.IsEphemeral)
        {
            return;
        }

        var wanted = resources.Where(Keeps).Select(r => r.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var known = _ledger.Value.Alive();
        await Task.WhenAll(known.Where(e => !wanted.Contains(e.Name)).Select(e => EndAsync(e, cancellationToken))).ConfigureAwait(false);
        foreach (var lost in All().Where(id => !known.Any(e => ProcessTable.IsOrDescendsFrom(id, e.ProcessId))).ToArray())
        {
            Signals.SendToProcess(lost, Signal.Kill);
        }
    }

    /// <summary>Every process of this state that goes on, and those they started.</summary>
    public IEnumerable<int> All() => ProcessTable.WritingTo(file => file.StartsWith(Path.Combine(state.Path, LogFolder) + "/", StringComparison.Ordinal) && file.Contains(LogEnding, StringComparison.Ordinal));

    /// <summary>The process that an earlier run started just so; null when none runs. One that was started otherwise is ended.</summary>
    public async Task<IRunningProcess?> TakeOverAsync(string name, string configuration, Action<string, bool> writeLine, CancellationToken cancellationToken)
    {
        if (_ledger.Value.Find(name) is not { } running)
        {
            return null;
        }

        if (running.Configuration == configuration)
        {
            writeLine($"It has run since an earlier start, as process {running.ProcessId}.", false);
            return new PersistentProcess(running, null, this, LogOf(name), fromStart: false, writeLine, time);
        }

        writeLine($"What it is to be started with has changed since process {running.ProcessId} was: that is ended.", false);
        await EndAsync(running, cancellationToken).ConfigureAwait(false);
        return null;
    }

    /// <summary>Starts a program that goes on when the application ends.</summary>
    public IRunningProcess Start(string name, ProcessSpecification specification, string configuration, IReadOnlyDictionary<string, int> ports, Action<string, bool> writeLine)
    {
        var log = LogOf(name);
        OwnerOnlyFile.Write(log, "");
        var start = ProcessLauncher.StartInfo(specification, mark: null, log);
        var process = Process.Start(start) ?? throw new InvalidOperationException($"'{specification.Command}' did not start.");
        ProcessLauncher.GiveInput(process, specification.StandardInput);
        var stop = specification.Stop;
        var entry = new PersistentLedger.Entry(
            name, process.Id, ProcessTable.StartTime(process.Id) ?? 0, configuration, ports, (int)stop.Signal, stop.WholeGroup, Math.Max(stop.Grace.TotalSeconds, MinGraceSeconds));
        _ledger.Value.Put(entry);
        return new PersistentProcess(entry, process, this, log, fromStart: true, writeLine, time);
    }

    /// <summary>A digest of what a process is started with: another digest, another process.</summary>
    public static string Digest(ProcessSpecification specification, IReadOnlyDictionary<string, string> environment)
    {
        var text = JsonSerializer.Serialize(new
        {
            specification.Command,
            specification.Arguments,
            specification.WorkingDirectory,
            specification.UserName,
            specification.StandardInput,
            Environment = environment.Concat(specification.Environment).DistinctBy(v => v.Key).OrderBy(v => v.Key, StringComparer.Ordinal).Select(v => $"{v.Key}={v.Value}"),
        });
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    /// <summary>Asks a process to end, and kills it with its group when its grace is over.</summary>
    public async Task EndAsync(PersistentLedger.Entry entry, CancellationToken cancellationToken)
    {
        if (entry.IsAlive())
        {
            var asked = time.GetTimestamp();
            _ = entry.WholeGroup
                ? Signals.SendToGroup(entry.ProcessId, (Signal)entry.Signal)
                : Signals.SendToProcess(entry.ProcessId, (Signal)entry.Signal);
            while (entry.IsAlive() && time.GetElapsedTime(asked) < TimeSpan.FromSeconds(entry.GraceSeconds))
            {
                await Task.Delay(PersistentProcess.Poll, time, cancellationToken).ConfigureAwait(false);
            }

            Signals.SendToGroup(entry.ProcessId, Signal.Kill);
        }

        _ledger.Value.Remove(entry.Name);
    }

    /// <summary>Strikes a process that has ended from the books, unless another has its place.</summary>
    public void Forget(PersistentLedger.Entry entry)
    {
        if (_ledger.Value.Find(entry.Name) is not { } other || other.ProcessId == entry.ProcessId)
        {
            _ledger.Value.Remove(entry.Name);
        }
    }

    private string LogOf(string name) => Path.Combine(state.EnsureOwnerOnly(LogFolder), name + LogEnding);
}
