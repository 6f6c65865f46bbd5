using Thesis.Redis.Connection;

namespace Thesis.Redis.PubSub;

/// <summary>
/// SUBSCRIBE or UNSUBSCRIBE of one channel. It belongs to the link it was made for: on a new link the channels are subscribed
/// anew, and one made before is not sent.
/// </summary>
internal sealed class SubscriptionCommand(RedisCommand command, ChannelKey channel, SubscribedChannel? subscribes, Func<bool> isStale)
    : PendingCommand(command)
{
    private readonly TaskCompletionSource _settled = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the server has answered or the link is gone.</summary>
    public Task Settled => _settled.Task;

    public override bool IsSettled => isStale();

    public override bool HasDeadline => false;

    /// <summary>Whether the push (such as <c>subscribe</c> of a channel) is this command's confirmation.</summary>
    public bool IsConfirmedBy(string kind, string name) =>
        channel.Name == name && kind.Equals(Command.Name, StringComparison.OrdinalIgnoreCase);

    public override void Reply(in RedisValue value)
    {
        if (value.Type == RedisType.Error)
        {
            subscribes?.Refused(new RedisServerException(value.AsString() ?? ""));
        }
        else
        {
            subscribes?.Confirmed();
        }

        _settled.TrySetResult();
    }

    // Nothing is lost: the next link subscribes what is wanted then.
    public override void Fail(RedisException failure) => _settled.TrySetResult();

    public override void Dropped() => _settled.TrySetResult();
}
