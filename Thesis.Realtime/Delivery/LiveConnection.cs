using System.Threading.Channels;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.SignalR;

namespace Thesis.Realtime.Delivery;

/// <summary>One message to clients, made once for all of them.</summary>
/// <param name="Message">Serialised at most once for each protocol.</param>
/// <param name="CommittedAt">When the event's transaction committed; null for messages that are no event.</param>
internal sealed record OutgoingMessage(SerializedHubMessage Message, DateTimeOffset? CommittedAt);

/// <summary>
/// One client: the topics it listens to, and the messages on their way to it, in order and bounded. A client that reads so
/// slowly that they would not fit is disconnected; it comes back and reads the state anew.
/// </summary>
internal sealed partial class LiveConnection
{
    private readonly Lock _gate = new();
    private readonly HashSet<string> _topics = new(StringComparer.Ordinal);
    private readonly HubConnectionContext _connection;
    private readonly Channel<OutgoingMessage> _outgoing;
    private readonly RealtimeTelemetry _telemetry;
    private readonly ILogger _logger;
    private bool _isClosed;
    private int _overflowed;

    public LiveConnection(HubConnectionContext connection, RealtimeOptions options, RealtimeTelemetry telemetry, ILogger logger)
    {
        _connection = connection;
        _telemetry = telemetry;
        _logger = logger;
        MaxTopics = options.MaxTopics;
        _outgoing = Channel.CreateBounded<OutgoingMessage>(new BoundedChannelOptions(options.OutgoingMessages) { SingleReader = true });
        connection.Items[typeof(LiveConnection)] = this;
        _ = SendAsync();
    }

    public int MaxTopics { get; }

    public bool IsClosed
    {
        get
        {
            lock (_gate)
            {
                return _isClosed;
            }
        }
    }

    public static LiveConnection Of(HubCallerContext context) => (LiveConnection?)context.Items[typeof(LiveConnection)]
        ?? throw new InvalidOperationException("The connection is not registered.");

    public bool Listens(string topic)
    {
        lock (_gate)
        {
            return _topics.Contains(topic);
        }
    }

    /// <summary>False when it would be one too many or the client is gone.</summary>
    public bool TryAddTopic(string topic)
    {
        lock (_gate)
        {
            return !_isClosed && _topics.Count < MaxTopics && _topics.Add(topic);
        }
    }

    public bool RemoveTopic(string topic)
    {
        lock (_gate)
        {
            return _topics.Remove(topic);
        }
    }

    /// <summary>The client is gone. Returns the topics it listened to.</summary>
    public IReadOnlyList<string> Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            _outgoing.Writer.TryComplete();
            return [.. _topics];
        }
    }

    /// <summary>Puts a message in the queue; never waits.</summary>
    public void Offer(OutgoingMessage message)
    {
        if (_outgoing.Writer.TryWrite(message) || IsClosed || Interlocked.Exchange(ref _overflowed, 1) == 1)
        {
            return;
        }

        _telemetry.Slow();
        SlowClient(_connection.ConnectionId);

        // The transport and not the hub's own abort, which tells a client not to come back.
        _outgoing.Writer.TryComplete();
        if (_connection.Features.Get<IConnectionLifetimeFeature>() is { } transport)
        {
            transport.Abort();
        }
        else
        {
            _connection.Abort();
        }
    }

    private async Task SendAsync()
    {
        try
        {
            await foreach (var outgoing in _outgoing.Reader.ReadAllAsync(_connection.ConnectionAborted))
            {
                await _connection.WriteAsync(outgoing.Message, _connection.ConnectionAborted);
                _telemetry.Sent(outgoing.CommittedAt);
            }
        }
        catch (OperationCanceledException)
        {
            // The client is gone.
        }
    }

    [LoggerMessage(1, LogLevel.Information, "Client {ConnectionId} reads too slowly and is disconnected")]
    private partial void SlowClient(string connectionId);
}
