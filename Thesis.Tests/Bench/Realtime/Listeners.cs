using System.Globalization;
using System.Net.WebSockets;
using System.Text;

namespace Thesis.Bench.Realtime;

/// <summary>Clients that speak SignalR's JSON and count what they are sent; one of <see cref="TimedOneOf"/> also says when.</summary>
internal sealed class Listeners : IAsyncDisposable
{
    private const byte RecordSeparator = 0x1e;
    private const int TimedOneOf = 20;
    private const int ConnectAtOnce = 20;

    private readonly List<(ClientWebSocket Socket, Task Reading)> _clients = [];
    private readonly List<double> _latencies = [];
    private long _messages;

    public static async Task<Listeners> ConnectAsync(Uri node, string token, string[] topics, int count)
    {
        var listeners = new Listeners();
        for (var i = 0; i < count; i += ConnectAtOnce)
        {
            var sockets = await Task.WhenAll(Enumerable.Range(0, Math.Min(ConnectAtOnce, count - i)).Select(_ => OpenAsync(node, token, topics)));
            listeners._clients.AddRange(sockets.Select((socket, n) => (socket, listeners.ReadAsync(socket, (i + n) % TimedOneOf == 0))));
        }

        return listeners;
    }

    /// <summary>Begins a measurement.</summary>
    public void Reset()
    {
        lock (_latencies)
        {
            _latencies.Clear();
        }

        Interlocked.Exchange(ref _messages, 0);
    }

    /// <summary>What arrived since the measurement began: how many messages, and their ages in ms in ascending order.</summary>
    public (long Messages, double[] Latencies) Read()
    {
        lock (_latencies)
        {
            return (Interlocked.Read(ref _messages), [.. _latencies.Order()]);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (socket, reading) in _clients)
        {
            socket.Abort();
            await reading;
            socket.Dispose();
        }
    }

    private static async Task<ClientWebSocket> OpenAsync(Uri node, string token, string[] topics)
    {
        var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Authorization", $"Bearer {token}");
        await socket.ConnectAsync(new Uri($"ws://{node.Authority}{BenchNode.HubPath}"), CancellationToken.None);
        await SendAsync(socket, """{"protocol":"json","version":1}""");
        await socket.ReceiveAsync(new byte[64], CancellationToken.None);
        var buffer = new byte[4096];
        foreach (var topic in topics)
        {
            await SendAsync(socket, $$"""{"type":1,"invocationId":"1","target":"Subscribe","arguments":["{{topic}}"]}""");
            var answer = "";
            while (!answer.Contains("\"type\":3", StringComparison.Ordinal))
            {
                var read = await socket.ReceiveAsync(buffer, CancellationToken.None);
                answer = Encoding.UTF8.GetString(buffer, 0, read.Count);
            }

            if (answer.Contains("\"error\"", StringComparison.Ordinal))
            {
                throw new InvalidOperationException(answer);
            }
        }

        return socket;
    }

    private static Task SendAsync(ClientWebSocket socket, string json) =>
        socket.SendAsync((byte[])[.. Encoding.UTF8.GetBytes(json), RecordSeparator], WebSocketMessageType.Text, true, CancellationToken.None);

    private async Task ReadAsync(ClientWebSocket socket, bool isTimed)
    {
        var buffer = new byte[16 * 1024];
        var filled = 0;
        try
        {
            while (true)
            {
                var result = await socket.ReceiveAsync(buffer.AsMemory(filled), CancellationToken.None);
                filled += result.Count;
                filled = Take(buffer, filled, isTimed);
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The end of the measurement.
        }
    }

    /// <summary>Takes whole messages off the front and returns what is left.</summary>
    private int Take(byte[] buffer, int filled, bool isTimed)
    {
        var rest = buffer.AsSpan(0, filled);
        int end;
        while ((end = rest.IndexOf(RecordSeparator)) >= 0)
        {
            var message = rest[..end];
            if (message.IndexOf("\"target\":\"Event\""u8) >= 0)
            {
                Interlocked.Increment(ref _messages);
                if (isTimed)
                {
                    Note(message);
                }
            }

            rest = rest[(end + 1)..];
        }

        rest.CopyTo(buffer);
        return rest.Length;
    }

    private void Note(ReadOnlySpan<byte> message)
    {
        var name = "\"committedAt\":\""u8;
        var text = message[(message.IndexOf(name) + name.Length)..];
        var at = DateTimeOffset.Parse(Encoding.UTF8.GetString(text[..text.IndexOf((byte)'"')]), CultureInfo.InvariantCulture);
        var age = (DateTimeOffset.UtcNow - at).TotalMilliseconds;
        lock (_latencies)
        {
            _latencies.Add(age);
        }
    }
}
