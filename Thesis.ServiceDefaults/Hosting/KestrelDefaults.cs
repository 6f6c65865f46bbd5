using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Thesis.ServiceDefaults;

/// <summary>The server's limits, and its gRPC endpoint beside the addresses of <c>ASPNETCORE_URLS</c>.</summary>
internal static class KestrelDefaults
{
    /// <summary>Bytes a request's body may have unless its endpoint says otherwise.</summary>
    public const long MaxRequestBodySize = 1024 * 1024;

    private const string GrpcPort = "GRPC_PORT";
    private const string DefaultUrl = "http://localhost:5000";

    public static WebApplicationBuilder ConfigureKestrel(this WebApplicationBuilder builder)
    {
        builder.WebHost.ConfigureKestrel(options =>
        {
            options.AddServerHeader = false;
            options.Limits.MaxRequestBodySize = MaxRequestBodySize;
            options.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        });
        if (builder.Configuration[GrpcPort] is { Length: > 0 } port)
        {
            AddGrpcEndpoint(builder, port);
        }

        return builder;
    }

    /// <summary>
    /// Cleartext HTTP/2 needs an endpoint of its own: without TLS there is no negotiation, and a client must know. An
    /// endpoint of Kestrel's own makes it ignore the addresses, which therefore become endpoints as well.
    /// </summary>
    private static void AddGrpcEndpoint(WebApplicationBuilder builder, string portText)
    {
        if (!int.TryParse(portText, NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port > ushort.MaxValue)
        {
            throw new InvalidOperationException($"GRPC_PORT is '{portText}'; it must be a port number.");
        }

        var urls = Urls(builder.Configuration);
        var settings = new Dictionary<string, string?>();
        for (var i = 0; i < urls.Length; i++)
        {
            settings[$"Kestrel:Endpoints:Http{i}:Url"] = urls[i];
        }

        settings["Kestrel:Endpoints:HttpGrpc:Url"] = $"http://{BindingAddress.Parse(urls[0]).Host}:{port}";
        settings["Kestrel:Endpoints:HttpGrpc:Protocols"] = nameof(HttpProtocols.Http2);
        // Kestrel would say that it overrides the ports: they are among its own endpoints now.
        settings[WebHostDefaults.HttpPortsKey] = "";
        builder.Configuration.AddInMemoryCollection(settings);
        builder.WebHost.UseUrls([]);
    }

    /// <summary>The addresses given, else every address of this machine on the ports given (as images do), else the default.</summary>
    private static string[] Urls(ConfigurationManager configuration)
    {
        if (configuration[WebHostDefaults.ServerUrlsKey] is { Length: > 0 } urls)
        {
            return urls.Split(';', StringSplitOptions.RemoveEmptyEntries);
        }

        return configuration[WebHostDefaults.HttpPortsKey] is { Length: > 0 } ports
            ? [.. ports.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(port => $"http://*:{port}")]
            : [DefaultUrl];
    }
}
