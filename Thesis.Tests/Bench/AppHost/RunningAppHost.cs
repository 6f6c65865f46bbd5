using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Thesis.Tests.Support;

namespace Thesis.Bench.AppHost;

/// <summary>An AppHost in a process of its own, as <c>./thesis up --isolated</c> starts it, watched through the Aspire CLI.</summary>
internal sealed class RunningAppHost : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(4);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);

    private readonly string _folder;
    private readonly Process _process;
    private readonly HttpClient _client = new();
    private readonly long _started = Stopwatch.GetTimestamp();
    private readonly TaskCompletionSource<Uri> _login = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private RunningAppHost(Process process, string folder)
    {
        (_process, _folder) = (process, folder);
        process.OutputDataReceived += (_, line) => Read(line.Data);
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <param name="folder">The AppHost's project.</param>
    /// <param name="topology"><c>grouped</c> or <c>distributed</c>.</param>
    public static RunningAppHost Start(string folder, string topology)
    {
        var start = IsolatedAppHost.StartInfo(Path.Combine(folder, "bin", "Release", "net10.0", "Thesis.AppHost"), ["--topology", topology], folder);
        // What a rebuild builds is what was started.
        start.Environment["Configuration"] = "Release";
        return new RunningAppHost(Process.Start(start) ?? throw new InvalidOperationException("The AppHost did not start."), folder);
    }

    /// <summary>Waits until the dashboard answers a request. The time since the start.</summary>
    public async Task<TimeSpan> UntilDashboardAnswersAsync()
    {
        var login = await _login.Task.WaitAsync(Limit);
        while (true)
        {
            try
            {
                using var page = await _client.GetAsync(login);
                page.EnsureSuccessStatusCode();
                return Stopwatch.GetElapsedTime(_started);
            }
            catch (HttpRequestException) when (Stopwatch.GetElapsedTime(_started) < Limit)
            {
                await Task.Delay(Poll);
            }
        }
    }

    /// <summary>Waits until every resource is healthy. The time since the start, and the resources.</summary>
    public async Task<(TimeSpan Time, IReadOnlyList<Resource> Resources)> UntilHealthyAsync()
    {
        var expected = await IdsAsync();
        var resources = new Dictionary<string, Resource>(StringComparer.Ordinal);
        using var cli = Cli("describe", "--follow", "--format", "Json");
        using var limit = new CancellationTokenSource(Limit);
        try
        {
            // The first lines are what there is, each with its state; then come changes.
            while (await cli.StandardOutput.ReadLineAsync(limit.Token) is { } line)
            {
                if (!line.StartsWith('{'))
                {
                    continue;
                }

                using var document = JsonDocument.Parse(line);
                var resource = Resource.Read(document.RootElement);
                resources[resource.Id] = resource;
                if (expected.All(resources.ContainsKey) && resources.Values.All(r => r.IsHealthy))
                {
                    return (Stopwatch.GetElapsedTime(_started), [.. resources.Values]);
                }
            }
        }
        finally
        {
            cli.Kill(entireProcessTree: true);
        }

        throw new InvalidOperationException("The Aspire CLI ended before everything was healthy.");
    }

    private async Task<string[]> IdsAsync()
    {
        using var cli = Cli("describe", "--format", "Json");
        var output = await cli.StandardOutput.ReadToEndAsync().WaitAsync(Limit);
        using var document = JsonDocument.Parse(output);
        return [.. document.RootElement.GetProperty("resources").EnumerateArray().Select(r => Resource.Read(r).Id)];
    }

    /// <summary>Executes a command of a resource, such as rebuild.</summary>
    public async Task CommandAsync(string resource, string command)
    {
        using var cli = Cli("resource", resource, command);
        var output = await cli.StandardOutput.ReadToEndAsync();
        await cli.WaitForExitAsync().WaitAsync(Limit);
        if (cli.ExitCode != 0)
        {
            throw new InvalidOperationException($"{command} of {resource} failed: {output}");
        }
    }

    /// <summary>The processes of the application: what belongs to Aspire, and what to the product.</summary>
    public (IReadOnlyList<int> Orchestration, IReadOnlyList<int> Product) Processes()
    {
        var orchestrator = ProcessTree.All().Single(id => ProcessTree.CommandLine(id).Contains($"start-apiserver --monitor {_process.Id} ", StringComparison.Ordinal));
        var all = ProcessTree.WithDescendants([_process.Id, orchestrator]).ToLookup(IsAspires);
        return ([.. all[true]], [.. all[false]]);

        bool IsAspires(int id) => id == _process.Id || ProcessTree.CommandLine(id) is var line
            && (line.Contains("aspire.hosting.orchestration", StringComparison.OrdinalIgnoreCase) || line.Contains("aspire.dashboard", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Asks it to end. The time until nothing of it is left.</summary>
    public async Task<TimeSpan> StopAsync()
    {
        var (orchestration, product) = Processes();
        var asked = Stopwatch.GetTimestamp();
        using (var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]))
        {
            await kill.WaitForExitAsync();
        }

        await _process.WaitForExitAsync().WaitAsync(Limit);
        while (orchestration.Concat(product).Any(ProcessTree.IsAlive) && Stopwatch.GetElapsedTime(asked) < Limit)
        {
            await Task.Delay(Poll);
        }

        return Stopwatch.GetElapsedTime(asked);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await StopAsync();
        }

        _process.Dispose();
        _client.Dispose();
    }

    private Process Cli(params string[] arguments) =>
        Process.Start(new ProcessStartInfo("dotnet", ["aspire", .. arguments, "--apphost", _folder, "--nologo", "--non-interactive"])
        {
            WorkingDirectory = _folder, // The CLI is a tool of the repository.
            RedirectStandardOutput = true,
        }) ?? throw new InvalidOperationException("dotnet aspire did not start.");

    private void Read(string? line)
    {
        const string Words = "Login to the dashboard at ";
        if (line?.IndexOf(Words, StringComparison.Ordinal) is { } at and >= 0)
        {
            _login.TrySetResult(new Uri(line[(at + Words.Length)..].Trim()));
        }
    }
}

/// <summary>A resource as the CLI describes it.</summary>
internal sealed record Resource(string Id, string Name, string State, string? Health, int? ProcessId)
{
    public bool IsHealthy => State == "Running" && Health is null or "Healthy";

    public static Resource Read(JsonElement resource)
    {
        var process = resource.GetProperty("properties").TryGetProperty("executable.pid", out var pid) && pid.ValueKind == JsonValueKind.Number ? pid.GetInt32() : (int?)null;
        return new Resource(Text("name") ?? "", Text("displayName") ?? "", Text("state") ?? "", Text("healthStatus"), process);

        string? Text(string name) => resource.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
    }
}
