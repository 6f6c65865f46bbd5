using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Thesis.Tests.Support.Door;
using Yarp.ReverseProxy.Configuration;

namespace Thesis.Bench.Bff;

/// <summary>What the BFF is measured against and before, each in a process of its own: YARP with nothing around it, and a service that answers at once.</summary>
internal static class BareServer
{
    public const string Mode = "bff-bare";

    private const string Service = "service";
    private const string Proxy = "proxy";

    private static readonly byte[] Answer = System.Text.Encoding.UTF8.GetBytes($$"""{"items":["{{new string('x', 900)}}"],"nextPageToken":null}""");

    public static Task<ChildProcess> StartServiceAsync(Uri address) => StartAsync(Service, address, address);

    public static Task<ChildProcess> StartProxyAsync(Uri address, Uri service) => StartAsync(Proxy, address, service);

    public static async Task<int> RunAsync(string[] args)
    {
        var (role, address, service) = (args[0], args[1], args[2]);
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.Logging.ClearProviders();
        if (role == Proxy)
        {
            builder.Services.AddReverseProxy().LoadFromMemory(
                [new RouteConfig { RouteId = "api", ClusterId = "service", Match = new RouteMatch { Path = "/api/{**rest}" } }],
                [new ClusterConfig { ClusterId = "service", Destinations = new Dictionary<string, DestinationConfig> { ["one"] = new() { Address = service } } }]);
        }

        await using var app = builder.Build();
        app.Urls.Add(address);
        app.MapGet("/health", () => "");
        if (role == Proxy)
        {
            app.MapReverseProxy();
        }
        else
        {
            app.MapGet("/api/{**rest}", () => Results.Bytes(Answer, "application/json"));
        }

        await app.RunAsync();
        return 0;
    }

    private static Task<ChildProcess> StartAsync(string role, Uri address, Uri service) => ChildProcess.StartAsync(
        Environment.ProcessPath ?? "dotnet",
        [.. Command(), Mode, role, address.ToString(), service.ToString()],
        AppContext.BaseDirectory,
        new Dictionary<string, string>(),
        new Uri(address, "/health"));

    private static string[] Command() =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [typeof(BareServer).Assembly.Location] : [];
}
