using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Thesis.Dashboard.Access;
using Thesis.Dashboard.Api;
using Thesis.Dashboard.Otlp;
using Thesis.Dashboard.Resources;
using Thesis.Dashboard.Storage;
using Thesis.Grpc;

namespace Thesis.Dashboard.Server;

/// <summary>Puts the dashboard's parts together and listens.</summary>
internal static class DashboardServer
{
    public static async Task<WebApplication> StartAsync(
        DashboardOptions options, IResourceSource? source, CancellationToken cancellationToken)
    {
        // Nothing of the process's own configuration: in an AppHost it is meant for another.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "Thesis.Dashboard" });
        builder.WebHost.UseKestrelCore().UseSockets(Quieten).ConfigureKestrel(kestrel => Listen(kestrel, options));
        AddParts(builder.Services, options, source);
        var app = builder.Build();
        UseParts(app, source);
        await app.StartAsync(cancellationToken);
        return app;
    }

    /// <summary>Where it listens: pages first, then OTLP over HTTP and over gRPC.</summary>
    public static string[] AddressesOf(WebApplication app) =>
        [.. app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses ?? []];

    private static void AddParts(IServiceCollection services, DashboardOptions options, IResourceSource? source)
    {
        services.AddSingleton(options.Logging).AddRoutingCore();
        services.AddGrpc(grpc => grpc.MaxReceiveMessageSize = OtlpGrpcEndpoints.MaxRequest);
        services.AddSingleton(options).AddSingleton(options.Time);
        services.AddSingleton<BrowserGate>().AddSingleton<RequestGuard>().AddSingleton<WebFiles>();
        services.AddSingleton<TelemetryReceiver>().AddSingleton<OtlpAccess>().AddSingleton(s => new ConsoleStore(s.GetRequiredService<RunCatalog>().Current));
        services.AddSingleton(_ => new RunCatalog(options, source?.ApplicationName ?? options.ApplicationName));
        services.AddHostedService<RunKeeper>();
        if (source is not null)
        {
            services.AddSingleton(source).AddSingleton<ResourceDirectory>();
        }
    }

    private static void UseParts(WebApplication app, IResourceSource? source)
    {
        var options = app.Services.GetRequiredService<DashboardOptions>();
        var guard = app.Services.GetRequiredService<RequestGuard>();
        app.UseWhen(http => Doors.Of(http) == Door.Browser, browser =>
        {
            browser.Use((http, next) => Problem.CatchAsync(http, _ => guard.InvokeAsync(http, _ => next(http))));
            UseEndpoints(browser, routes => MapApi(routes, app, source));
        });
        app.UseWhen(http => Doors.Of(http) == Door.OtlpHttp, otlp => UseEndpoints(otlp, routes =>
            ActivatorUtilities.CreateInstance<OtlpHttpEndpoints>(app.Services).Map(routes)));
        app.UseWhen(http => Doors.Of(http) == Door.OtlpGrpc, otlp => UseEndpoints(otlp, routes =>
            ActivatorUtilities.CreateInstance<OtlpGrpcEndpoints>(app.Services).Map(routes)));
    }

    /// <summary>Routes of one door alone: what is mapped at another door is not there.</summary>
    private static void UseEndpoints(IApplicationBuilder branch, Action<IEndpointRouteBuilder> map)
    {
        branch.UseRouting();
        branch.UseEndpoints(map);
    }

    private static void MapApi(IEndpointRouteBuilder routes, WebApplication app, IResourceSource? source)
    {
        var services = app.Services;
        var options = services.GetRequiredService<DashboardOptions>();
        var runs = services.GetRequiredService<RunCatalog>();
        new ApplicationEndpoints(options, runs, () => AddressesOf(app), source).Map(routes);
        ActivatorUtilities.CreateInstance<LoginEndpoints>(services).Map(routes);
        new ResourceEndpoints(options, app.Lifetime, services.GetService<ResourceDirectory>(), source).Map(routes);
        ActivatorUtilities.CreateInstance<ConsoleEndpoints>(services).Map(routes);
        ActivatorUtilities.CreateInstance<LogEndpoints>(services).Map(routes);
        ActivatorUtilities.CreateInstance<TraceEndpoints>(services).Map(routes);
        ActivatorUtilities.CreateInstance<MetricEndpoints>(services).Map(routes);
        ActivatorUtilities.CreateInstance<TelemetryEndpoints>(services).Map(routes);
        ActivatorUtilities.CreateInstance<RunEndpoints>(services).Map(routes);
        ActivatorUtilities.CreateInstance<ExchangeEndpoints>(services).Map(routes);
        ActivatorUtilities.CreateInstance<OpenTelemetryEndpoints>(services).Map(routes);
        services.GetRequiredService<WebFiles>().Map(routes);
    }

    /// <summary>
    /// Telemetry comes each second from a few connections that stay open. What is read goes on in the thread that read it,
    /// which saves waking two more for each piece of it, and a buffer waits at each, which saves asking whether there is anything.
    /// </summary>
    private static void Quieten(SocketTransportOptions sockets)
    {
        sockets.UnsafePreferInlineScheduling = true;
        sockets.WaitForDataBeforeAllocatingBuffer = false;
    }

    private static void Listen(KestrelServerOptions kestrel, DashboardOptions options)
    {
        kestrel.AddServerHeader = false;
        foreach (var url in options.Urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            Listen(kestrel, new Uri(url), Door.Browser, HttpProtocols.Http1);
        }

        Listen(kestrel, new Uri(options.OtlpHttpUrl), Door.OtlpHttp, HttpProtocols.Http1);
        Listen(kestrel, new Uri(options.OtlpGrpcUrl), Door.OtlpGrpc, HttpProtocols.Http2);
    }

    private static void Listen(KestrelServerOptions kestrel, Uri url, Door door, HttpProtocols protocols)
    {
        void Configure(ListenOptions listen)
        {
            listen.Protocols = protocols;
            listen.Use(next => connection =>
            {
                connection.Items[Doors.Key] = door;
                return next(connection);
            });
        }

        if (IPAddress.TryParse(url.Host.Trim('[', ']'), out var ip))
        {
            kestrel.Listen(ip, url.Port, Configure);
        }
        else if (url.Host == "localhost" && url.Port != 0)
        {
            kestrel.ListenLocalhost(url.Port, Configure);
        }
        else if (url.Host == "localhost")
        {
            kestrel.Listen(IPAddress.Loopback, 0, Configure);
        }
        else
        {
            kestrel.ListenAnyIP(url.Port, Configure);
        }
    }
}
