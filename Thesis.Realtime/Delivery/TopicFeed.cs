using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.SignalR.Protocol;
using StackExchange.Redis;
using Thesis.Realtime.Topics;

namespace Thesis.Realtime.Delivery;

/// <summary>One topic on this node: the clients that listen to it, and its subscription in Redis.</summary>
internal sealed class TopicFeed
{
    /// <summary>
    /// How long a message of a topic of <see cref="Topic.BearsDelay"/> waits for others, which then share one write to each client.
    /// </summary>
    private static readonly TimeSpan FlushWindow = TimeSpan.FromMilliseconds(15);

    private const int MaxTogether = 64;

    private readonly Lock _gate = new();
    private readonly HashSet<LiveConnection> _listeners = [];
    private readonly Topic _topic;
    private readonly IConnectionMultiplexer _redis;
    private readonly RealtimeTelemetry _telemetry;
    private readonly TimeProvider _time;
    private readonly Task<ChannelMessageQueue> _subscription;
    private volatile TaskCompletionSource? _broken;
    private int _breaks;

    /// <param name="topic">The topic.</param>
    /// <param name="before">Ends when an earlier feed of the topic has let go of it: at the server the last word counts.</param>
    public TopicFeed(Topic topic, Task before, IConnectionMultiplexer redis, RealtimeTelemetry telemetry, TimeProvider time)
    {
        _topic = topic;
        _redis = redis;
        _telemetry = telemetry;
        _time = time;
        _subscription = SubscribeAsync(before);
    }

    private RedisChannel Channel => RedisChannel.Literal(TopicKeys.Channel(_topic.Text));

    /// <summary>Ends when no message is missed any more; faults when Redis cannot be reached.</summary>
    public Task Subscribed => _subscription;

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

    /// <summary>Gives the subscription up, whether or not it came about.</summary>
    public async Task LetGoAsync()
    {
        await _subscription.ContinueWith(_ => { }, TaskScheduler.Default);
        await _redis.GetSubscriber().UnsubscribeAsync(Channel);
    }

    /// <summary>The connection to Redis is lost: messages may be missed, and none is passed on before clients were told.</summary>
    public void Break()
    {
        lock (_gate)
        {
            _breaks++;
            _broken ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>
    /// The topic is subscribed again. After a break clients are told its number of now, which is not above the next message's, and
    /// read the state anew.
    /// </summary>
    /// <exception cref="RedisException">The connection broke again; the feed stays broken.</exception>
    public async Task MendAsync()
    {
        if (_broken is not { } broken)
        {
            return;
        }

        var breaks = Volatile.Read(ref _breaks);
        var sequence = await TopicSequence.ReadAsync(_redis, _topic.Text);
        _telemetry.Resync();
        Offer(new TopicMessages([new InvocationMessage("Resync", [_topic.Text, sequence])], []));
        lock (_gate)
        {
            if (_breaks != breaks)
            {
                // It broke again meanwhile, and will be mended again.
                return;
            }

            _broken = null;
        }

        broken.SetResult();
    }

    private async Task<ChannelMessageQueue> SubscribeAsync(Task before)
    {
        await before;
        var queue = await _redis.GetSubscriber().SubscribeAsync(Channel);
        _ = DeliverAsync(queue);
        return queue;
    }

    private async Task DeliverAsync(ChannelMessageQueue queue)
    {
        try
        {
            while (true)
            {
                var payloads = new List<byte[]> { PayloadOf(await queue.ReadAsync()) };
                if (_topic.BearsDelay)
                {
                    await Task.Delay(FlushWindow, _time);
                }

                while (payloads.Count < MaxTogether && queue.TryRead(out var next))
                {
                    payloads.Add(PayloadOf(next));
                }

                if (_broken is { } broken)
                {
                    await broken.Task;
                }

                Offer(new TopicMessages(
                    [.. payloads.Select(payload => new InvocationMessage("Event", [new RawJson(payload)]))],
                    [.. payloads.Select(payload => CommittedAt(payload)).OfType<DateTimeOffset>()]));
            }
        }
        catch (ChannelClosedException)
        {
            // Nobody listens any more.
        }
    }

    private void Offer(TopicMessages messages)
    {
        lock (_gate)
        {
            foreach (var listener in _listeners)
            {
                listener.Offer(messages);
            }
        }
    }

    private static byte[] PayloadOf(ChannelMessage message) => (byte[]?)message.Message ?? [];

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
