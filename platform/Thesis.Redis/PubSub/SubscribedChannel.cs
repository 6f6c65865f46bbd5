namespace Thesis.Redis.PubSub;

/// <summary>A channel that at least one handler wants, and whether the server has confirmed it.</summary>
internal sealed class SubscribedChannel(ChannelKey key, Action<RedisServerException> onRefused)
{
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile Subscription[] _handlers = [];
    private bool _wasConfirmed;

    public ChannelKey Key => key;

    /// <summary>Completes at the first confirmation; faults when the server refuses.</summary>
    public Task Ready => _ready.Task;

    public bool IsEmpty => _handlers.Length == 0;

    public void Add(Subscription handler)
    {
        lock (_gate)
        {
            _handlers = [.. _handlers, handler];
        }
    }

    public void Remove(Subscription handler)
    {
        lock (_gate)
        {
            _handlers = [.. _handlers.Where(h => h != handler)];
        }
    }

    /// <summary>A second confirmation means that the connection was lost in between: the handlers are told.</summary>
    public void Confirmed()
    {
        if (_wasConfirmed)
        {
            foreach (var handler in _handlers)
            {
                handler.OfferGap();
            }
        }

        _wasConfirmed = true;
        _ready.TrySetResult();
    }

    public void Refused(RedisServerException error)
    {
        // One who waits for the subscription hears of it; after a reconnect nobody does.
        if (!_ready.TrySetException(error))
        {
            onRefused(error);
        }
    }

    public void Deliver(RedisMessage message, RedisTelemetry telemetry)
    {
        foreach (var handler in _handlers)
        {
            if (!handler.Offer(message))
            {
                telemetry.MessageDropped();
            }
        }
    }

    /// <summary>The connection is disposed: no more messages, and whoever waits is told.</summary>
    public void End(RedisOptions options)
    {
        _ready.TrySetException(new RedisException(RedisFailure.Disposed, $"The connection to {options} is disposed."));
        foreach (var handler in _handlers)
        {
            handler.End();
        }
    }
}
