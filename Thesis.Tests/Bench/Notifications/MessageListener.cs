using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Thesis.Realtime;

namespace Thesis.Bench.Notifications;

/// <summary>Somebody's window: hears their own topic of the hub, and notes when each message came.</summary>
internal sealed class MessageListener : IAsyncDisposable
{
    private const byte RecordSeparator = 0x1e;

    private readonly ClientWebSocket _socket = new();
    private Task _reading = Task.CompletedTask;

    /// <summary>When each message came, by its commandId.</summary>
    public ConcurrentDictionary<string, long> Arrivals { get; } = new();

    public static async Task<MessageListener> ConnectAsync(Uri hub, string token, string topic)
    {
        var listener = new MessageListener();
        listener._socket.Options.SetRequestHeader("Authorization", $"Bearer {token}");
        await listener._socket.ConnectAsync(new Uri($"ws://{hub.Authority}{RealtimeModule.HubPath}"), CancellationToken.None);
        await listener.SendAsync("""{"protocol":"json","version":1}""");
        var joined = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        listener._reading = listener.ReadAsync(joined);
        await listener.SendAsync($$"""{"type":1,"invocationId":"1","target":"Subscribe","arguments":["{{topic}}"]}""");
        await joined.Task.WaitAsync(TimeSpan.FromSeconds(30));
        return listener;
    }

    public async ValueTask DisposeAsync()
    {
        _socket.Abort();
        await _reading;
        _socket.Dispose();
    }

    private Task SendAsync(string json) => _socket.SendAsync((byte[])[.. Encoding.UTF8.GetBytes(json), RecordSeparator], WebSocketMessageType.Text, true, CancellationToken.None);

    private async Task ReadAsync(TaskCompletionSource joined)
    {
        var buffer = new byte[64 * 1024];
        var filled = 0;
        try
        {
            while (true)
            {
                filled += (await _socket.ReceiveAsync(buffer.AsMemory(filled), CancellationToken.None)).Count;
                int end;
                while ((end = buffer.AsSpan(0, filled).IndexOf(RecordSeparator)) >= 0)
                {
                    Take(buffer.AsMemory(0, end), joined);
                    buffer.AsSpan(end + 1, filled - end - 1).CopyTo(buffer);
                    filled -= end + 1;
                }
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The end of the measurement.
            joined.TrySetException(e);
        }
    }

    private void Take(ReadOnlyMemory<byte> json, TaskCompletionSource joined)
    {
        var now = Stopwatch.GetTimestamp();
        using var document = JsonDocument.Parse(json);
        var message = document.RootElement;
        if (message.TryGetProperty("error", out var error))
        {
            joined.TrySetException(new InvalidOperationException(error.GetString()));
        }
        else if (message.TryGetProperty("invocationId", out _))
        {
            joined.TrySetResult();
        }
        else if (message.TryGetProperty("arguments", out var arguments) && arguments[0] is { ValueKind: JsonValueKind.Object } body
            && body.GetProperty("data").TryGetProperty("message", out var posted))
        {
            Arrivals.TryAdd(posted.GetProperty("commandId").GetString() ?? "", now);
        }
    }
}
