using System.Collections.Concurrent;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Thesis.ServiceDefaults;

/// <summary>
/// This process as a member of one Kafka consumer group. The brokers share out the partitions; where to begin with one, the
/// database says. The client blocks, so the member has a thread of its own, on which everything here runs.
/// </summary>
internal sealed partial class KafkaMember(
    GroupMembership membership, KafkaClients clients, KafkaOffsets offsets, EventLogOptions options, TimeProvider time, ILogger logger, CancellationToken lost)
    : IGroupLag
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan UpkeepInterval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan FullBufferPoll = TimeSpan.FromMilliseconds(5);

    private readonly ConcurrentDictionary<TopicPartition, KafkaFeed> _feeds = new();
    private readonly ConcurrentDictionary<TopicPartition, long> _ends = new();

    public string Group => membership.Group;

    public long Lag => _feeds.Sum(f => _ends.TryGetValue(f.Key, out var end) ? f.Value.LagTo(end) : 0);

    /// <summary>Consumes until cancelled, then hands the partitions on.</summary>
    /// <exception cref="KafkaException">The client cannot go on.</exception>
    public Task RunAsync(CancellationToken cancellationToken) =>
        Task.Factory.StartNew(() => Run(cancellationToken), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private void Run(CancellationToken cancellationToken)
    {
        using var consumer = clients.Consumer(Group)
            .SetPartitionsAssignedHandler(Take)
            .SetPartitionsRevokedHandler((_, partitions) => Give(partitions.ConvertAll(p => p.TopicPartition), options.DrainTimeout))
            .SetPartitionsLostHandler((_, partitions) => Give(partitions.ConvertAll(p => p.TopicPartition), TimeSpan.Zero))
            .Build();
        try
        {
            AskForTopics(consumer);
            consumer.Subscribe(clients.Subscription(membership.Topics));
            var upkeep = time.GetTimestamp();
            while (!cancellationToken.IsCancellationRequested)
            {
                Poll(consumer);
                if (time.GetElapsedTime(upkeep) >= UpkeepInterval)
                {
                    upkeep = time.GetTimestamp();
                    KeepUp(consumer);
                }
            }
        }
        finally
        {
            consumer.Close(); // Gives the partitions.
        }
    }

    /// <summary>Brokers that make topics by themselves make them when asked about them.</summary>
    private void AskForTopics(IConsumer<string, byte[]> consumer)
    {
        using var admin = new DependentAdminClientBuilder(consumer.Handle).Build();
        foreach (var topic in membership.Topics ?? [])
        {
            admin.GetMetadata(clients.TopicName(topic), Patience);
        }
    }

    private void Poll(IConsumer<string, byte[]> consumer)
    {
        var paused = _feeds.Where(f => f.Value.IsPaused).ToArray();
        foreach (var (place, feed) in paused.Where(f => f.Value.HasRoom))
        {
            consumer.Resume([place]);
            feed.IsPaused = false;
        }
        try
        {
            if (consumer.Consume(paused.Length > 0 ? FullBufferPoll : UpkeepInterval) is { Message: not null } result
                && _feeds.TryGetValue(result.TopicPartition, out var feed))
            {
                feed.Add(KafkaRecord.From(result));
                if (feed.IsFull)
                {
                    consumer.Pause([result.TopicPartition]);
                    feed.IsPaused = true;
                }
            }
        }
        catch (ConsumeException e) when (!e.Error.IsFatal)
        {
            LogNotConsumed(Group, e.Error.Reason);
        }
    }

    private void KeepUp(IConsumer<string, byte[]> consumer)
    {
        Flush(_feeds.Values);
        foreach (var (place, feed) in _feeds)
        {
            _ends[place] = consumer.GetWatermarkOffsets(place).High.Value;
            if (feed.Consumer.IsCompleted)
            {
                StartAgain(consumer, place, feed);
            }
        }
    }

    private IEnumerable<TopicPartitionOffset> Take(IConsumer<string, byte[]> consumer, List<TopicPartition> places)
    {
        var starts = offsets.Load(Group, [.. places.Select(p => (clients.Topic(p.Topic), p.Partition.Value))])
            .ToDictionary(o => new TopicPartition(clients.TopicName(o.Topic), o.Partition));
        foreach (var (place, start) in starts.Where(s => s.Value.Offset > 0))
        {
            Check(start, consumer.QueryWatermarkOffsets(place, Patience));
        }
        foreach (var (place, start) in starts)
        {
            Start(consumer, place, start);
        }
        return starts.Select(s => new TopicPartitionOffset(s.Key, s.Value.Offset));
    }

    private void Check(GroupOffset start, WatermarkOffsets ends)
    {
        if (start.Offset > ends.High.Value)
        {
            throw new InvalidOperationException(
                $"Group {Group} is at {start.Offset} of {start.Topic}/{start.Partition}, which ends at {ends.High}: these brokers do not have the log '{clients.Options.Log}'. "
                + "Give EventLog:Kafka:Log another name if they are the right ones.");
        }
        if (start.Offset < ends.Low.Value)
        {
            LogEventsGone(Group, start.Topic, start.Partition, start.Offset, ends.Low.Value);
        }
    }

    private void Start(IConsumer<string, byte[]> consumer, TopicPartition place, GroupOffset start)
    {
        var feed = new KafkaFeed(Group, start, offsets, (_, next) => Tell(consumer, place, next), () => { }, lost);
        _feeds[place] = feed;
        feed.Start(membership.Consume);
    }

    /// <summary>The consumer has come to an end by itself: another member was faster, or it failed. The database says where to go on.</summary>
    private void StartAgain(IConsumer<string, byte[]> consumer, TopicPartition place, KafkaFeed ended)
    {
        LogConsumerEnded(ended.Consumer.Exception?.InnerException, Group, ended.Topic, ended.Number);
        var start = offsets.Load(Group, [(ended.Topic, ended.Number)]).Single();
        try
        {
            consumer.Seek(new TopicPartitionOffset(place, start.Offset));
            consumer.Resume([place]);
        }
        catch (KafkaException e) when (!e.Error.IsFatal)
        {
            LogNotConsumed(Group, e.Error.Reason); // The partition is just being taken; the next upkeep tries again.
            return;
        }
        ended.Dispose();
        Start(consumer, place, start);
    }

    /// <summary>Returns when nothing works on the partitions any more.</summary>
    private void Give(List<TopicPartition> places, TimeSpan drain)
    {
        var given = places.Select(p => _feeds.TryRemove(p, out var feed) ? feed : null).OfType<KafkaFeed>().ToArray();
        Array.ForEach(given, f => f.Stop(drain));
        Task.WhenAll(given.Select(f => f.Consumer)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing).GetAwaiter().GetResult();
        places.ForEach(p => _ends.TryRemove(p, out _));
        Flush(given);
        Array.ForEach(given, f => f.Dispose());
    }

    private void Flush(IEnumerable<KafkaFeed> feeds)
    {
        if (feeds.Select(f => f.TakeLater()).OfType<GroupOffset>().ToArray() is { Length: > 0 } later)
        {
            offsets.Flush(Group, later);
        }
    }

    /// <summary>Lets the brokers know, whose tools show the lag.</summary>
    private static void Tell(IConsumer<string, byte[]> consumer, TopicPartition place, long next)
    {
        try
        {
            consumer.StoreOffset(new TopicPartitionOffset(place, next));
        }
        catch (KafkaException)
        {
            // The partition is not ours any more.
        }
    }

    [LoggerMessage(80, LogLevel.Information, "Group {Group} gets nothing at the moment: {Reason}")]
    private partial void LogNotConsumed(string group, string reason);

    [LoggerMessage(81, LogLevel.Error, "Group {Group} has lost events of {Topic}/{Partition} from {Offset} up to {First}: the brokers kept them for too short a time.")]
    private partial void LogEventsGone(string group, string topic, int partition, long offset, long first);

    [LoggerMessage(82, LogLevel.Warning, "Group {Group} begins again with {Topic}/{Partition} where the database says.")]
    private partial void LogConsumerEnded(Exception? exception, string group, string topic, int partition);
}
