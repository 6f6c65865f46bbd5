using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Thesis.Redis.Connection;

namespace Thesis.Redis.PubSub;

/// <summary>
/// Which channels are wanted, and the SUBSCRIBE and UNSUBSCRIBE commands that make it so. They are queued under one lock, so the
/// server sees the changes of a channel in the order they were made. At the start of every link all wanted channels are
/// subscribed, and commands made for an earlier link are void.
/// </summary>
internal sealed partial class SubscriptionRegistry(CommandQueue queue, RedisOptions options, RedisTelemetry telemetry, ILogger logger)
{
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<ChannelKey, SubscribedChannel> _channels = new();
    private readonly ILogger _logger = logger;
    private long _link;
    private bool _isLinked;

    /// <summary>Adds the handler; the task of the channel's first confirmation is returned.</summary>
    public Task Add(Subscription subscription)
    {
        lock (_gate)
        {
            if (_channels.TryGetValue(subscription.Channel, out var channel))
            {
                channel.Add(subscription);
                return channel.Ready;
            }

            if (_channels.Count >= options.MaxSubscriptions)
            {
                throw new RedisException(
                    RedisFailure.QueueFull, $"The connection to {options} already has {options.MaxSubscriptions} channels (MaxSubscriptions).");
            }

            channel = new SubscribedChannel(subscription.Channel, error => SubscriptionRefused(subscription.Channel.Name, error.Code));
            if (_isLinked)
            {
                queue.Enqueue(Subscribe(channel), bounded: false);
            }

            channel.Add(subscription);
            _channels[subscription.Channel] = channel;
            return channel.Ready;
        }
    }

    /// <summary>Removes the handler; the task ends when the server no longer sends the channel, if nobody else wants it.</summary>
    public Task RemoveAsync(Subscription subscription)
    {
        lock (_gate)
        {
            if (!_channels.TryGetValue(subscription.Channel, out var channel))
            {
                return Task.CompletedTask;
            }

            channel.Remove(subscription);
            if (!channel.IsEmpty)
            {
                return Task.CompletedTask;
            }

            _channels.TryRemove(subscription.Channel, out _);
            if (!_isLinked)
            {
                return Task.CompletedTask;
            }

            var command = new SubscriptionCommand(subscription.Channel.Unsubscribe, subscription.Channel, null, StaleAfter(_link));
            queue.Enqueue(command, bounded: false);
            return command.Settled;
        }
    }

    /// <summary>A link begins. The commands returned count as sent and must be the first on it.</summary>
    public IReadOnlyList<PendingCommand> BeginLink()
    {
        lock (_gate)
        {
            Volatile.Write(ref _link, _link + 1);
            _isLinked = true;
            List<PendingCommand> commands = [.. _channels.Values.Select(Subscribe)];
            queue.AddSent(commands);
            return commands;
        }
    }

    public void EndLink()
    {
        lock (_gate)
        {
            Volatile.Write(ref _link, _link + 1);
            _isLinked = false;
        }
    }

    public void Close()
    {
        lock (_gate)
        {
            _isLinked = false;
            foreach (var channel in _channels.Values)
            {
                channel.End(options);
            }

            _channels.Clear();
        }
    }

    /// <exception cref="RedisException">The push makes no sense here; the link is to be given up.</exception>
    public void OnPush(in RedisValue push)
    {
        var items = push.Items;
        var kind = items.Count > 0 ? items[0].AsBytes().Span : default;
        if (kind.SequenceEqual("message"u8))
        {
            Deliver(items, sharded: false);
        }
        else if (kind.SequenceEqual("smessage"u8))
        {
            Deliver(items, sharded: true);
        }
        else if (kind.EndsWith("subscribe"u8))
        {
            Confirm(items);
        }
    }

    private void Deliver(IReadOnlyList<RedisValue> items, bool sharded)
    {
        telemetry.MessageReceived();
        if (items.Count >= 3
            && items[1].AsString() is { } name
            && _channels.TryGetValue(new ChannelKey(name, sharded), out var channel))
        {
            channel.Deliver(new RedisMessage(name, items[2].AsBytes()), telemetry);
        }
    }

    private void Confirm(IReadOnlyList<RedisValue> items)
    {
        var kind = items[0].AsString() ?? "";
        var name = items.Count > 1 ? items[1].AsString() ?? "" : "";
        if (queue.PeekSent() is not SubscriptionCommand command || !command.IsConfirmedBy(kind, name))
        {
            // The server moved the channel away, or we lost count. A new link subscribes everything again and tells of the gap.
            throw new RedisException(RedisFailure.Protocol, $"The server sent an unexpected {kind}.", mayHaveRun: true);
        }

        queue.DequeueSent();
        command.Reply(RedisValue.Null);
    }

    private SubscriptionCommand Subscribe(SubscribedChannel channel) => new(channel.Key.Subscribe, channel.Key, channel, StaleAfter(_link));

    private Func<bool> StaleAfter(long link) => () => Volatile.Read(ref _link) != link;

    [LoggerMessage(2, LogLevel.Error, "The server refused to subscribe channel {Channel} again after a reconnect: {Code}")]
    private partial void SubscriptionRefused(string channel, string code);
}
