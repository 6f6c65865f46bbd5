using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Thesis.Redis.Tests;

/// <summary>
/// A real <c>redis-server</c> on a random port, without persistence, that can be killed, paused and started again. It ends with
/// the test process, however that ends.
/// </summary>
public sealed partial class RedisServer : IAsyncDisposable
{
    private const int SigKill = 9;
    private const int SigContinue = 18;
    private const int SigStop = 19;

    // Below the range from which the system takes ports for outgoing connections, so that nobody takes ours during a restart.
    private const int FirstPort = 12_000;
    private const int LastPort = 31_000;

    private readonly string[] _arguments;
    private readonly string _directory = Directory.CreateTempSubdirectory("thesis-redis-").FullName;
    private readonly bool _isTls;
    private Process? _shell;
    private int _pid;

    private RedisServer(string[] arguments, bool isTls)
    {
        _arguments = arguments;
        _isTls = isTls;
    }

    public int Port { get; private set; }

    public string ConnectionString => $"127.0.0.1:{Port}";

    /// <param name="isTls">Listens for TLS only.</param>
    /// <param name="arguments">Further settings, such as <c>--maxclients 100</c>, word by word.</param>
    public static async Task<RedisServer> StartAsync(bool isTls = false, params string[] arguments)
    {
        var server = new RedisServer(arguments, isTls);
        for (var attempt = 1; ; attempt++)
        {
            server.Port = Random.Shared.Next(FirstPort, LastPort);
            try
            {
                await server.StartAgainAsync();
                return server;
            }
            catch (InvalidOperationException) when (attempt < 5)
            {
                // The port was taken.
            }
        }
    }

    /// <summary>Starts it, empty, on the same port.</summary>
    public async Task StartAgainAsync()
    {
        // The shell ends the server when our end of its standard input closes, which the system does even if we crash.
        var start = new ProcessStartInfo("bash")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _directory,
        };
        File.Delete(Path.Combine(_directory, "log"));
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add("""redis-server "$@" </dev/null >log 2>&1 & echo $!; cat >/dev/null; kill -9 $! 2>/dev/null; wait""");
        foreach (var argument in (string[])["redis-server", _isTls ? "--tls-port" : "--port", Port.ToString(CultureInfo.InvariantCulture),
            .. (_isTls ? (string[])["--port", "0"] : []), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", .. _arguments])
        {
            start.ArgumentList.Add(argument);
        }

        _shell = Process.Start(start) ?? throw new InvalidOperationException("bash did not start.");
        _pid = int.Parse(await _shell.StandardOutput.ReadLineAsync() ?? "", CultureInfo.InvariantCulture);
        var deadline = Stopwatch.StartNew();
        while (!(await LogAsync()).Contains("Ready to accept connections", StringComparison.Ordinal))
        {
            if (HasExited() || deadline.Elapsed > TimeSpan.FromSeconds(10))
            {
                var log = await LogAsync();
                Kill();
                throw new InvalidOperationException($"redis-server did not start on port {Port}: {log}");
            }

            await Task.Delay(5);
        }
    }

    /// <summary>SIGKILL: no reply, no farewell. Returns when it is gone.</summary>
    public void Kill()
    {
        if (_shell is null)
        {
            return;
        }

        _ = SendSignal(_pid, SigKill);
        _shell.StandardInput.Close();
        _shell.WaitForExit();
        _shell.Dispose();
        _shell = null;
    }

    /// <summary>The server keeps its connections and answers nothing.</summary>
    public void Pause() => _ = SendSignal(_pid, SigStop);

    public void Resume() => _ = SendSignal(_pid, SigContinue);

    public ValueTask DisposeAsync()
    {
        Kill();
        Directory.Delete(_directory, recursive: true);
        return ValueTask.CompletedTask;
    }

    private bool HasExited() => SendSignal(_pid, 0) != 0;

    private async Task<string> LogAsync()
    {
        var file = Path.Combine(_directory, "log");
        return File.Exists(file) ? await File.ReadAllTextAsync(file) : "";
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int pid, int signal);
}
