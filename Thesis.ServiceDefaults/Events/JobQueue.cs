using Npgsql;

namespace Thesis.ServiceDefaults;

/// <summary>A job that this process holds.</summary>
/// <param name="Attempt">1 for the first start.</param>
internal sealed record ClaimedJob(long Id, ConsumedEvent Event, int Attempt);

/// <summary>Claims and frees a group's jobs. The claim is an advisory lock: it ends with the session, not with a timeout.</summary>
internal sealed class JobQueue(string schema, string group)
{
    // High half: the schema, by PostgreSQL's own hash. Low half: the job.
    private readonly string _lock = $"(hashtext('{schema}.jobs')::bigint << 32) | (id & 4294967295)";

    /// <summary>Claims due jobs of a topic, the oldest that nobody holds, and counts the attempt.</summary>
    public async Task<IReadOnlyList<ClaimedJob>> ClaimAsync(LogSession session, string topic, int count, IEnumerable<long> held)
    {
        var claimed = await session.QueryAsync(
            r => r.GetInt64(0),
            $"""
            -- Goes through the jobs in order and past those that others hold, until it has enough. OFFSET keeps the lock out of the inner query.
            SELECT id FROM (
                SELECT id FROM {schema}.jobs
                WHERE consumer_group = $1 AND topic = $2 AND due_at <= now() AND id <> ALL ($3) ORDER BY id OFFSET 0) j
            WHERE pg_try_advisory_lock({_lock}) LIMIT $4
            """,
            group, topic, held.ToArray(), count);
        if (claimed.Count == 0)
        {
            return [];
        }
        // Looked at again after the lock: another runner may have ended the job in between.
        var jobs = await session.QueryAsync(
            r => new ClaimedJob(
                r.GetInt64(0),
                new ConsumedEvent(r.GetInt32(7), topic, r.GetInt32(1), new LogRecord(r.GetInt64(2), r.GetInt64(3), r.GetFieldValue<DateTimeOffset>(4), r.GetFieldValue<byte[]>(5))),
                r.GetInt32(6)),
            $"""
            UPDATE {schema}.jobs SET attempts = attempts + 1 WHERE id = ANY ($1) AND due_at <= now()
            RETURNING id, partition, "offset", event_id, committed_at, envelope, attempts, log
            """,
            claimed.ToArray());
        var gone = claimed.Except(jobs.Select(j => j.Id)).ToArray();
        if (gone.Length > 0)
        {
            await session.ExecuteAsync($"SELECT pg_advisory_unlock({_lock}) FROM unnest($1) AS id", gone);
        }
        return jobs;
    }

    /// <summary>Lets other runners have the job, if it is still there, and wakes them.</summary>
    public Task FreeAsync(LogSession session, ClaimedJob job) => session.ExecuteAsync(
        $"""
        SELECT pg_advisory_unlock({_lock}) FROM unnest($1) AS id
        UNION ALL SELECT pg_notify('{LogNotifications.Work}', $2) IS NULL FROM {schema}.jobs WHERE id = ANY ($1) AND due_at <= now()
        """,
        new[] { job.Id }, group);

    public Task PutBackAsync(LogSession session, ClaimedJob job) => session.ExecuteAsync(
        $"UPDATE {schema}.jobs SET attempts = attempts - 1 WHERE id = $1", job.Id);

    /// <summary>Notes a failure and when to try again.</summary>
    public NpgsqlBatchCommand Postpone(ClaimedJob job, TimeSpan delay, string error) => new(
        $"UPDATE {schema}.jobs SET due_at = now() + $1, last_error = $2 WHERE id = $3")
    {
        Parameters = { new() { Value = delay }, new() { Value = error }, new() { Value = job.Id } },
    };
}
