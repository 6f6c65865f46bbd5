using System.Diagnostics;

namespace Thesis.Hosting.Processes;

/// <summary>A process that goes on when the application ends. What it writes goes to a file, which is read as it grows.</summary>
internal sealed class PersistentProcess : IRunningProcess
{
    public static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    private const long MaxLogBytes = 20 * 1024 * 1024;

    private readonly CancellationTokenSource _leaving = new();
    private readonly PersistentLedger.Entry _entry;
    private readonly Process? _own;
    private readonly PersistentProcesses _processes;
    private readonly TimeProvider _time;
    private readonly Task _reading;

    /// <summary>Follows a process.</summary>
    /// <param name="entry">What is known of it.</param>
    /// <param name="own">The process, when this run started it.</param>
    /// <param name="processes">Ends it.</param>
    /// <param name="log">The file it writes to.</param>
    /// <param name="fromStart">Whether to read what the file has already.</param>
    /// <param name="writeLine">Gets each line.</param>
    /// <param name="time">The clock.</param>
    public PersistentProcess(PersistentLedger.Entry entry, Process? own, PersistentProcesses processes, string log, bool fromStart, Action<string, bool> writeLine, TimeProvider time)
    {
        _entry = entry;
        _own = own;
        _processes = processes;
        _time = time;
        _reading = ReadAsync(log, fromStart, writeLine);
    }

    public int Id => _entry.ProcessId;

    public DateTime? StartedEarlier => _own is null ? StartTime() : null;

    public bool OutlivesApplication => true;

    public async Task<int?> WaitForExitAsync()
    {
        try
        {
            if (_own is not null)
            {
                await _own.WaitForExitAsync(_leaving.Token).ConfigureAwait(false);
            }

            while (_entry.IsAlive())
            {
                await Task.Delay(Poll, _time, _leaving.Token).ConfigureAwait(false);
            }

            Signals.SendToGroup(Id, Signal.Kill);
            await _reading.ConfigureAwait(false);
            return _own?.ExitCode;
        }
        catch (OperationCanceledException)
        {
            // It is left to itself.
            return null;
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => _processes.EndAsync(_entry, cancellationToken);

    public void Ended() => _processes.Forget(_entry);

    public void Dispose()
    {
        _leaving.Cancel();
        _own?.Dispose();
    }

    /// <summary>Passes lines on until the process has ended and all is read. A full file is emptied: the process goes on at its beginning.</summary>
    private async Task ReadAsync(string log, bool fromStart, Action<string, bool> writeLine)
    {
        var file = new FileStream(log, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        await using (file.ConfigureAwait(false))
        {
            file.Position = fromStart ? 0 : file.Length;
            using var reader = new StreamReader(file);
            var isLast = false;
            while (!isLast && !_leaving.IsCancellationRequested)
            {
                isLast = !_entry.IsAlive();
                while (await reader.ReadLineAsync(CancellationToken.None).ConfigureAwait(false) is { } line)
                {
                    writeLine(line, true);
                }

                if (file.Length > MaxLogBytes)
                {
                    file.SetLength(0);
                    file.Position = 0;
                    reader.DiscardBufferedData();
                }

                await Task.Delay(Poll, _time, CancellationToken.None).ConfigureAwait(false);
            }
        }
    }

    private DateTime? StartTime()
    {
        try
        {
            using var process = Process.GetProcessById(Id);
            return process.StartTime.ToUniversalTime();
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            // It ended meanwhile.
            return null;
        }
    }
}
