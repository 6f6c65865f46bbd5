using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Thesis.Contracts.Chat.V1;
using Thesis.Contracts.Common.V1;
using Thesis.Contracts.Donations.V1;
using Thesis.Contracts.Donors.V1;
using Thesis.Contracts.Drivers.V1;
using Thesis.Contracts.Ngos.V1;
using Thesis.Contracts.Orders.V1;
using Thesis.ServiceDefaults;
using Thesis.Tests.Support;

namespace Thesis.Realtime.Tests;

/// <summary>
/// The services that own orders, donations, NGOs, donors, drivers and conversations, as far as the hub knows them: a process that validates the
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

    /// <summary>Who takes part in every conversation besides its topic's owner.</summary>
    public const string Listener = "user-listener";

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
        builder.AddGrpcServer();
        var app = builder.Build();
        app.MapDefaultEndpoints();
        app.MapGrpcService<OrderOwner>();
        app.MapGrpcService<DonationOwner>();
        app.MapGrpcService<NgoOwner>();
        app.MapGrpcService<DonorOwner>();
        app.MapGrpcService<DriverOwner>();
        app.MapGrpcService<ConversationOwner>();
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

    private sealed class OrderOwner : OrdersService.OrdersServiceBase
    {
        [Authorize(Policies.SignedIn)]
        public override Task<AuthorizeTopicResponse> AuthorizeTopic(AuthorizeTopicRequest request, ServerCallContext context) => Decide(request, context);
    }

    private sealed class DonationOwner : DonationsService.DonationsServiceBase
    {
        [Authorize(Policies.SignedIn)]
        public override Task<AuthorizeTopicResponse> AuthorizeTopic(AuthorizeTopicRequest request, ServerCallContext context) => Decide(request, context);
    }

    private sealed class NgoOwner : NgosService.NgosServiceBase
    {
        [Authorize(Policies.SignedIn)]
        public override Task<AuthorizeTopicResponse> AuthorizeTopic(AuthorizeTopicRequest request, ServerCallContext context) => Decide(request, context);
    }

    private sealed class DonorOwner : DonorsService.DonorsServiceBase
    {
        [Authorize(Policies.SignedIn)]
        public override Task<AuthorizeTopicResponse> AuthorizeTopic(AuthorizeTopicRequest request, ServerCallContext context) => Decide(request, context);
    }

    /// <summary>In every conversation take part who owns its topic and <see cref="Listener"/>.</summary>
    private sealed class ConversationOwner : ChatService.ChatServiceBase
    {
        [Authorize(Policies.SignedIn)]
        public override Task<AuthorizeTopicResponse> AuthorizeTopic(AuthorizeTopicRequest request, ServerCallContext context) => Decide(request, context);

        [Authorize(Policies.SignedIn)]
        public override Task<GetListenersResponse> GetListeners(GetListenersRequest request, ServerCallContext context)
        {
            var answer = new GetListenersResponse { Person = "prs_1" };
            if (Actor.FromUser(context.GetHttpContext().User).Subject == OwnerOf($"conversation:{request.Conversation}"))
            {
                answer.Users.Add(Listener);
            }

            return Task.FromResult(answer);
        }
    }

    private sealed class DriverOwner : DriversService.DriversServiceBase
    {
        [Authorize(Policies.SignedIn)]
        public override Task<AuthorizeTopicResponse> AuthorizeTopic(AuthorizeTopicRequest request, ServerCallContext context) => Decide(request, context);
    }
}
