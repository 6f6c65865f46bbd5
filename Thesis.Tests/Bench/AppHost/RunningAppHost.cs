using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Thesis.Bench.AppHost;

/// <summary>An AppHost in a process of its own, seen from outside: its output, its state file, its dashboard.</summary>
internal sealed class RunningAppHost : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);

    private readonly Process _process;
    private readonly string _state;
    private readonly HttpClient _client;
    private readonly TaskCompletionSource<Uri> _login = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly long _started = Stopwatch.GetTimestamp();

    private RunningAppHost(Process process, string state)
    {
        _process = process;
        _state = state;
        _client = new HttpClient(new SocketsHttpHandler { CookieContainer = new CookieContainer() }, disposeHandler: true);
        process.OutputDataReceived += (_, line) => Read(line.Data);
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public int Id => _process.Id;

    /// <param name="root">The checkout.</param>
    /// <param name="state">Where it keeps its data.</param>
    /// <param name="compilerServer">Whether builds may leave the compiler running, for the next.</param>
    /// <param name="options">Its switches.</param>
    public static RunningAppHost Start(string root, string state, bool compilerServer, params string[] options)
    {
        var output = Path.Combine(root, "Thesis.AppHost", "bin", "Release", "net10.0", "Thesis.AppHost.dll");
        if (!File.Exists(output))
        {
            throw new FileNotFoundException("The AppHost is not built. Build it with: dotnet build Thesis.AppHost -c Release", output);
        }

        var start = new ProcessStartInfo("dotnet", [output, "--isolated", .. options])
        {
            WorkingDirectory = Path.Combine(root, "Thesis.AppHost"),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DOTNET_ENVIRONMENT"] = "Development";
        start.Environment["Thesis__StateDirectory"] = state;
        start.Environment["UseSharedCompilation"] = compilerServer ? "true" : "false";
        return new RunningAppHost(Process.Start(start) ?? throw new InvalidOperationException("The AppHost did not start."), state);
    }

    /// <summary>Waits until the dashboard answers a request, and signs in. The time since the start.</summary>
    public async Task<TimeSpan> UntilDashboardAnswersAsync()
    {
        var login = await _login.Task.WaitAsync(Limit);
        using var page = await _client.GetAsync(login);
        page.EnsureSuccessStatusCode();
        return Stopwatch.GetElapsedTime(_started);
    }

    /// <summary>Waits until everything is healthy. What the AppHost says of each resource.</summary>
    public async Task<IReadOnlyList<ResourceTimes>> UntilHealthyAsync()
    {
        while (true)
        {
            if (_process.HasExited || Stopwatch.GetElapsedTime(_started) > Limit)
            {
                throw new InvalidOperationException($"Not all became healthy within {Limit.TotalSeconds} s. The last state is in {_state}.");
            }

            if (File.Exists(Path.Combine(_state, "run.json")))
            {
                using var run = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(_state, "run.json")));
                if (run.RootElement.GetProperty("status").GetString() == "healthy")
                {
                    return [.. run.RootElement.GetProperty("resources").EnumerateArray().Select(ResourceTimes.Of)];
                }
            }

            await Task.Delay(Poll);
        }
    }

    /// <summary>Uses a command of a resource through the dashboard.</summary>
    public async Task CommandAsync(string resource, string command)
    {
        var dashboard = await _login.Task;
        using var answer = await _client.PostAsJsonAsync(new Uri(dashboard, $"/api/v1/resources/{resource}/commands/{command}"), new { arguments = new { } });
        answer.EnsureSuccessStatusCode();
        using var outcome = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        if (!outcome.RootElement.GetProperty("success").GetBoolean())
        {
            throw new InvalidOperationException($"{command} of {resource}: {outcome.RootElement.GetProperty("message").GetString()}");
        }
    }

    /// <summary>Asks it to end. The time until it has.</summary>
    public async Task<TimeSpan> StopAsync()
    {
        var asked = Stopwatch.GetTimestamp();
        using (var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]))
        {
            await kill.WaitForExitAsync();
        }

        await _process.WaitForExitAsync().WaitAsync(Limit);
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

    private void Read(string? line)
    {
        const string Words = "Login to the dashboard at ";
        if (line?.StartsWith(Words, StringComparison.Ordinal) == true)
        {
            _login.TrySetResult(new Uri(line[Words.Length..]));
        }
    }
}

/// <summary>When a resource started and was healthy, in seconds from the AppHost's start; null when it has no process.</summary>
internal sealed record ResourceTimes(string Name, int? ProcessId, double? StartedAt_s, double? HealthyAt_s)
{
    public static ResourceTimes Of(JsonElement resource) => new(
        resource.GetProperty("name").GetString() ?? "",
        resource.GetProperty("processId") is { ValueKind: JsonValueKind.Number } pid ? pid.GetInt32() : null,
        Number(resource.GetProperty("secondsToStart")),
        Number(resource.GetProperty("secondsToHealthy")));

    private static double? Number(JsonElement value) => value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;
}
