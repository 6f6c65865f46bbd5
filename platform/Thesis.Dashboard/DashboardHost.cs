using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;
using Thesis.Dashboard.Resources;
using Thesis.Dashboard.Server;

namespace Thesis.Dashboard;

/// <summary>A running dashboard: pages, API and receivers of telemetry, in this process.</summary>
public sealed class DashboardHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private DashboardHost(WebApplication app, IReadOnlyList<string> urls, string otlpHttp, string otlpGrpc, string loginUrl)
    {
        _app = app;
        Urls = urls;
        OtlpHttpEndpoint = otlpHttp;
        OtlpGrpcEndpoint = otlpGrpc;
        LoginUrl = loginUrl;
    }

    /// <summary>Where pages and API answer, with the ports that were taken.</summary>
    public IReadOnlyList<string> Urls { get; }

    /// <summary>The base address for OTLP over HTTP: <c>/v1/traces</c> and so on lie below.</summary>
    public string OtlpHttpEndpoint { get; }

    /// <summary>The address for OTLP over gRPC.</summary>
    public string OtlpGrpcEndpoint { get; }

    /// <summary>The first page with the token that signs a browser in; without one when everybody is let in.</summary>
    public string LoginUrl { get; }

    /// <summary>Starts a dashboard and returns when it answers.</summary>
    /// <param name="options">How it listens and how much it keeps.</param>
    /// <param name="source">The application's resources; without one, only telemetry is shown.</param>
    /// <param name="cancellationToken">Gives the start up; it has no effect afterwards.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    /// <exception cref="IOException">An address is taken, or the data directory cannot be written.</exception>
    public static async Task<DashboardHost> StartAsync(
        DashboardOptions options,
        IResourceSource? source = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        var app = await DashboardServer.StartAsync(options, source, cancellationToken);
        var addresses = DashboardServer.AddressesOf(app);
        var token = app.Services.GetService(typeof(Access.BrowserGate)) is Access.BrowserGate { Token: { } secret } ? $"/login?t={secret}" : "/";
        return new DashboardHost(app, addresses[..^2], addresses[^2], addresses[^1], addresses[0] + token);
    }

    /// <summary>Completes when the dashboard has been stopped from outside.</summary>
    internal Task WaitForShutdownAsync(CancellationToken cancellationToken) => _app.WaitForShutdownAsync(cancellationToken);

    /// <summary>Stops listening and closes the run's files.</summary>
    public async ValueTask DisposeAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await _app.StopAsync(patience.Token);
        await _app.DisposeAsync();
    }
}
