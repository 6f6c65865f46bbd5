using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Thesis.Dashboard.Access;
using Thesis.Dashboard.Api;
using Thesis.Dashboard.Resources;

namespace Thesis.Dashboard.Server;

/// <summary>Puts the dashboard's parts together and listens.</summary>
internal static class DashboardServer
{
    public static async Task<WebApplication> StartAsync(
        DashboardOptions options, IResourceSource? source, CancellationToken cancellationToken)
    {
        // Nothing of the process's own configuration: in an AppHost it is meant for another.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "Thesis.Dashboard" });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Listen(kestrel, options));
        builder.Services.AddSingleton(options.Logging).AddRoutingCore();
        builder.Services.AddSingleton(options).AddSingleton(options.Time).AddSingleton<BrowserGate>();
        if (source is not null)
        {
            builder.Services.AddSingleton(source);
        }

        var app = builder.Build();
        app.UseRouting();
        ApplicationEndpoints.Map(app);
        await app.StartAsync(cancellationToken);
        return app;
    }

    /// <summary>Where it listens: pages first, then OTLP over HTTP and over gRPC.</summary>
    public static string[] AddressesOf(WebApplication app) =>
        [.. app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses ?? []];

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
