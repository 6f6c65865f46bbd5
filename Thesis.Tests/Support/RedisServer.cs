using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Thesis.Tests.Support;

/// <summary>A Redis server for tests on a free port of the loopback. Ends with the test process, however that ends.</summary>
public sealed class RedisServer : IAsyncDisposable
{
    private static readonly Lazy<Task<RedisServer>> SharedServer = new(StartAsync);
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(20);
    private readonly GuardedServer _server;
    private readonly int _port;

    private RedisServer(GuardedServer server, int port) => (_server, _port) = (server, port);

    /// <summary>Host and port, e.g. <c>127.0.0.1:40123</c>.</summary>
    public string ConnectionString => $"127.0.0.1:{_port}";

    /// <summary>The test assembly's server, started by the first who asks. Do not stop it; use keys of your own.</summary>
    public static Task<RedisServer> SharedAsync() => SharedServer.Value;

    /// <summary>Starts a server of one's own, e.g. to stop it.</summary>
    public static async Task<RedisServer> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("thesis-redis-").FullName;
        var port = FreePort();
        var server = new RedisServer(
            GuardedServer.Create(
                folder, "KILL",
                ["redis-server", "--port", $"{port}", "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", folder]),
            port);
        await server.ResumeAsync();
        return server;
    }

    /// <summary>Kills the server; its data is lost.</summary>
    public Task StopAsync() => _server.StopAsync();

    /// <summary>Starts the server after <see cref="StopAsync"/> and waits until it answers.</summary>
    public async Task ResumeAsync()
    {
        await _server.StartAsync();
        var deadline = DateTime.UtcNow + StartTimeout;
        while (!await AnswersAsync())
        {
            if (DateTime.UtcNow > deadline)
            {
                throw new InvalidOperationException($"Redis did not start: {await _server.ReadLogAsync()}");
            }
            await Task.Delay(10);
        }
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task<bool> AnswersAsync()
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, _port);
            var stream = client.GetStream();
            await stream.WriteAsync("PING\r\n"u8.ToArray());
            var reply = new byte[7];
            await stream.ReadExactlyAsync(reply);
            return Encoding.ASCII.GetString(reply) == "+PONG\r\n";
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
