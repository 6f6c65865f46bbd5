using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Thesis.Contracts.Common.V1;
using Thesis.Grpc;
using Thesis.ServiceDefaults;
using Thesis.Tests.Support;

namespace Thesis.Realtime.Tests;

/// <summary>
/// The services that own orders, donations, NGOs, donors and drivers, as far as the hub knows them: a process that validates the
/// caller's token and opens a topic to the subject that <see cref="OwnerOf"/> names.
/// </summary>
internal sealed class Owners : IAsyncDisposable
{
    private static readonly Lazy<Task<Owners>> SharedOwners = new(StartAsync);
    private readonly WebApplication _app;

    private Owners(WebApplication app, int grpcPort) => (_app, Address) = (app, $"http://127.0.0.1:{grpcPort}");

    /// <summary>Where gRPC is spoken; the process has an address for HTTP/1.1 beside it.</summary>
    public string Address { get; }

    public static Task<Owners> SharedAsync() => SharedOwners.Value;

    public static string OwnerOf(string topic) => $"user-of-{topic.Replace(':', '-')}";

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static async Task<Owners> StartAsync()
    {
        var identity = await TestIdentityProvider.SharedAsync();
        var grpcPort = FreePort();
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["urls"] = "http://127.0.0.1:0",
            ["GRPC_PORT"] = $"{grpcPort}",
            ["Authentication:Authority"] = identity.Authority,
        });
        builder.AddServiceDefaults();
        builder.Logging.ClearProviders();
        builder.Services.AddGrpc();
        var app = builder.Build();
        app.MapDefaultEndpoints();
        foreach (var method in (Method<AuthorizeTopicRequest, AuthorizeTopicResponse>[])
            [
                GrpcMethods.Orders.AuthorizeTopic, GrpcMethods.Donations.AuthorizeTopic, GrpcMethods.Ngos.AuthorizeTopic,
                GrpcMethods.Donors.AuthorizeTopic, GrpcMethods.Drivers.AuthorizeTopic,
            ])
        {
            app.MapGrpc(method, Decide).RequireAuthorization(Policies.SignedIn);
        }

        await app.StartAsync();
        return new Owners(app, grpcPort);
    }

    private static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static Task<AuthorizeTopicResponse> Decide(AuthorizeTopicRequest request, ServerCallContext context)
    {
        var allowed = Actor.FromUser(context.GetHttpContext().User).Subject == OwnerOf(request.Topic);
        return Task.FromResult(new AuthorizeTopicResponse { Allowed = allowed, Reason = allowed ? "" : "it is somebody else's" });
    }
}
