using Thesis.Redis;

namespace Thesis.Realtime.Topics;

/// <summary>The numbering of a topic's messages.</summary>
internal static class TopicSequence
{
    /// <summary>The number of the topic's last message, on whichever node it was published; 0 if there was none.</summary>
    public static async Task<long> ReadAsync(RedisConnection redis, string topic, CancellationToken cancellationToken)
    {
        var last = await redis.GetAsync(TopicKeys.Sequence(topic), cancellationToken);
        return last.IsNull ? 0 : last.AsInt64();
    }
}
