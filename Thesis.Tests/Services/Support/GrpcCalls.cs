using Google.Protobuf;
using Thesis.Grpc;
using Thesis.ServiceDefaults;

namespace Thesis.Services.Tests.Support;

/// <summary>gRPC calls to the services, over the wire.</summary>
public static class GrpcCalls
{
    /// <summary>Calls as a user or, with the role service, as another process.</summary>
    public static async Task<TResponse> CallAsync<TRequest, TResponse>(
        this ServicesHost host, Method<TRequest, TResponse> method, TRequest request, string subject, params string[] roles)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>
    {
        using var client = new HttpClient(new SocketsHttpHandler());
        var channel = new GrpcChannel(client, host.GrpcAddress);
        var headers = new Metadata { { "authorization", $"Bearer {host.Issuer.Sign(subject, roles)}" } };
        return await channel.UnaryAsync(method, request, new CallOptions().WithHeaders(headers).WithDeadline(DateTime.UtcNow.AddSeconds(30)));
    }

    public static Task<TResponse> CallAsServiceAsync<TRequest, TResponse>(this ServicesHost host, Method<TRequest, TResponse> method, TRequest request)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse> =>
        host.CallAsync(method, request, "service-tests", Roles.Service);
}
