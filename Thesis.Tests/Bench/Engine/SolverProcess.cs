using System.Diagnostics;
using System.Globalization;

namespace Thesis.Bench.Engine;

/// <summary>A moment of a solve.</summary>
internal readonly record struct Moment(double CpuSeconds, double GapPercent);

/// <summary>What a solver's process printed and used.</summary>
internal sealed record Measurement(
    double Value, double Bound, double GapPercent, double CpuSeconds, double WallSeconds, double SolveSeconds, double PeakMegabytes,
    IReadOnlyList<Moment> Curve)
{
    /// <summary>Whether the solution file holds against the problem; null when it was not looked at.</summary>
    public bool? Checked { get; init; }
}

/// <summary>Runs a solver as its own process, by the command that a person would type.</summary>
internal static class SolverProcess
{
    private static readonly string Engine = Path.Combine(AppContext.BaseDirectory, "Thesis.OptEngine.dll");

    /// <summary>Solves a file; null when the process did not end in time, which is then killed.</summary>
    /// <exception cref="InvalidOperationException">The process failed; the message has what it wrote.</exception>
    public static async Task<Measurement?> SolveAsync(string file, TimeSpan patience, params string[] arguments)
    {
        var (code, lines, error) = await RunAsync([Engine, "solve", file, .. arguments], patience);
        if (code is null)
        {
            return null;
        }
        if (code != 0)
        {
            throw new InvalidOperationException($"solve {file} {string.Join(' ', arguments)} ended with {code}: {error}");
        }
        var last = Fields(lines[^1]);
        var status = Fields(lines[^2]);
        return new Measurement(
            last["value"], last["bound"], last["gap"], last["cpu_s"], last["wall_s"], status["solve_s"], last["peak_mb"],
            [.. lines.Where(line => line.StartsWith("progress ", StringComparison.Ordinal)).Select(Fields)
                .Where(f => f.ContainsKey("cpu_s")).Select(f => new Moment(f["cpu_s"], f["gap"])), new Moment(last["cpu_s"], last["gap"])]);
    }

    /// <summary>Runs a probe, under the engine's own settings of the runtime.</summary>
    /// <returns>The numbers of the line that it printed last.</returns>
    public static async Task<Dictionary<string, double>> ProbeAsync(string probe, string file)
    {
        var settings = Path.ChangeExtension(Engine, ".runtimeconfig.json");
        var bench = Path.Combine(AppContext.BaseDirectory, "Thesis.Bench.dll");
        var (code, lines, error) = await RunAsync(["exec", "--runtimeconfig", settings, bench, EngineProbe.Mode, probe, file], TimeSpan.FromMinutes(20));
        return code == 0 ? Fields(lines[^1]) : throw new InvalidOperationException($"The probe {probe} ended with {code}: {error}");
    }

    /// <summary>Runs dotnet; the exit code is null when it was killed for taking longer than it may.</summary>
    private static async Task<(int? Code, string[] Lines, string Error)> RunAsync(string[] arguments, TimeSpan patience)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start.");
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        using var late = new CancellationTokenSource(patience);
        try
        {
            await process.WaitForExitAsync(late.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            await process.WaitForExitAsync();
            return (null, [], "");
        }
        return (process.ExitCode, (await output).Split('\n', StringSplitOptions.RemoveEmptyEntries), await error);
    }

    /// <summary>The numbers of a line of <c>name=number</c>; infinite gaps and words are left out.</summary>
    private static Dictionary<string, double> Fields(string line)
    {
        var fields = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var word in line.Split(' '))
        {
            if (word.Split('=') is [var name, var text] && double.TryParse(text, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number))
            {
                fields[name] = number;
            }
        }
        fields.TryAdd("gap", 100);
        return fields;
    }
}
