using Microsoft.Extensions.Logging;
using Npgsql;

namespace Thesis.ServiceDefaults;

/// <summary>
/// Keeps this process's memberships. A member is alive while its session holds the lock of its id; each member works
/// out the same assignment by itself and takes a partition once its lock is free, so a killed process's partitions go
/// on elsewhere within the membership interval, and no partition has two consumers.
/// </summary>
internal sealed class GroupCoordinator(
    IReadOnlyList<GroupMembership> memberships, NpgsqlDataSource database, EventLogOptions options, TimeProvider time, ILogger logger)
    : ISessionPart
{
    private const int MemberLockSpace = 0x7300_0000;
    private static readonly TimeSpan PresenceInterval = TimeSpan.FromMinutes(1);

    public async Task RunAsync(LogSession session, CancellationToken cancellationToken)
    {
        var rebalance = new AsyncSignal(time);
        var members = await JoinAsync(session, rebalance);
        var partitions = new PartitionList(session);
        void OnNotified(string channel, string payload) => Notice(channel, payload, members, partitions, rebalance);
        session.Notified += OnNotified;
        EventTelemetry.AddMembers(members);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(session.Lost);
        // These go on while partitions come to an end, and end afterwards.
        var loops = members.SelectMany(m => new[] { m.FetchAsync(ended.Token), m.FlushOffsetsAsync(ended.Token) }).ToArray();
        try
        {
            await KeepBalancedAsync(session, members, partitions, rebalance, loops, cancellationToken);
        }
        finally
        {
            session.Notified -= OnNotified;
            EventTelemetry.RemoveMembers(members);
            await LeaveAsync(session, members);
            await ended.CancelAsync();
            await Task.WhenAll(loops).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Array.ForEach(members, m => m.Dispose());
        }
    }

    private async Task KeepBalancedAsync(
        LogSession session, GroupMember[] members, PartitionList partitions, AsyncSignal rebalance, Task[] loops, CancellationToken cancellationToken)
    {
        var groups = members.Select(m => m.GroupId).ToArray();
        var present = time.GetTimestamp();
        while (true)
        {
            var peers = await PeersAsync(session, groups);
            var all = await partitions.GetAsync();
            foreach (var member in members)
            {
                await member.RebalanceAsync(peers, all);
            }
            if (time.GetElapsedTime(present) > PresenceInterval)
            {
                present = time.GetTimestamp();
                await session.ExecuteAsync("UPDATE eventlog.groups SET last_seen = now() WHERE id = ANY ($1)", groups);
            }
            if (loops.FirstOrDefault(l => l.IsFaulted) is { } failed)
            {
                await failed;
            }
            await rebalance.WaitAsync(options.MembershipInterval, cancellationToken);
        }
    }

    private static void Notice(string channel, string payload, GroupMember[] members, PartitionList partitions, AsyncSignal rebalance)
    {
        if (channel == LogNotifications.Records)
        {
            foreach (var member in members)
            {
                member.Appended(payload);
            }
        }
        else if (channel == LogNotifications.Groups)
        {
            partitions.MayHaveChanged();
            rebalance.Set();
        }
    }

    private async Task<GroupMember[]> JoinAsync(LogSession session, AsyncSignal rebalance)
    {
        var topics = memberships.SelectMany(m => m.Topics ?? []).Distinct(StringComparer.Ordinal).ToArray();
        await session.RunAsync(async connection =>
        {
            await LogPartitions.EnsureAsync(connection, topics, options.PartitionsPerTopic, session.Lost);
            return true;
        });
        var members = new List<GroupMember>();
        foreach (var membership in memberships)
        {
            var joined = await session.QueryAsync(
                r => (GroupId: r.GetInt32(0), MemberId: r.GetInt32(1)),
                """
                WITH g AS (
                    INSERT INTO eventlog.groups (name) VALUES ($1)
                    ON CONFLICT (name) DO UPDATE SET last_seen = now() RETURNING id),
                m AS (INSERT INTO eventlog.members (group_id, topics) SELECT id, $2::text[] FROM g RETURNING id, group_id)
                SELECT group_id, id, pg_advisory_lock($3, id) FROM m
                """,
                membership.Group, membership.Topics is { } t ? t.ToArray() : DBNull.Value, MemberLockSpace);
            members.Add(new GroupMember(
                membership, joined[0].GroupId, joined[0].MemberId, session, database, options, rebalance, time, logger));
        }
        await session.ExecuteAsync("SELECT pg_notify('eventlog_groups', '')");
        return [.. members];
    }

    private static Task<List<GroupPeer>> PeersAsync(LogSession session, int[] groups) => session.QueryAsync(
        r => new GroupPeer(r.GetInt32(0), r.GetInt32(1), r.IsDBNull(2) ? null : r.GetFieldValue<string[]>(2)),
        """
        SELECT m.id, m.group_id, m.topics FROM eventlog.members m
        JOIN pg_locks l ON l.locktype = 'advisory' AND l.objsubid = 2 AND l.granted
            AND l.classid = $2::int::oid AND l.objid = m.id::oid
            AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
        WHERE m.group_id = ANY ($1)
        """,
        groups, MemberLockSpace);

    private static async Task LeaveAsync(LogSession session, GroupMember[] members)
    {
        Array.ForEach(members, m => m.StopAll());
        await Task.WhenAll(members.Select(m => m.EndedAsync()));
        if (session.Lost.IsCancellationRequested)
        {
            return;
        }
        foreach (var member in members)
        {
            await member.FreeEndedAsync();
        }
        await session.ExecuteAsync(
            """
            WITH gone AS (DELETE FROM eventlog.members WHERE id = ANY ($2) RETURNING id)
            SELECT pg_advisory_unlock($1, id) FROM gone UNION ALL SELECT pg_notify('eventlog_groups', '') IS NULL
            """,
            MemberLockSpace, members.Select(m => m.MemberId).ToArray());
    }

    /// <summary>The log's partitions, read again when they may have changed.</summary>
    private sealed class PartitionList(LogSession session)
    {
        private const int MaxReuses = 30; // In case a notification was lost.
        private List<LogPartition>? _known;
        private int _reuses;

        public void MayHaveChanged() => Volatile.Write(ref _known, null);

        public async Task<List<LogPartition>> GetAsync()
        {
            var known = Volatile.Read(ref _known);
            if (known is null || _reuses++ >= MaxReuses)
            {
                known = await session.QueryAsync(
                    r => new LogPartition(r.GetInt32(0), r.GetString(1), r.GetInt32(2)),
                    "SELECT id, topic, partition FROM eventlog.partitions");
                Volatile.Write(ref _known, known);
                _reuses = 0;
            }
            return known;
        }
    }
}
