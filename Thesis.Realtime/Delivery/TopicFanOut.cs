using StackExchange.Redis;
using Thesis.Realtime.Topics;

namespace Thesis.Realtime.Delivery;

/// <summary>
/// The topics that clients of this node listen to. A topic is subscribed in Redis when the first client comes and let go when the
/// last one leaves, so a node receives only what its clients want.
/// </summary>
internal sealed partial class TopicFanOut : IDisposable
{
    private readonly IConnectionMultiplexer _redis;
    private readonly RealtimeTelemetry _telemetry;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _mending = new(1);
    private readonly Dictionary<string, TopicFeed> _feeds = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (TopicFeed Feed, Task Gone)> _leaving = new(StringComparer.Ordinal);

    public TopicFanOut(IConnectionMultiplexer redis, RealtimeTelemetry telemetry, TimeProvider time, ILogger<TopicFanOut> logger)
    {
        _redis = redis;
        _telemetry = telemetry;
        _time = time;
        _logger = logger;
        redis.ConnectionFailed += OnConnectionFailed;
        redis.ConnectionRestored += OnConnectionRestored;
    }

    /// <summary>Adds a client to a topic; from when this returns it misses no message.</summary>
    /// <exception cref="RedisException">Redis cannot be reached; the client was not added.</exception>
    /// <exception cref="RedisTimeoutException">Redis did not answer; the client was not added.</exception>
    public async Task AddAsync(LiveConnection connection, Topic topic, CancellationToken cancellationToken)
    {
        TopicFeed? feed;
        lock (_gate)
        {
            if (!_feeds.TryGetValue(topic.Text, out feed))
            {
                var before = _leaving.GetValueOrDefault(topic.Text).Gone ?? Task.CompletedTask;
                feed = _feeds[topic.Text] = new TopicFeed(topic, before, _redis, _telemetry, _time);
            }

            feed.Add(connection);
        }

        var isAdded = false;
        try
        {
            await feed.Subscribed.WaitAsync(cancellationToken);

            // A client that left meanwhile was told to leave its topics before it stood in this one.
            isAdded = !connection.IsClosed;
        }
        finally
        {
            if (!isAdded)
            {
                connection.RemoveTopic(topic.Text);
                Remove(connection, topic.Text);
            }
        }
    }

    /// <summary>Takes a client out of a topic.</summary>
    public void Remove(LiveConnection connection, string topic)
    {
        lock (_gate)
        {
            if (_feeds.TryGetValue(topic, out var feed) && feed.Remove(connection))
            {
                _feeds.Remove(topic);
                _leaving[topic] = (feed, LetGoAsync(feed, topic));
            }
        }
    }

    public void Dispose()
    {
        _redis.ConnectionFailed -= OnConnectionFailed;
        _redis.ConnectionRestored -= OnConnectionRestored;
        _mending.Dispose();
    }

    private async Task LetGoAsync(TopicFeed feed, string topic)
    {
        // Not before it stands in the list.
        await Task.Yield();
        try
        {
            await feed.LetGoAsync();
        }
        catch (Exception e) when (e is RedisException or RedisTimeoutException or ObjectDisposedException)
        {
            // While the server is away, or the process ends, nothing is subscribed.
            NothingToLetGo(topic, e);
        }

        lock (_gate)
        {
            if (_leaving[topic].Feed == feed)
            {
                _leaving.Remove(topic);
            }
        }
    }

    private TopicFeed[] Feeds()
    {
        lock (_gate)
        {
            return [.. _feeds.Values];
        }
    }

    private void OnConnectionFailed(object? sender, ConnectionFailedEventArgs lost)
    {
        foreach (var feed in Feeds())
        {
            feed.Break();
        }
    }

    /// <summary>The client has asked for its channels again when this is raised; what was published meanwhile is gone.</summary>
    private void OnConnectionRestored(object? sender, ConnectionFailedEventArgs restored)
    {
        // By RESP2 the subscriptions have a connection of their own: the second of the two to come back counts.
        if (_redis.GetSubscriber().IsConnected())
        {
            _ = MendAsync();
        }
    }

    private async Task MendAsync()
    {
        await _mending.WaitAsync();
        try
        {
            // Answered behind the subscriptions that were asked for before it.
            await _redis.GetSubscriber().PingAsync();
            await Task.WhenAll(Feeds().Select(feed => feed.MendAsync()));
        }
        catch (Exception e) when (e is RedisException or RedisTimeoutException)
        {
            BrokeAgain(e);
        }
        finally
        {
            _mending.Release();
        }
    }

    [LoggerMessage(1, LogLevel.Debug, "Topic {Topic} was not subscribed any more")]
    private partial void NothingToLetGo(string topic, Exception exception);

    [LoggerMessage(2, LogLevel.Debug, "The connection to Redis broke again before clients were told to read anew; they are told when it is back")]
    private partial void BrokeAgain(Exception exception);
}
