using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Thesis.Redis.PubSub;

/// <summary>
/// One handler of a channel, with its own buffer and its own loop, so that a slow handler holds up neither the connection nor
/// other handlers. When the buffer is full, messages are dropped and a gap is delivered in their place.
/// </summary>
internal sealed partial class Subscription : IAsyncDisposable
{
    private readonly Channel<Entry> _entries;
    private readonly SubscriptionRegistry _registry;
    private readonly Func<RedisMessage, ValueTask> _onMessage;
    private readonly Func<RedisGap, ValueTask>? _onGap;
    private readonly ILogger _logger;
    private volatile bool _ended;
    private long _missed;
    private int _reconnected;

    public Subscription(
        ChannelKey channel,
        SubscriptionRegistry registry,
        int capacity,
        Func<RedisMessage, ValueTask> onMessage,
        Func<RedisGap, ValueTask>? onGap,
        ILogger logger)
    {
        Channel = channel;
        _registry = registry;
        _onMessage = onMessage;
        _onGap = onGap;
        _logger = logger;
        _entries = System.Threading.Channels.Channel.CreateBounded<Entry>(new BoundedChannelOptions(capacity) { SingleReader = true });
        _ = DeliverAsync();
    }

    public ChannelKey Channel { get; }

    /// <summary>Hands over a message. False when it is dropped; never waits.</summary>
    public bool Offer(RedisMessage message)
    {
        if (TryWriteGaps() && _entries.Writer.TryWrite(new Entry(message, null)))
        {
            return true;
        }

        Interlocked.Increment(ref _missed);
        return _ended;
    }

    public void OfferGap()
    {
        Volatile.Write(ref _reconnected, 1);
        TryWriteGaps();
    }

    /// <summary>No call to the handler begins after this returns; one under way may still run.</summary>
    public async ValueTask DisposeAsync()
    {
        End();
        await _registry.RemoveAsync(this);
    }

    public void End()
    {
        _ended = true;
        _entries.Writer.TryComplete();
    }

    // Gaps stand before the message that follows them. False while there is no room for them.
    private bool TryWriteGaps()
    {
        if (Interlocked.Exchange(ref _missed, 0) is var missed and > 0
            && !_entries.Writer.TryWrite(new Entry(default, new RedisGap(Channel.Name, RedisGapReason.BufferFull, missed))))
        {
            Interlocked.Add(ref _missed, missed);
            return false;
        }

        if (Interlocked.Exchange(ref _reconnected, 0) == 1
            && !_entries.Writer.TryWrite(new Entry(default, new RedisGap(Channel.Name, RedisGapReason.Reconnected, null))))
        {
            Volatile.Write(ref _reconnected, 1);
            return false;
        }

        return true;
    }

    private async Task DeliverAsync()
    {
        while (await _entries.Reader.WaitToReadAsync())
        {
            while (!_ended && _entries.Reader.TryRead(out var entry))
            {
                await HandleAsync(entry);
            }

            // Room again: what was dropped while there was none is told even if nothing more is published.
            TryWriteGaps();
            if (_ended)
            {
                return;
            }
        }
    }

    private async ValueTask HandleAsync(Entry entry)
    {
        try
        {
            if (entry.Gap is not { } gap)
            {
                await _onMessage(entry.Message);
            }
            else if (_onGap is not null)
            {
                await _onGap(gap);
            }
        }
        catch (Exception e) // The handler is foreign code; its failure on one message must not end the subscription.
        {
            HandlerFailed(Channel.Name, e);
        }
    }

    [LoggerMessage(1, LogLevel.Error, "The handler of channel {Channel} failed on a message; it goes on with the next")]
    private partial void HandlerFailed(string channel, Exception exception);

    private readonly record struct Entry(RedisMessage Message, RedisGap? Gap);
}
