using System.Net;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Thesis.Contracts.Allocation.V1;
using Thesis.OptEngine.Serving;
using Thesis.ServiceDefaults;
using Thesis.Tests.Support;

namespace Thesis.OptEngine.Tests.Serving;

/// <summary>The engine as a process runs it, in the test's process, on a free port.</summary>
internal sealed class EngineHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _http;

    private EngineHost(WebApplication app, HttpClient http, GrpcChannel channel) =>
        (_app, _http, Client) = (app, http, new OptimizationEngine.OptimizationEngineClient(channel));

    /// <summary>Calls the engine as a service.</summary>
    public OptimizationEngine.OptimizationEngineClient Client { get; }

    public IServiceProvider Services => _app.Services;

    /// <param name="connectionString">The database of the event log; null for an engine without one.</param>
    /// <param name="configure">What else runs in the process.</param>
    /// <param name="settings">More settings.</param>
    public static async Task<EngineHost> StartAsync(
        string? connectionString = null, Action<WebApplicationBuilder>? configure = null, params (string Key, string Value)[] settings)
    {
        var identity = await TestIdentityProvider.SharedAsync();
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ConnectionStrings:thesisdb"] = connectionString,
            ["Authentication:Authority"] = identity.Authority,
        });
        builder.Configuration.AddInMemoryCollection(settings.Select(s => new KeyValuePair<string, string?>(s.Key, s.Value)));
        builder.AddServiceDefaults();
        builder.AddEngine();
        configure?.Invoke(builder);
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0, o => o.Protocols = HttpProtocols.Http2));
        var app = builder.Build();
        app.MapDefaultEndpoints();
        app.MapEngine();
        await app.StartAsync();
        var http = identity.SignIn(
            new HttpClient(new SocketsHttpHandler()) { Timeout = Timeout.InfiniteTimeSpan }, "service-tests", "service");
        return new EngineHost(app, http, GrpcChannel.ForAddress(app.Urls.Last(), new GrpcChannelOptions { HttpClient = http }));
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        _http.Dispose();
    }
}
