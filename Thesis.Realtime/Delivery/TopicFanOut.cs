using Thesis.Realtime.Topics;
using Thesis.Redis;

namespace Thesis.Realtime.Delivery;

/// <summary>
/// The topics that clients of this node listen to. A topic is subscribed in Redis when the first client comes and let go when the
/// last one leaves, so a node receives only what its clients want.
/// </summary>
internal sealed partial class TopicFanOut(RedisConnection redis, RealtimeTelemetry telemetry, ILogger<TopicFanOut> logger)
{
    private readonly ILogger _logger = logger;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, TopicFeed> _feeds = new(StringComparer.Ordinal);

    /// <summary>Adds a client to a topic; from when this returns it misses no message.</summary>
    /// <exception cref="RedisException">Redis cannot be reached; the client was not added.</exception>
    public async Task AddAsync(LiveConnection connection, string topic, CancellationToken cancellationToken)
    {
        TopicFeed? feed;
        lock (_gate)
        {
            if (!_feeds.TryGetValue(topic, out feed))
            {
                feed = _feeds[topic] = new TopicFeed(topic, redis, telemetry);
            }

            feed.Add(connection);
        }

        var isAdded = false;
        try
        {
            await feed.Subscription.WaitAsync(cancellationToken);

            // A client that left meanwhile was told to leave its topics before it stood in this one.
            isAdded = !connection.IsClosed;
        }
        finally
        {
            if (!isAdded)
            {
                connection.RemoveTopic(topic);
                Remove(connection, topic);
            }
        }
    }

    /// <summary>Takes a client out of a topic.</summary>
    public void Remove(LiveConnection connection, string topic)
    {
        TopicFeed? feed;
        lock (_gate)
        {
            if (!_feeds.TryGetValue(topic, out feed) || !feed.Remove(connection))
            {
                return;
            }

            _feeds.Remove(topic);
        }

        _ = LetGoAsync(feed, topic);
    }

    private async Task LetGoAsync(TopicFeed feed, string topic)
    {
        try
        {
            var subscription = await feed.Subscription;
            await subscription.DisposeAsync();
        }
        catch (RedisException e)
        {
            // It never began, or the connection is being disposed: either way nothing is subscribed.
            NothingToLetGo(topic, e.Failure);
        }
    }

    [LoggerMessage(1, LogLevel.Debug, "Topic {Topic} was not subscribed any more: {Failure}")]
    private partial void NothingToLetGo(string topic, RedisFailure failure);
}
