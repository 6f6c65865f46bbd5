using System.Diagnostics;
using System.Text.Json;
using Thesis.Hosting.Processes;

namespace Thesis.Hosting.Tests.Support;

/// <summary>The sample AppHost in a process of its own. Whatever becomes of the test, it and all that it started end with this.</summary>
internal sealed class SampleHost : IDisposable
{
    private readonly Process _process;
    private readonly Task<string[]> _output;

    private SampleHost(string state, IReadOnlyDictionary<string, string> environment, string[] before, string[] arguments)
    {
        State = state;
        string[] line = [.. before, "dotnet", typeof(Projects.Sample_AppHost).Assembly.Location, .. arguments];
        var start = new ProcessStartInfo(line[0], line[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        start.Environment["Thesis__StateDirectory"] = state;
        _process = Process.Start(start) ?? throw new InvalidOperationException("The sample did not start.");
        _output = Task.WhenAll(_process.StandardOutput.ReadToEndAsync(), _process.StandardError.ReadToEndAsync());
    }

    public int Id => _process.Id;

    public string State { get; }

    /// <summary>Starts it and waits until all is healthy.</summary>
    public static Task<SampleHost> StartAsync(string state, params string[] arguments) => StartAsync(state, "healthy", new Dictionary<string, string>(), [], arguments);

    /// <summary>Starts it and waits until it has a status.</summary>
    /// <param name="state">Its state's directory.</param>
    /// <param name="status">As <c>run.json</c> has it.</param>
    /// <param name="environment">Variables it gets.</param>
    /// <param name="before">What stands before it on the command line.</param>
    /// <param name="arguments">Its arguments.</param>
    public static async Task<SampleHost> StartAsync(string state, string status, IReadOnlyDictionary<string, string> environment, string[] before, params string[] arguments)
    {
        var host = new SampleHost(state, environment, before, ["--DcpPublisher:RandomizePorts=true", .. arguments]);
        try
        {
            await Deadline.UntilAsync(
                () => host._process.HasExited ? throw new InvalidOperationException(string.Concat(host._output.Result)) : host.Status() == status,
                $"the sample is {status}");
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
        using var host = new SampleHost(state, new Dictionary<string, string>(), [], arguments);
        var exitCode = await host.WaitForExitAsync();
        var output = await host._output;
        return (exitCode, output[0], output[1]);
    }

    /// <summary>What <c>run.json</c> says of a resource.</summary>
    public JsonElement Resource(string name)
    {
        using var content = JsonDocument.Parse(File.ReadAllText(Path.Combine(State, "run.json")));
        return content.RootElement.GetProperty("resources").EnumerateArray().Single(r => r.GetProperty("name").GetString() == name).Clone();
    }

    public void Signal(Signal signal) => Signals.SendToProcess(Id, signal);

    public async Task<int> WaitForExitAsync()
    {
        await _process.WaitForExitAsync(Deadline.Token);
        return _process.ExitCode;
    }

    /// <summary>All processes of the run: each has its state's directory in its environment, or works in it.</summary>
    public List<int> Processes() =>
    [
        .. ProcessTable.WithEnvironment($"Thesis__StateDirectory={State}\0").Concat(ProcessTable.All().Where(WorksInState)).Distinct()
            .Where(id => ProcessTable.StartTime(id) is not null),
    ];

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

    /// <summary>Some programs overwrite their environment.</summary>
    private bool WorksInState(int id)
    {
        try
        {
            return new DirectoryInfo($"/proc/{id}/cwd").LinkTarget?.StartsWith(State + "/", StringComparison.Ordinal) == true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It ended meanwhile, or belongs to someone else.
            return false;
        }
    }
}
