using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace Thesis.ServiceDefaults;

/// <summary>One channel a service, over one pool of HTTP/2 connections.</summary>
internal sealed class GrpcChannels(
    IOptions<GrpcClientOptions> options, IServiceEndpoints endpoints, IServiceTokens tokens, TimeProvider time) : IGrpcChannels, IDisposable
{
    private readonly ConcurrentDictionary<string, ServiceChannel> _channels = new();

    private readonly HttpClient _client = new(new SocketsHttpHandler
    {
        EnableMultipleHttp2Connections = true,
        ConnectTimeout = TimeSpan.FromSeconds(2),
        KeepAlivePingDelay = TimeSpan.FromSeconds(30),
        KeepAlivePingTimeout = TimeSpan.FromSeconds(10),
        PooledConnectionIdleTimeout = TimeSpan.FromMinutes(5),
        AllowAutoRedirect = false,
        UseProxy = false,
    })
    {
        Timeout = Timeout.InfiniteTimeSpan, // Deadlines end the calls.
    };

    public ServiceChannel For(string service) => options.Value.Services.Contains(service)
        ? _channels.GetOrAdd(service, name => new ServiceChannel(name, _client, endpoints, tokens, time))
        : throw new InvalidOperationException($"Call builder.AddGrpcClient(\"{service}\") to register the client of '{service}'.");

    public void Dispose() => _client.Dispose();
}
