using System.Globalization;
using Thesis.Grpc.Tests.V1;

namespace Thesis.Grpc.Tests;

/// <summary>A running <c>interop/server.js</c> with a channel to it.</summary>
public sealed class GrpcJsServer : IAsyncLifetime, IDisposable
{
    private readonly HttpClient _client = GrpcHost.NewClient();
    private NodePeer? _peer;
    private int _port;
    private GrpcChannel? _channel;

    public GrpcChannel Channel => _channel ?? throw new InvalidOperationException("Not started.");

    public async Task InitializeAsync()
    {
        _peer = await NodePeer.StartAsync("server.js");
        _port = int.Parse(await _peer.ReadLineAsync(), CultureInfo.InvariantCulture);
        _channel = NewChannel(new GrpcChannelOptions());
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose()
    {
        _client.Dispose();
        _peer?.Dispose();
    }

    public GrpcChannel NewChannel(GrpcChannelOptions options) => new(_client, new Uri($"http://127.0.0.1:{_port}"), options);

    public void Kill() => _peer?.Kill();

    /// <summary>How many calls the server saw cancelled.</summary>
    public async Task<int> CancelledAsync() =>
        (await Channel.UnaryAsync(EchoMethods.Say, new EchoRequest { Command = "cancelled" })).Index;
}
