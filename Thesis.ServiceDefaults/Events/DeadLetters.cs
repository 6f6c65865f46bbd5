using Npgsql;

namespace Thesis.ServiceDefaults;

/// <summary>An event that a group could not handle.</summary>
/// <param name="Reason">The last exception, at most 4,000 characters.</param>
/// <param name="ReplayRequested">True from <see cref="DeadLetters.ReplayAsync"/> until it has been tried.</param>
public sealed record DeadLetter(
    long Id, string Group, string Topic, int Partition, long Offset, long EventId,
    string Reason, int Attempts, DateTimeOffset FailedAt, bool ReplayRequested);

/// <summary>Looks at, replays and discards the events that consumer groups set aside.</summary>
public sealed class DeadLetters(NpgsqlDataSource database)
{
    /// <summary>The most dead letters that one call returns.</summary>
    public const int MaxListed = 1_000;

    private const string Columns = """id, consumer_group, topic, partition, "offset", event_id, reason, attempts, failed_at, replay_at IS NOT NULL""";

    /// <summary>The schema's dead letters, oldest first, at most <see cref="MaxListed"/>.</summary>
    /// <param name="group">Null for every group.</param>
    /// <param name="after">Only those with a greater id, for the next page.</param>
    /// <param name="limit">At most <see cref="MaxListed"/>.</param>
    public async Task<IReadOnlyList<DeadLetter>> ListAsync(
        string schema, string? group = null, long after = 0, int limit = MaxListed, CancellationToken cancellationToken = default)
    {
        await using var command = database.CreateCommand(
            $"""
            SELECT {Columns}
            FROM {SchemaName.Check(schema)}.dead_letters WHERE ($1::text IS NULL OR consumer_group = $1) AND id > $2
            ORDER BY id LIMIT $3
            """);
        command.Parameters.Add(new NpgsqlParameter<string?> { TypedValue = group });
        command.Parameters.Add(new() { Value = after });
        command.Parameters.Add(new() { Value = Math.Min(limit, MaxListed) });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var letters = new List<DeadLetter>();
        while (await reader.ReadAsync(cancellationToken))
        {
            letters.Add(Read(reader));
        }
        return letters;
    }

    /// <summary>
    /// Asks the group to handle dead letters again; whichever member is up does, at once. Replayed events no longer keep
    /// their order with others. Returns how many were asked for.
    /// </summary>
    /// <param name="ids">Null for all of the group.</param>
    public async Task<int> ReplayAsync(
        string schema, string group, IReadOnlyCollection<long>? ids = null, CancellationToken cancellationToken = default)
    {
        await using var command = database.CreateCommand(
            $"""
            WITH asked AS (
                UPDATE {SchemaName.Check(schema)}.dead_letters SET replay_at = now()
                WHERE consumer_group = $1 AND replay_at IS NULL AND ($2::bigint[] IS NULL OR id = ANY ($2)) RETURNING id)
            SELECT count(*)::int, pg_notify('{LogNotifications.Work}', $1) FROM asked
            """);
        command.Parameters.Add(new() { Value = group });
        command.Parameters.Add(new NpgsqlParameter<long[]?> { TypedValue = ids?.ToArray() });
        return await command.ExecuteScalarAsync(cancellationToken) is int count ? count : 0;
    }

    /// <summary>Asks for the replay of one dead letter as part of a command; asking twice is asking once.</summary>
    /// <returns>The dead letter; null when there is none of this id.</returns>
    public static async Task<DeadLetter?> ReplayAsync(CommandContext context, string schema, long id, CancellationToken cancellationToken)
    {
        await using var command = context.Command(
            $"""
            WITH asked AS (
                UPDATE {SchemaName.Check(schema)}.dead_letters SET replay_at = coalesce(replay_at, now()) WHERE id = @id RETURNING *)
            SELECT {Columns}, pg_notify('{LogNotifications.Work}', consumer_group) FROM asked
            """);
        command.Parameters.AddWithValue("id", id);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? Read(reader) : null;
    }

    /// <summary>Deletes dead letters for good. Returns how many there were.</summary>
    public async Task<int> DiscardAsync(string schema, IReadOnlyCollection<long> ids, CancellationToken cancellationToken = default)
    {
        await using var command = database.CreateCommand($"DELETE FROM {SchemaName.Check(schema)}.dead_letters WHERE id = ANY ($1)");
        command.Parameters.Add(new() { Value = ids.ToArray() });
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static DeadLetter Read(NpgsqlDataReader reader) => new(
        reader.GetInt64(0), reader.GetString(1), reader.GetString(2), reader.GetInt32(3), reader.GetInt64(4), reader.GetInt64(5),
        reader.GetString(6), reader.GetInt32(7), reader.GetFieldValue<DateTimeOffset>(8), reader.GetBoolean(9));
}
