namespace Thesis.Redis.Connection;

/// <summary>One command on its way: waiting to be sent, or sent and owed a reply. Settles once, whoever comes first.</summary>
internal abstract class PendingCommand(RedisCommand command)
{
    public RedisCommand Command { get; } = command;

    /// <summary>Timestamp of the call.</summary>
    public long QueuedAt { get; set; }

    /// <summary>Timestamp of sending; meaningless before.</summary>
    public long SentAt { get; set; }

    /// <summary>Whether the caller has its answer or has left. A settled command that waits is never sent.</summary>
    public abstract bool IsSettled { get; }

    /// <summary>Whether the queue may fail it when its time is up.</summary>
    public abstract bool HasDeadline { get; }

    public abstract void Reply(in RedisValue value);

    public abstract void Fail(RedisException failure);

    /// <summary>Settled before it was sent; it left the queue without being sent.</summary>
    public virtual void Dropped()
    {
    }
}

/// <summary>A caller's command.</summary>
internal sealed class CallerCommand(RedisCommand command) : PendingCommand(command)
{
    // Continuations run elsewhere: the connection's reader must never run a caller's code.
    private readonly TaskCompletionSource<RedisValue> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<RedisValue> Task => _completion.Task;

    public override bool IsSettled => _completion.Task.IsCompleted;

    public override bool HasDeadline => true;

    public override void Reply(in RedisValue value) => _completion.TrySetResult(value);

    public override void Fail(RedisException failure) => _completion.TrySetException(failure);

    public void Cancel(CancellationToken cancellationToken) => _completion.TrySetCanceled(cancellationToken);
}
