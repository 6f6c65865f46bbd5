using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Thesis.ServiceDefaults;

/// <summary>This process as a live member of one group, for the time of a session.</summary>
internal sealed partial class GroupMember(
    GroupMembership membership, int groupId, int memberId, LogSession session, NpgsqlDataSource database,
    EventLogOptions options, AsyncSignal rebalance, TimeProvider time, ILogger logger)
    : IGroupLag, IDisposable
{
    // The first of the two numbers of an advisory lock; the second is the partition's or the member's.
    private const int PartitionLockSpace = 0x7400_0000;
    private const int MaxFetchBytesPerPartition = 1 << 20;
    private static readonly TimeSpan OffsetFlushInterval = TimeSpan.FromMilliseconds(250);

    private readonly ConcurrentDictionary<int, PartitionFeed> _feeds = new();
    private readonly ConcurrentDictionary<int, long> _flushed = new();
    private readonly SemaphoreSlim _flush = new(1);
    private readonly AsyncSignal _fetch = new(time);
    private readonly AsyncSignal _flushSoon = new(time);

    public string Group => membership.Group;

    public int GroupId => groupId;

    public int MemberId => memberId;

    public bool HasPartitions => !_feeds.IsEmpty;

    public long Lag => _feeds.Values.Sum(f => f.Lag);

    /// <summary>Takes notice of appended records.</summary>
    public void Appended(string payload)
    {
        if (payload == LogNotifications.Everything)
        {
            MayHaveMissed();
            return;
        }
        var mine = false;
        foreach (var (partition, nextOffset) in LogNotifications.ParseRecords(payload))
        {
            if (_feeds.TryGetValue(partition, out var feed))
            {
                feed.ReachesTo(nextOffset);
                mine = true;
            }
        }
        if (mine)
        {
            _fetch.Set();
        }
    }

    /// <summary>Moves one step towards the assignment: frees what has ended, stops what is not ours, takes what is free.</summary>
    public async Task RebalanceAsync(IEnumerable<GroupPeer> peers, IEnumerable<LogPartition> partitions)
    {
        var assigned = PartitionAssignment.Of(memberId, peers.Where(p => p.GroupId == groupId), partitions).ToDictionary(p => p.Id);
        await FreeEndedAsync();
        foreach (var feed in _feeds.Values.Where(f => !assigned.ContainsKey(f.Id)))
        {
            feed.Stop(options.DrainTimeout);
        }
        var missing = assigned.Values.Where(p => !_feeds.ContainsKey(p.Id)).ToArray();
        if (missing.Length > 0)
        {
            await TakeAsync(missing);
        }
    }

    /// <summary>Stops every partition.</summary>
    public void StopAll()
    {
        foreach (var feed in _feeds.Values)
        {
            feed.Stop(options.DrainTimeout);
        }
    }

    public void Dispose() => _flush.Dispose();

    /// <summary>Waits until every partition's consumer has ended.</summary>
    public async Task EndedAsync() =>
        await Task.WhenAll(_feeds.Values.Select(f => f.Consumer)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    /// <summary>Gives partitions back whose consumers have ended.</summary>
    public async Task FreeEndedAsync()
    {
        var ended = _feeds.Values.Where(f => f.Consumer.IsCompleted).ToArray();
        if (ended.Length == 0)
        {
            return;
        }
        foreach (var feed in ended.Where(f => f.Consumer.IsFaulted && !f.Aborted.IsCancellationRequested))
        {
            LogConsumerFailed(feed.Consumer.Exception?.InnerException, Group, feed.Topic, feed.Number);
        }
        await FlushOffsetsAsync();
        await session.ExecuteAsync(
            "SELECT pg_advisory_unlock($1, id) FROM unnest($2) AS id UNION ALL SELECT pg_notify('eventlog_groups', '') IS NULL",
            PartitionLockSpace + groupId, ended.Select(f => f.Id).ToArray());
        foreach (var feed in ended)
        {
            _feeds.TryRemove(feed.Id, out _);
            _flushed.TryRemove(feed.Id, out _);
            feed.Dispose();
        }
    }

    /// <summary>Fetches records for the partitions' buffers until cancelled.</summary>
    public async Task FetchAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (!await _fetch.WaitAsync(options.SafetyPoll, cancellationToken))
            {
                MayHaveMissed();
            }
            while (_feeds.Values.Where(f => f.WantsFetch).ToArray() is { Length: > 0 } hungry)
            {
                await FetchAsync(hungry, cancellationToken);
            }
        }
    }

    /// <summary>Writes the offsets of consumers without a transaction, soon after they move, until cancelled.</summary>
    public async Task FlushOffsetsAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await _flushSoon.WaitAsync(options.SafetyPoll, cancellationToken);
            await Task.Delay(OffsetFlushInterval, time, cancellationToken);
            await FlushOffsetsAsync();
        }
    }

    private void MayHaveMissed()
    {
        foreach (var feed in _feeds.Values)
        {
            feed.MayReachFurther();
        }
        _fetch.Set();
    }

    private async Task TakeAsync(LogPartition[] partitions)
    {
        var locked = await session.QueryAsync(
            r => r.GetInt32(0),
            "SELECT id FROM unnest($2) AS id WHERE pg_try_advisory_lock($1, id)",
            PartitionLockSpace + groupId, partitions.Select(p => p.Id).ToArray());
        if (locked.Count == 0)
        {
            return;
        }
        // Read after the lock: the former owner has committed its last offset by now.
        await session.ExecuteAsync(
            """
            INSERT INTO eventlog.group_offsets (group_id, partition_id, "offset")
            SELECT $1, p.id, coalesce((SELECT min(r."offset") FROM eventlog.records r WHERE r.partition_id = p.id), p.next_offset)
            FROM eventlog.partitions p WHERE p.id = ANY ($2)
            ON CONFLICT DO NOTHING
            """,
            groupId, locked.ToArray());
        var offsets = await session.QueryAsync(
            r => (Id: r.GetInt32(0), Offset: r.GetInt64(1)),
            """SELECT partition_id, "offset" FROM eventlog.group_offsets WHERE group_id = $1 AND partition_id = ANY ($2)""",
            groupId, locked.ToArray());
        foreach (var (id, offset) in offsets)
        {
            var feed = new PartitionFeed(partitions.First(p => p.Id == id), groupId, offset, _fetch.Set, _flushSoon.Set, session.Lost);
            _flushed[id] = offset;
            _feeds[id] = feed;
            feed.Start(membership.Consume);
            _ = feed.Consumer.ContinueWith(_ => rebalance.Set(), TaskScheduler.Default);
        }
        _fetch.Set();
    }

    private async Task FetchAsync(PartitionFeed[] feeds, CancellationToken cancellationToken)
    {
        var ends = feeds.ToDictionary(f => f.Id, f => (f.KnownEnd, Feed: f, Bytes: 0, Count: 0, Room: f.Room));
        var limit = ends.Values.Min(e => e.Room);
        await using var command = database.CreateCommand(
            """
            SELECT r.partition_id, r."offset", r.event_id, r.committed_at, r.envelope
            FROM unnest($1, $2) AS p (id, next_offset)
            CROSS JOIN LATERAL (
                SELECT * FROM eventlog.records r
                WHERE r.partition_id = p.id AND r."offset" >= p.next_offset ORDER BY r."offset" LIMIT $3) r
            """);
        command.Parameters.Add(new() { Value = feeds.Select(f => f.Id).ToArray() });
        command.Parameters.Add(new() { Value = feeds.Select(f => f.Fetched).ToArray() });
        command.Parameters.Add(new() { Value = limit });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var id = reader.GetInt32(0);
            var end = ends[id];
            if (end.Bytes < MaxFetchBytesPerPartition)
            {
                var record = new LogRecord(
                    reader.GetInt64(1), reader.GetInt64(2), reader.GetFieldValue<DateTimeOffset>(3), reader.GetFieldValue<byte[]>(4));
                end.Feed.Add(record);
                ends[id] = end with { Bytes = end.Bytes + record.Envelope.Length, Count = end.Count + 1 };
            }
        }
        foreach (var end in ends.Values.Where(e => e.Count < limit && e.Bytes < MaxFetchBytesPerPartition))
        {
            end.Feed.FetchedAll(end.KnownEnd);
        }
    }

    private async Task FlushOffsetsAsync()
    {
        await _flush.WaitAsync();
        try
        {
            var moved = _feeds.Values.Select(f => (f.Id, Offset: f.LaterOffset))
                .Where(f => _flushed.TryGetValue(f.Id, out var flushed) && f.Offset > flushed).ToArray();
            if (moved.Length == 0)
            {
                return;
            }
            await using var command = database.CreateCommand(
                """
                UPDATE eventlog.group_offsets o SET "offset" = m."offset" FROM unnest($2, $3) AS m (id, "offset")
                WHERE o.group_id = $1 AND o.partition_id = m.id AND o."offset" < m."offset"
                """);
            command.Parameters.Add(new() { Value = groupId });
            command.Parameters.Add(new() { Value = moved.Select(m => m.Id).ToArray() });
            command.Parameters.Add(new() { Value = moved.Select(m => m.Offset).ToArray() });
            await command.ExecuteNonQueryAsync();
            foreach (var (id, offset) in moved)
            {
                _flushed[id] = offset;
            }
        }
        finally
        {
            _flush.Release();
        }
    }

    [LoggerMessage(20, LogLevel.Warning, "Group {Group} gives {Topic}/{Partition} back after a failure.")]
    private partial void LogConsumerFailed(Exception? exception, string group, string topic, int partition);
}
