using System.Diagnostics;
using System.Text;

namespace Thesis.Hosting.Processes;

/// <summary>A running program, the leader of a process group of its own.</summary>
internal sealed class ManagedProcess : IRunningProcess
{
    private const int MaxLineLength = 32 * 1024;
    private static readonly TimeSpan GroupEndPoll = TimeSpan.FromMilliseconds(10);

    private readonly Process _process;
    private readonly ProcessSpecification _specification;
    private readonly string _ownerMark;
    private readonly Action<ManagedProcess> _ended;
    private readonly Task _output;

    public ManagedProcess(Process process, ProcessSpecification specification, string ownerMark, Action<string, bool> writeLine, Action<ManagedProcess> ended)
    {
        _ended = ended;
        _process = process;
        _specification = specification;
        _ownerMark = ownerMark;
        Id = process.Id;
        _output = Task.WhenAll(
            PumpAsync(process.StandardOutput.BaseStream, line => writeLine(line, false)),
            PumpAsync(process.StandardError.BaseStream, line => writeLine(line, true)));
    }

    /// <summary>The id of the process and of its group.</summary>
    public int Id { get; }

    public DateTime? StartedEarlier => null;

    public bool OutlivesApplication => false;

    /// <summary>Waits for the end, kills what it left behind in its group unless that may go on, and returns the exit code.</summary>
    public async Task<int> WaitForExitAsync()
    {
        await _process.WaitForExitAsync().ConfigureAwait(false);
        if (!_specification.LeavesServers)
        {
            KillRemains();
        }

        // The last lines arrive once no process has the pipe any more; a stranger who holds it is not waited for.
        await Task.WhenAny(_output, Task.Delay(TimeSpan.FromSeconds(1))).ConfigureAwait(false);
        return _process.ExitCode;
    }

    /// <summary>Asks the program to end, and kills it with everything it started when the grace is over.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        var stop = _specification.Stop;
        if (stop.WholeGroup)
        {
            Signals.SendToGroup(Id, stop.Signal);
        }
        else if (!_process.HasExited)
        {
            Signals.SendToProcess(Id, stop.Signal);
        }

        using var grace = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        grace.CancelAfter(stop.Grace);
        try
        {
            await _process.WaitForExitAsync(grace.Token).ConfigureAwait(false);
            while (stop.WholeGroup && Signals.SendToGroup(Id, Signal.Probe))
            {
                await Task.Delay(GroupEndPoll, grace.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The grace is over: what is left is killed below.
        }

        Signals.SendToGroup(Id, Signal.Kill);
        await _process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        KillRemains();
    }

    public void Ended() => _ended(this);

    public void Dispose() => _process.Dispose();

    async Task<int?> IRunningProcess.WaitForExitAsync() => await WaitForExitAsync().ConfigureAwait(false);

    private void KillRemains()
    {
        Signals.SendToGroup(Id, Signal.Kill);
        foreach (var straggler in ProcessTable.WithEnvironment(_ownerMark))
        {
            Signals.SendToProcess(straggler, Signal.Kill);
        }
    }

    private static async Task PumpAsync(Stream stream, Action<string> writeLine)
    {
        using var reader = new StreamReader(stream, new UTF8Encoding(false), detectEncodingFromByteOrderMarks: false);
        var buffer = new char[4096];
        var line = new StringBuilder();
        try
        {
            int read;
            while ((read = await reader.ReadAsync(buffer).ConfigureAwait(false)) > 0)
            {
                foreach (var c in buffer.AsSpan(0, read))
                {
                    if (c == '\n' || line.Length >= MaxLineLength)
                    {
                        writeLine(line.ToString());
                        line.Clear();
                    }

                    if (c is not ('\n' or '\r'))
                    {
                        line.Append(c);
                    }
                }
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The process is gone and its pipe with it.
        }

        if (line.Length > 0)
        {
            writeLine(line.ToString());
        }
    }
}
