using System.Threading.Channels;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.SignalR;

namespace Thesis.Realtime.Delivery;

/// <summary>
/// One client: the topics it listens to, and the messages on their way to it, in order and bounded. A client that reads so
/// slowly that they would not fit is disconnected; it comes back and reads the state anew.
/// </summary>
internal sealed partial class LiveConnection
{
    private readonly Lock _gate = new();
    private readonly HashSet<string> _topics = new(StringComparer.Ordinal);
    private readonly HubConnectionContext _connection;
    private readonly Channel<TopicMessages> _outgoing = Channel.CreateUnbounded<TopicMessages>(new UnboundedChannelOptions { SingleReader = true });
    private readonly int _maxOutgoing;
    private readonly RealtimeTelemetry _telemetry;
    private readonly ILogger _logger;
    private bool _isClosed;
    private int _waiting;
    private int _overflowed;

    public LiveConnection(HubConnectionContext connection, RealtimeOptions options, RealtimeTelemetry telemetry, ILogger logger)
    {
        _connection = connection;
        _telemetry = telemetry;
        _logger = logger;
        _maxOutgoing = options.OutgoingMessages;
        MaxTopics = options.MaxTopics;
        connection.Items[typeof(LiveConnection)] = this;
        _ = SendAsync();
    }

    public int MaxTopics { get; }

    public string? User => _connection.UserIdentifier;

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

    /// <summary>Puts messages in the queue; never waits.</summary>
    public void Offer(TopicMessages messages)
    {
        if (Interlocked.Add(ref _waiting, messages.Count) <= _maxOutgoing + messages.Count)
        {
            _outgoing.Writer.TryWrite(messages);
        }
        else if (!IsClosed && Interlocked.Exchange(ref _overflowed, 1) == 0)
        {
            _telemetry.Slow();
            SlowClient(_connection.ConnectionId);
            Drop();
        }
    }

    /// <summary>Ends the connection without a farewell: by the transport, and not by the hub's own abort, which tells a client not to come back.</summary>
    public void Drop()
    {
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
            await foreach (var messages in _outgoing.Reader.ReadAllAsync(_connection.ConnectionAborted))
            {
                await _connection.WriteAsync(messages.For(_connection.Protocol), _connection.ConnectionAborted);
                Interlocked.Add(ref _waiting, -messages.Count);
                _telemetry.Sent(messages);
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
