namespace Thesis.Redis;

/// <summary>A message published to a channel.</summary>
/// <param name="Channel">The channel it was published to.</param>
/// <param name="Payload">The message's bytes. Shared by all handlers of the channel: read only.</param>
public readonly record struct RedisMessage(string Channel, ReadOnlyMemory<byte> Payload);

/// <summary>Why messages may be missing between two that a handler saw.</summary>
public enum RedisGapReason
{
    /// <summary>The connection was lost and is restored. What was published meanwhile is gone.</summary>
    Reconnected,

    /// <summary>The handler was slower than the channel and its buffer was full.</summary>
    BufferFull,
}

/// <summary>Tells a subscriber, in its place among the messages, that some are missing. Read the state anew after it.</summary>
/// <param name="Channel">The channel.</param>
/// <param name="Reason">Why.</param>
/// <param name="Missed">How many were dropped, or null when nobody can know.</param>
public readonly record struct RedisGap(string Channel, RedisGapReason Reason, long? Missed);
