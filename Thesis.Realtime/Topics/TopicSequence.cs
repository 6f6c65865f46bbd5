using StackExchange.Redis;

namespace Thesis.Realtime.Topics;

/// <summary>The numbering of a topic's messages.</summary>
internal static class TopicSequence
{
    /// <summary>The number of the topic's last message, on whichever node it was published; 0 if there was none.</summary>
    public static async Task<long> ReadAsync(IConnectionMultiplexer redis, string topic)
    {
        var last = await redis.GetDatabase().StringGetAsync(TopicKeys.Sequence(topic));
        return last.IsNull ? 0 : (long)last;
    }
}
