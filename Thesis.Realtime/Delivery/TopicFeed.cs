using System.Text.Json;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Thesis.Realtime.Topics;
using Thesis.Redis;

namespace Thesis.Realtime.Delivery;

/// <summary>One topic on this node: the clients that listen to it, and its subscription in Redis.</summary>
internal sealed class TopicFeed
{
    private readonly Lock _gate = new();
    private readonly HashSet<LiveConnection> _listeners = [];
    private readonly string _topic;
    private readonly RedisConnection _redis;
    private readonly RealtimeTelemetry _telemetry;

    public TopicFeed(string topic, RedisConnection redis, RealtimeTelemetry telemetry)
    {
        _topic = topic;
        _redis = redis;
        _telemetry = telemetry;
        Subscription = redis.SubscribeAsync(TopicKeys.Channel(topic), OnMessage, OnGapAsync);
    }

    /// <summary>Faults when Redis cannot be reached.</summary>
    public Task<IAsyncDisposable> Subscription { get; }

    public void Add(LiveConnection connection)
    {
        lock (_gate)
        {
            if (_listeners.Add(connection))
            {
                _telemetry.Subscribed(1);
            }
        }
    }

    /// <returns>Whether nobody listens any more.</returns>
    public bool Remove(LiveConnection connection)
    {
        lock (_gate)
        {
            if (_listeners.Remove(connection))
            {
                _telemetry.Subscribed(-1);
            }

            return _listeners.Count == 0;
        }
    }

    private ValueTask OnMessage(RedisMessage message)
    {
        Offer("Event", CommittedAt(message.Payload.Span), new RawJson(message.Payload));
        return ValueTask.CompletedTask;
    }

    /// <summary>Messages were missed. Later ones wait behind this, so the sequence told is not above the next message's.</summary>
    private async ValueTask OnGapAsync(RedisGap gap)
    {
        _telemetry.Resync();
        object?[] arguments = [_topic];
        try
        {
            arguments = [_topic, await TopicSequence.ReadAsync(_redis, _topic, CancellationToken.None)];
        }
        catch (RedisException)
        {
            // The connection broke again; clients take the next message's number for the beginning.
        }

        Offer("Resync", null, arguments);
    }

    private void Offer(string method, DateTimeOffset? committedAt, params object?[] arguments)
    {
        var outgoing = new OutgoingMessage(new SerializedHubMessage(new InvocationMessage(method, arguments)), committedAt);
        lock (_gate)
        {
            foreach (var listener in _listeners)
            {
                listener.Offer(outgoing);
            }
        }
    }

    private static DateTimeOffset? CommittedAt(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        while (reader.Read())
        {
            if (reader is { TokenType: JsonTokenType.PropertyName, CurrentDepth: 1 })
            {
                if (reader.ValueTextEquals("committedAt"u8) && reader.Read() && reader.TryGetDateTimeOffset(out var at))
                {
                    return at;
                }

                reader.TrySkip();
            }
        }

        return null;
    }
}
