using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace Thesis.Realtime.Tests;

/// <summary>A client of the hub: SignalR's JSON protocol over a WebSocket, and all that it was sent.</summary>
internal sealed class LiveClient : IAsyncDisposable
{
    private const byte RecordSeparator = 0x1e;

    private readonly ClientWebSocket _socket;
    private readonly ConcurrentDictionary<string, TaskCompletionSource<JsonElement>> _invocations = new();
    private readonly ConcurrentQueue<JsonElement> _events = new();
    private readonly ConcurrentQueue<string> _log = new();
    private readonly Task _reading;
    private int _lastInvocation;

    private LiveClient(ClientWebSocket socket)
    {
        _socket = socket;
        _reading = ReadAsync();
    }

    /// <summary>The arguments of <c>Event</c>, in the order received.</summary>
    public IReadOnlyList<JsonElement> Events => [.. _events];

    /// <summary>Both kinds of message in the order received: <c>topic#sequence</c> and <c>resync topic</c>.</summary>
    public IReadOnlyList<string> Log => [.. _log];

    public bool IsClosed => _reading.IsCompleted;

    public static async Task<LiveClient> ConnectAsync(Uri node, string token) => new(await OpenAsync(node, token));

    public static async Task<ClientWebSocket> OpenAsync(Uri node, string token)
    {
        var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Authorization", $"Bearer {token}");
        using var timeout = new CancellationTokenSource(Eventually.Patience);
        await socket.ConnectAsync(new Uri($"ws://{node.Authority}{RealtimeModule.HubPath}"), timeout.Token);
        await SendAsync(socket, """{"protocol":"json","version":1}""");
        var hello = await socket.ReceiveAsync(new byte[64], timeout.Token);
        Assert.Equal(3, hello.Count);
        return socket;
    }

    public static Task SendAsync(ClientWebSocket socket, string json) =>
        socket.SendAsync((byte[])[.. Encoding.UTF8.GetBytes(json), RecordSeparator], WebSocketMessageType.Text, true, CancellationToken.None);

    private const string NotNow = "try again shortly";
    private const int MostAttempts = 10;

    /// <summary>Returns the sequence, or throws what the hub refused with. Does as the hub asks when it cannot answer now.</summary>
    public async Task<long> SubscribeAsync(string topic)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return (await InvokeAsync("Subscribe", topic)).GetProperty("sequence").GetInt64();
            }
            catch (InvalidOperationException refusal) when (attempt < MostAttempts && refusal.Message.Contains(NotNow, StringComparison.Ordinal))
            {
                // A service that has just started may be slow to answer its first question on a busy machine.
            }
        }
    }

    public async Task<string> RefusalAsync(string topic)
    {
        for (var attempt = 1; ; attempt++)
        {
            var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => InvokeAsync("Subscribe", topic));
            if (attempt == MostAttempts || !refusal.Message.Contains(NotNow, StringComparison.Ordinal))
            {
                return refusal.Message;
            }
        }
    }

    public async Task<JsonElement> InvokeAsync(string method, params object?[] arguments)
    {
        var id = $"{Interlocked.Increment(ref _lastInvocation)}";
        var completion = _invocations[id] = new TaskCompletionSource<JsonElement>(TaskCreationOptions.RunContinuationsAsynchronously);
        await SendAsync(_socket, JsonSerializer.Serialize(new { type = 1, invocationId = id, target = method, arguments }));
        return await completion.Task.WaitAsync(Eventually.Patience);
    }

    public Task SendRawAsync(string json) => SendAsync(_socket, json);

    public async ValueTask DisposeAsync()
    {
        _socket.Abort();
        await _reading;
        _socket.Dispose();
    }

    private async Task ReadAsync()
    {
        var message = new ArraySegment<byte>(new byte[4 << 20]);
        var filled = 0;
        try
        {
            while (true)
            {
                var result = await _socket.ReceiveAsync(message[filled..], CancellationToken.None);
                if (result.MessageType == WebSocketMessageType.Close)
                {
                    return;
                }

                filled += result.Count;
                int end;
                while ((end = message.AsSpan(0, filled).IndexOf(RecordSeparator)) >= 0)
                {
                    using (var document = JsonDocument.Parse(message[..end].AsMemory()))
                    {
                        Take(document.RootElement.Clone());
                    }

                    message.AsSpan(end + 1, filled - end - 1).CopyTo(message.AsSpan());
                    filled -= end + 1;
                }
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            // The end of the connection; IsClosed tells it.
        }
        finally
        {
            foreach (var invocation in _invocations.Values)
            {
                invocation.TrySetException(new InvalidOperationException("The connection closed."));
            }
        }
    }

    private void Take(JsonElement message)
    {
        switch (message.TryGetProperty("type", out var type) ? type.GetInt32() : 0)
        {
            case 1 when message.GetProperty("target").GetString() == "Event":
                var body = message.GetProperty("arguments")[0];
                _events.Enqueue(body);
                _log.Enqueue($"{body.GetProperty("topic").GetString()}#{body.GetProperty("sequence").GetInt64()}");
                break;
            case 1 when message.GetProperty("target").GetString() == "Present":
                _log.Enqueue($"present {string.Join(", ", message.GetProperty("arguments")[1].EnumerateArray())}");
                break;
            case 1 when message.GetProperty("target").GetString() == "Typing":
                _log.Enqueue($"typing {string.Join(' ', message.GetProperty("arguments").EnumerateArray())}");
                break;
            case 1:
                _log.Enqueue($"resync {message.GetProperty("arguments")[0].GetString()}");
                break;
            case 3 when _invocations.TryRemove(message.GetProperty("invocationId").GetString() ?? "", out var invocation):
                if (message.TryGetProperty("error", out var error))
                {
                    invocation.TrySetException(new InvalidOperationException(error.GetString()));
                }
                else
                {
                    invocation.TrySetResult(message.TryGetProperty("result", out var result) ? result : default);
                }

                break;
        }
    }
}
