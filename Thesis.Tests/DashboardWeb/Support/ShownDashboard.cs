using System.Diagnostics;
using Microsoft.Playwright;
using OpenTelemetry.Exporter;
using Thesis.Dashboard.Resources;

namespace Thesis.Dashboard.Tests;

/// <summary>One browser, and a dashboard with resources and telemetry, for all tests.</summary>
[CollectionDefinition(Collection)]
public sealed class ShownDashboard : IAsyncLifetime, ICollectionFixture<ShownDashboard>
{
    public const string Collection = "A dashboard in a browser";
    private const int Requests = 40;
    private IPlaywright? _playwright;
    private RunningDashboard? _dashboard;

    internal SampleResources Resources { get; } = SampleResources.Create();

    internal IBrowser Browser { get; private set; } = null!; // Set before the first test.

    internal Uri Address => _dashboard?.Address ?? throw new InvalidOperationException("The dashboard was not started.");

    /// <summary>A trace over both services that ended with an error.</summary>
    internal string FailedTrace { get; private set; } = "";

    public async Task InitializeAsync()
    {
        if (BrowserTests.Missing is not null)
        {
            return;
        }

        _dashboard = await RunningDashboard.StartAsync(source: Resources);
        _playwright = await Playwright.CreateAsync();
        Browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = BrowserTests.Chromium,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
        Assertions.SetDefaultExpectTimeout((float)Eventually.Patience.TotalMilliseconds);
        Send(_dashboard);
        await SampleConversation.SendAsync(_dashboard);
        await Eventually.TrueAsync(async () => (await _dashboard.ItemsAsync("/api/v1/traces?errors=true")).Count > 0);
        await Eventually.TrueAsync(async () => (await _dashboard.GetAsync("/api/v1/metrics/instruments")).GetArrayLength() > 0);
    }

    public async Task DisposeAsync()
    {
        if (_playwright is not null)
        {
            await Browser.DisposeAsync();
            _playwright.Dispose();
        }

        if (_dashboard is not null)
        {
            await _dashboard.DisposeAsync();
        }
    }

    private void Send(RunningDashboard dashboard)
    {
        using var web = new SampleTelemetry("web", dashboard.OtlpHttp, OtlpExportProtocol.HttpProtobuf);
        using var orders = new SampleTelemetry("orders", dashboard.OtlpGrpc, OtlpExportProtocol.Grpc);
        for (var i = 0; i < Requests; i++)
        {
            using var click = new Activity("click") { ActivityTraceFlags = ActivityTraceFlags.Recorded }.Start();
            var fails = i % 10 == 9;
            web.Work(i, parent: click.Context);
            var trace = orders.Work(i, fails, click.Context);
            FailedTrace = fails ? trace : FailedTrace;
            Resources.Print("orders", $"\u001b[32minfo\u001b[0m: order {i} went out");
        }

        Resources.Print("web", "the larder is empty", isError: true);
        web.Flush();
        orders.Flush();
    }
}
