using System.Diagnostics;
using System.Text;

namespace Thesis.Tests.Support.Door;

/// <summary>A real process beside the test; ready once it answers.</summary>
public sealed class ChildProcess : IAsyncDisposable
{
    private static readonly TimeSpan ReadyWithin = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(50);
    private readonly Process _process;
    private readonly StringBuilder _output = new();

    private ChildProcess(Process process) => _process = process;

    public int Id => _process.Id;

    public static async Task<ChildProcess> StartAsync(string file, IEnumerable<string> arguments, string folder, IDictionary<string, string> environment, Uri readyAt)
    {
        var start = new ProcessStartInfo(file, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var child = new ChildProcess(Process.Start(start) ?? throw new InvalidOperationException($"{file} did not start."));
        child._process.OutputDataReceived += (_, line) => child.Keep(line.Data);
        child._process.ErrorDataReceived += (_, line) => child.Keep(line.Data);
        child._process.BeginOutputReadLine();
        child._process.BeginErrorReadLine();
        try
        {
            await child.ReadyAsync(readyAt);
            return child;
        }
        catch
        {
            await child.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private void Keep(string? line)
    {
        lock (_output)
        {
            _output.AppendLine(line);
        }
    }

    private async Task ReadyAsync(Uri address)
    {
        using var http = new HttpClient();
        using var deadline = new CancellationTokenSource(ReadyWithin);
        while (!_process.HasExited && !deadline.IsCancellationRequested)
        {
            try
            {
                if ((await http.GetAsync(address, deadline.Token)).IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (Exception notYet) when (notYet is HttpRequestException or OperationCanceledException)
            {
                // Nobody listens yet.
            }

            await Task.Delay(LookAgain);
        }

        throw new InvalidOperationException($"{address} did not become ready:\n{_output}");
    }
}
