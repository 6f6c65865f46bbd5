using System.Collections.Concurrent;
using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace Thesis.Rescue.People;

/// <summary>
/// A client of the live hub: SignalR's JSON protocol over a WebSocket. Keeps, for each topic, the numbers of the messages
/// it saw, so that the run can show that none was missing or out of order.
/// </summary>
internal sealed class LiveSocket : IAsyncDisposable
{
    private const byte RecordSeparator = 0x1e;
    private static readonly TimeSpan PingEvery = TimeSpan.FromSeconds(10);

    private readonly ClientWebSocket _socket = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource<JsonElement>> _calls = new();
    private readonly SemaphoreSlim _sending = new(1);
    private Task _reading = Task.CompletedTask;
    private Task _pinging = Task.CompletedTask;
    private long _nextCall;

    public static LiveSocket Closed { get; } = new();

    /// <summary>What each topic saw, in order of arrival.</summary>
    public ConcurrentDictionary<string, TopicLog> Topics { get; } = new();

    /// <summary>Called for every update, in order; must not block.</summary>
    public Action<LiveMessage> OnMessage { get; set; } = _ => { };

    /// <summary>Why the connection ended before it was closed here; null while it is well.</summary>
    public string? Failure { get; private set; }

    public static async Task<LiveSocket> OpenAsync(Uri bff, CookieContainer cookies, CancellationToken cancel)
    {
        var live = new LiveSocket();
        live._socket.Options.Cookies = cookies;
        live._socket.Options.SetRequestHeader("Origin", bff.GetLeftPart(UriPartial.Authority));
        var address = new UriBuilder(bff) { Scheme = bff.Scheme == "https" ? "wss" : "ws", Path = "/hubs/live" }.Uri;
        await live._socket.ConnectAsync(address, cancel);
        await live.SendAsync(new { protocol = "json", version = 1 }, cancel);
        live._reading = live.ReadAsync();
        live._pinging = live.PingAsync();
        return live;
    }

    /// <summary>Joins a topic; throws with the hub's reason when it refuses.</summary>
    public async Task SubscribeAsync(string topic, CancellationToken cancel)
    {
        var log = Topics.GetOrAdd(topic, _ => new TopicLog());
        var id = Interlocked.Increment(ref _nextCall).ToString(System.Globalization.CultureInfo.InvariantCulture);
        var answer = new TaskCompletionSource<JsonElement>(TaskCreationOptions.RunContinuationsAsynchronously);
        _calls[id] = answer;
        await SendAsync(new { type = 1, invocationId = id, target = "Subscribe", arguments = new[] { topic } }, cancel);
        var result = await answer.Task.WaitAsync(TimeSpan.FromSeconds(10), cancel);
        log.StartAfter(result.GetProperty("sequence").GetInt64());
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        if (_socket.State == WebSocketState.Open)
        {
            _socket.Abort();
        }

        await Task.WhenAll(_reading, _pinging).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _socket.Dispose();
    }

    private async Task SendAsync(object message, CancellationToken cancel)
    {
        byte[] bytes = [.. JsonSerializer.SerializeToUtf8Bytes(message), RecordSeparator];
        await _sending.WaitAsync(cancel);
        try
        {
            await _socket.SendAsync(bytes, WebSocketMessageType.Text, true, cancel);
        }
        finally
        {
            _sending.Release();
        }
    }

    private async Task PingAsync()
    {
        using var timer = new PeriodicTimer(PingEvery);
        while (await timer.WaitForNextTickAsync(_stop.Token))
        {
            await SendAsync(new { type = 6 }, _stop.Token);
        }
    }

    private async Task ReadAsync()
    {
        var buffer = new byte[1 << 16];
        var pending = new MemoryStream();
        try
        {
            while (!_stop.IsCancellationRequested)
            {
                var read = await _socket.ReceiveAsync(buffer.AsMemory(), _stop.Token);
                if (read.MessageType == WebSocketMessageType.Close)
                {
                    Failure = $"closed by the hub: {_socket.CloseStatusDescription}";
                    return;
                }

                foreach (var value in buffer.AsSpan(0, read.Count))
                {
                    if (value != RecordSeparator)
                    {
                        pending.WriteByte(value);
                        continue;
                    }

                    Handle(pending.GetBuffer().AsMemory(0, (int)pending.Length));
                    pending.SetLength(0);
                }
            }
        }
        catch (WebSocketException broken)
        {
            Failure = broken.Message;
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // Closed here.
        }
    }

    private void Handle(ReadOnlyMemory<byte> record)
    {
        var arrived = DateTimeOffset.UtcNow;
        using var document = JsonDocument.Parse(record);
        var root = document.RootElement;
        switch (root.TryGetProperty("type", out var type) ? type.GetInt32() : 0)
        {
            case 1 when root.GetProperty("target").GetString() == "Event":
                Deliver(root.GetProperty("arguments")[0], arrived);
                break;
            case 3:
                Complete(root.Clone());
                break;
            case 7:
                Failure = $"closed by the hub: {Encoding.UTF8.GetString(record.Span)}";
                break;
        }
    }

    private void Deliver(JsonElement message, DateTimeOffset arrived)
    {
        var live = new LiveMessage(
            message.GetProperty("topic").GetString() ?? "",
            message.GetProperty("sequence").GetInt64(),
            message.GetProperty("type").GetString() ?? "",
            message.GetProperty("committedAt").GetDateTimeOffset(),
            arrived,
            message.GetProperty("data").Clone());
        if (Topics.TryGetValue(live.Topic, out var log))
        {
            log.Saw(live);
        }

        OnMessage(live);
    }

    private void Complete(JsonElement completion)
    {
        if (!_calls.TryRemove(completion.GetProperty("invocationId").GetString() ?? "", out var call))
        {
            return;
        }

        if (completion.TryGetProperty("error", out var error))
        {
            call.SetException(new UnexpectedAnswerException($"The hub refused: {error.GetString()}"));
        }
        else
        {
            call.SetResult(completion.TryGetProperty("result", out var result) ? result : default);
        }
    }
}
