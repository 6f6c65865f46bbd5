using System.Text.Json;
using Aspire.Hosting;
using Thesis.Hosting.State;

namespace Thesis.Hosting.Processes;

/// <summary>The processes of the current run on disk, so that the next start can end what is left of it.</summary>
internal sealed class ProcessLedger : IDisposable
{
    private readonly Lock _lock = new();
    private readonly string _path;
    private readonly string _runId;
    private readonly List<Entry> _entries = [];
    private bool _taken;

    public ProcessLedger(string path, string runId)
    {
        _path = path;
        _runId = runId;
    }

    internal sealed record Entry(int ProcessId, long StartTime, string Name);

    internal sealed record Content(string RunId, Entry AppHost, List<Entry> Processes);

    /// <summary>Ends what an earlier run left behind.</summary>
    /// <param name="markOf">What stands in the environment of every process of a run.</param>
    /// <exception cref="DistributedApplicationException">The earlier run is alive.</exception>
    public void TakeOver(Func<string, string> markOf)
    {
        if (Read() is { } earlier)
        {
            if (IsAlive(earlier.AppHost) && earlier.AppHost.ProcessId != Environment.ProcessId)
            {
                throw new DistributedApplicationException(
                    $"The application runs already, as process {earlier.AppHost.ProcessId}. Stop that first, or give this one a place of its own: --isolated --Thesis:StateDirectory DIRECTORY.");
            }

            Reap(earlier, markOf(earlier.RunId));
        }

        lock (_lock)
        {
            _taken = true;
            Write();
        }
    }

    public void Add(int processId, string name)
    {
        lock (_lock)
        {
            if (ProcessTable.StartTime(processId) is { } startTime)
            {
                _entries.Add(new Entry(processId, startTime, name));
                Write();
            }
        }
    }

    public void Remove(int processId)
    {
        lock (_lock)
        {
            _entries.RemoveAll(e => e.ProcessId == processId);
            Write();
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            if (_taken)
            {
                _taken = false;
                File.Delete(_path);
            }
        }
    }

    private static bool IsAlive(Entry entry) => ProcessTable.StartTime(entry.ProcessId) == entry.StartTime;

    private static void Reap(Content earlier, string mark)
    {
        foreach (var entry in earlier.Processes.Where(IsAlive))
        {
            Signals.SendToGroup(entry.ProcessId, Signal.Kill);
        }

        foreach (var straggler in ProcessTable.WithEnvironment(mark))
        {
            Signals.SendToProcess(straggler, Signal.Kill);
        }
    }

    private Content? Read()
    {
        try
        {
            return File.Exists(_path) ? JsonSerializer.Deserialize<Content>(File.ReadAllText(_path)) : null;
        }
        catch (JsonException)
        {
            // A file that was not ours, or was damaged: there is nothing to learn from it.
            return null;
        }
    }

    private void Write()
    {
        if (_taken)
        {
            var self = new Entry(Environment.ProcessId, ProcessTable.StartTime(Environment.ProcessId) ?? 0, "AppHost");
            OwnerOnlyFile.Write(_path, JsonSerializer.Serialize(new Content(_runId, self, _entries)));
        }
    }
}
