using System.Diagnostics;
using OpenTelemetry.Exporter;

namespace Thesis.Dashboard.Tests;

/// <summary>
/// Not a test but something to look at: <c>THESIS_DASHBOARD_SAMPLE=30 dotnet test Thesis.Tests/Dashboard --filter SampleRun</c>
/// shows for 30 minutes a dashboard on port 18888 (token below) with resources, console lines and telemetry of a made-up application.
/// </summary>
public sealed class SampleRun
{
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(250);

    [SampleFact]
    public async Task A_sample_is_shown_for_as_long_as_was_asked()
    {
        var minutes = SampleFactAttribute.Minutes ?? 0;
        var port = int.TryParse(Environment.GetEnvironmentVariable("THESIS_DASHBOARD_SAMPLE_PORT"), out var given) ? given : 18888;
        var resources = SampleResources.Create();
        await using var dashboard = await RunningDashboard.StartAsync(o => o.Urls = $"http://127.0.0.1:{port}", resources);
        using var web = new SampleTelemetry("web", dashboard.OtlpHttp, OtlpExportProtocol.HttpProtobuf);
        using var orders = new SampleTelemetry("orders", dashboard.OtlpGrpc, OtlpExportProtocol.Grpc);
        await SampleConversation.SendAsync(dashboard);
        var clock = Stopwatch.StartNew();
        for (var i = 0; clock.Elapsed.TotalMinutes < minutes; i++)
        {
            using var click = new Activity("click") { ActivityTraceFlags = ActivityTraceFlags.Recorded }.Start();
            web.Work(i, parent: click.Context);
            orders.Work(i, i % 10 == 9, click.Context);
            resources.Print("orders", $"\u001b[32minfo\u001b[0m: order {i} went out");
            if (i % 10 == 9)
            {
                resources.Print("web", $"order {i} failed", isError: true);
                resources.Set(SampleResources.Project("drivers", ["postgres"]) with { Health = i % 20 == 9 ? "Unhealthy" : "Healthy" });
            }

            await Task.Delay(_pause);
        }
    }
}

/// <summary>Runs when asked for, and is skipped otherwise.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SampleFactAttribute : FactAttribute
{
    public SampleFactAttribute() => Skip = Minutes is null ? "Set THESIS_DASHBOARD_SAMPLE to the minutes for which to show a sample." : null;

    public static double? Minutes => double.TryParse(Environment.GetEnvironmentVariable("THESIS_DASHBOARD_SAMPLE"), out var minutes) ? minutes : null;
}
