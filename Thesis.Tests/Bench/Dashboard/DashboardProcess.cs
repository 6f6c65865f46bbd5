using System.Diagnostics;
using System.Globalization;

namespace Thesis.Bench.Dashboard;

/// <summary>A dashboard in a process of its own, so that its CPU time and memory are its own.</summary>
internal sealed class DashboardProcess : IDisposable
{
    private const double TicksPerSecond = 100; // Linux reports CPU time to user space in hundredths.
    private readonly Process _process;

    private DashboardProcess(Process process, Uri pages, Uri otlp)
    {
        _process = process;
        Pages = pages;
        Otlp = otlp;
    }

    public Uri Pages { get; }

    public Uri Otlp { get; }

    public static async Task<DashboardProcess> StartAsync(string data)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(Thesis.Dashboard.DashboardHost).Assembly.Location]) { RedirectStandardOutput = true };
        foreach (var name in new[] { "ASPNETCORE_URLS", "ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL", "ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL" })
        {
            start.Environment[name] = "http://127.0.0.1:0";
        }

        start.Environment["THESIS_DASHBOARD_DATA"] = data;
        start.Environment["ASPIRE_DASHBOARD_UNSECURED_ALLOW_ANONYMOUS"] = "true";
        var process = Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start.");
        var pages = await ReadUrlAsync(process, "Now listening on: ");
        await ReadUrlAsync(process, "OTLP/gRPC listening on: ");
        return new DashboardProcess(process, pages, await ReadUrlAsync(process, "OTLP/HTTP listening on: "));
    }

    public TimeSpan CpuTime()
    {
        var stat = File.ReadAllText($"/proc/{_process.Id}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return TimeSpan.FromSeconds(
            (double.Parse(fields[11], CultureInfo.InvariantCulture) + double.Parse(fields[12], CultureInfo.InvariantCulture)) / TicksPerSecond);
    }

    /// <summary>Resident memory in MB: now, or at its highest.</summary>
    public double MemoryMegabytes(bool peak) =>
        double.Parse(
            File.ReadLines($"/proc/{_process.Id}/status").First(l => l.StartsWith(peak ? "VmHWM:" : "VmRSS:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
            CultureInfo.InvariantCulture) / 1024;

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static async Task<Uri> ReadUrlAsync(Process process, string prefix)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var line = await process.StandardOutput.ReadLineAsync(patience.Token);
        return line?.StartsWith(prefix, StringComparison.Ordinal) == true
            ? new Uri(line[prefix.Length..])
            : throw new InvalidOperationException($"The dashboard said '{line}' instead of its address.");
    }
}
