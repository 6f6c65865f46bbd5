using System.Diagnostics;

namespace Thesis.Tests.Support;

/// <summary>
/// A server process in a folder of its own. It runs under a small shell that waits on our pipe: when this process ends,
/// even by SIGKILL, the pipe closes, and the shell stops the server and deletes the folder.
/// </summary>
internal sealed class GuardedServer : IAsyncDisposable
{
    private const string GuardScript = """
        trap : INT TERM HUP
        folder=$1; stop_signal=$2; shift 2
        pid=
        halt() { [ -n "$pid" ] && kill "-$1" "$pid" 2>/dev/null; wait "$pid" 2>/dev/null; pid=; }
        while read -r command; do
          case $command in
            start) "$@" </dev/null >>"$folder/server.log" 2>&1 & pid=$! ;;
            stop) halt "$stop_signal" ;;
            crash) halt QUIT ;;
          esac
          echo "$command"
        done
        halt "$stop_signal"
        rm -rf "$folder"
        """;

    private readonly Process _guard;
    private readonly SemaphoreSlim _turn = new(1);

    private GuardedServer(string folder, Process guard) => (Folder, _guard) = (folder, guard);

    /// <summary>The server's folder; deleted with the server.</summary>
    public string Folder { get; }

    /// <summary>Makes a guard for the command; the server is not started yet.</summary>
    /// <param name="stopSignal">The signal that stops the server at once, e.g. <c>QUIT</c>.</param>
    public static GuardedServer Create(string folder, string stopSignal, IEnumerable<string> command)
    {
        var start = new ProcessStartInfo("/bin/bash") { RedirectStandardInput = true, RedirectStandardOutput = true, WorkingDirectory = "/" };
        string[] arguments = ["-c", GuardScript, "guard", folder, stopSignal, .. command];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }
        return new GuardedServer(folder, Process.Start(start) ?? throw new InvalidOperationException("bash did not start."));
    }

    public Task StartAsync() => SendAsync("start");

    /// <summary>Stops the server by its stop signal and waits until it is gone.</summary>
    public Task StopAsync() => SendAsync("stop");

    public Task CrashAsync() => SendAsync("crash");

    /// <summary>The end of what the server wrote.</summary>
    public async Task<string> ReadLogAsync()
    {
        var path = Path.Combine(Folder, "server.log");
        var text = File.Exists(path) ? await File.ReadAllTextAsync(path) : "";
        return text.Length > 4_000 ? text[^4_000..] : text;
    }

    public async ValueTask DisposeAsync()
    {
        _guard.StandardInput.Close();
        await _guard.WaitForExitAsync();
        _guard.Dispose();
        _turn.Dispose();
    }

    /// <summary>Runs a command to its end.</summary>
    /// <exception cref="InvalidOperationException">It failed; the message holds what it wrote.</exception>
    public static async Task RunAsync(IReadOnlyList<string> command)
    {
        var start = new ProcessStartInfo(command[0]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/" };
        foreach (var argument in command.Skip(1))
        {
            start.ArgumentList.Add(argument);
        }
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{command[0]} did not start.");
        var output = process.StandardOutput.ReadToEndAsync();
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{string.Join(' ', command)} exited with {process.ExitCode}: {await output}{error}");
        }
    }

    private async Task SendAsync(string command)
    {
        await _turn.WaitAsync();
        try
        {
            await _guard.StandardInput.WriteLineAsync(command);
            await _guard.StandardInput.FlushAsync();
            if (await _guard.StandardOutput.ReadLineAsync() != command)
            {
                throw new InvalidOperationException($"The guard of {Folder} ended.");
            }
        }
        finally
        {
            _turn.Release();
        }
    }
}
