using System.Diagnostics;

namespace Thesis.Dashboard.Tests;

/// <summary>A dashboard by itself, in its own process, which can be killed.</summary>
internal sealed class DashboardProcess : IDisposable
{
    private readonly Process _process;

    private DashboardProcess(Process process) => _process = process;

    public string LoginUrl { get; private set; } = "";

    public Uri Pages { get; private set; } = new("about:blank");

    public Uri OtlpHttp { get; private set; } = new("about:blank");

    public static async Task<DashboardProcess> StartAsync(string data, params (string Name, string Value)[] environment)
    {
        var start = Prepare(data, environment);
        var dashboard = new DashboardProcess(Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start."));
        dashboard.Pages = new Uri(await dashboard.ReadAsync("Now listening on: "));
        await dashboard.ReadAsync("OTLP/gRPC listening on: ");
        dashboard.OtlpHttp = new Uri(await dashboard.ReadAsync("OTLP/HTTP listening on: "));
        dashboard.LoginUrl = await dashboard.ReadAsync("Login to the dashboard at ");
        return dashboard;
    }

    /// <summary>Starts one that is expected to end by itself, and returns its exit code and what it said.</summary>
    public static async Task<(int ExitCode, string Errors)> FailAsync(string data, params (string Name, string Value)[] environment)
    {
        using var process = Process.Start(Prepare(data, environment)) ?? throw new InvalidOperationException("dotnet did not start.");
        using var patience = new CancellationTokenSource(Eventually.Patience);
        var errors = await process.StandardError.ReadToEndAsync(patience.Token);
        await process.WaitForExitAsync(patience.Token);
        return (process.ExitCode, errors);
    }

    /// <summary>Ends it as a power cut would: SIGKILL.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Kill();
        }

        _process.Dispose();
    }

    private static ProcessStartInfo Prepare(string data, (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(DashboardHost).Assembly.Location]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var name in new[] { "ASPNETCORE_URLS", "ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL", "ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL" })
        {
            start.Environment[name] = "http://127.0.0.1:0";
        }

        start.Environment["THESIS_DASHBOARD_DATA"] = data;
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return start;
    }

    private async Task<string> ReadAsync(string prefix)
    {
        using var patience = new CancellationTokenSource(Eventually.Patience);
        var line = await _process.StandardOutput.ReadLineAsync(patience.Token);
        Assert.StartsWith(prefix, line ?? await _process.StandardError.ReadToEndAsync(patience.Token), StringComparison.Ordinal);
        return line?[prefix.Length..] ?? "";
    }
}
