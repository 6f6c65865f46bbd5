using System.Diagnostics;
using System.Text.Json;
using Thesis.Hosting.Processes;

namespace Thesis.Hosting.Tests.Support;

/// <summary>The sample AppHost in a process of its own. Whatever becomes of the test, it and all that it started end with this.</summary>
internal sealed class SampleHost : IDisposable
{
    private readonly Process _process;
    private readonly Task<string[]> _output;

    private SampleHost(string state, string[] arguments)
    {
        State = state;
        var start = new ProcessStartInfo("dotnet", [typeof(Projects.Sample_AppHost).Assembly.Location, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["Thesis__StateDirectory"] = state;
        _process = Process.Start(start) ?? throw new InvalidOperationException("The sample did not start.");
        _output = Task.WhenAll(_process.StandardOutput.ReadToEndAsync(), _process.StandardError.ReadToEndAsync());
    }

    public int Id => _process.Id;

    public string State { get; }

    /// <summary>Starts it and waits until all is healthy.</summary>
    public static async Task<SampleHost> StartAsync(string state, params string[] arguments)
    {
        var host = new SampleHost(state, ["--DcpPublisher:RandomizePorts=true", .. arguments]);
        try
        {
            await Deadline.UntilAsync(
                () => host._process.HasExited ? throw new InvalidOperationException(string.Concat(host._output.Result)) : host.Status() == "healthy",
                "the sample is healthy");
            return host;
        }
        catch
        {
            host.Dispose();
            throw;
        }
    }

    /// <summary>Runs it to its own end.</summary>
    public static async Task<(int ExitCode, string Output, string Error)> RunAsync(string state, params string[] arguments)
    {
        using var host = new SampleHost(state, arguments);
        var exitCode = await host.WaitForExitAsync();
        var output = await host._output;
        return (exitCode, output[0], output[1]);
    }

    public void Signal(Signal signal) => Signals.SendToProcess(Id, signal);

    public async Task<int> WaitForExitAsync()
    {
        await _process.WaitForExitAsync(Deadline.Token);
        return _process.ExitCode;
    }

    /// <summary>All processes of the run: each has its state's directory in its environment.</summary>
    public List<int> Processes() =>
        [.. ProcessTable.WithEnvironment($"Thesis__StateDirectory={State}\0").Where(id => ProcessTable.StartTime(id) is not null)];

    public string? Status()
    {
        var path = Path.Combine(State, "run.json");
        if (!File.Exists(path))
        {
            return null;
        }

        using var content = JsonDocument.Parse(File.ReadAllText(path));
        return content.RootElement.GetProperty("status").GetString();
    }

    public void Dispose()
    {
        Signal(Hosting.Processes.Signal.Kill);
        foreach (var left in Processes())
        {
            Signals.SendToProcess(left, Hosting.Processes.Signal.Kill);
        }

        _process.WaitForExit();
        _process.Dispose();
    }
}
