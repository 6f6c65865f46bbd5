using System.Diagnostics;
using System.Text.Json;
using Thesis.Tests.Support;

namespace Thesis.Bench.Web;

/// <summary>The built portals in Chromium: what is downloaded at first, Lighthouse, and how smoothly a dispatcher's screens answer.</summary>
internal static class WebBench
{
    private const string About =
        "The built portals before a small server that answers at once and compresses as the BFF does, in headless Chromium without a graphics card. "
        + "Lighthouse simulates its slow phone (a processor four times slower, 1.6 Mbit/s, 150 ms) and its desktop.";

    private sealed record Measured(IReadOnlyList<Figure> Figures, IReadOnlyList<string> Lines);

    /// <exception cref="InvalidOperationException">The measurement failed; its errors are on the standard error stream.</exception>
    public static async Task<Report> RunAsync()
    {
        var start = new ProcessStartInfo("npx", ["vite-node", "tools/bench/bench.ts"]) { WorkingDirectory = Path.Combine(RepositoryRoot.Path, "Thesis.Web"), RedirectStandardOutput = true };
        using var process = Process.Start(start) ?? throw new InvalidOperationException("npx did not start.");
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"The portals were not measured (code {process.ExitCode}).");
        }

        var line = output.TrimEnd().Split('\n')[^1];
        var measured = JsonSerializer.Deserialize<Measured>(line, JsonSerializerOptions.Web) ?? throw new InvalidOperationException("The measurement printed nothing.");
        return new Report("web", About, measured.Figures) { Details = string.Join('\n', measured.Lines.Select(one => $"- {one}")) };
    }
}
