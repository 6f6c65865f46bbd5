using Npgsql;
using Thesis.ServiceDefaults;
using Thesis.Services.Notifications.Domain;

namespace Thesis.Services.Notifications.Data;

/// <summary>A delivery as administrators see it.</summary>
public sealed record DeliveryRow(
    long Id, string UserId, string Channel, string Title, string Status, string Detail, int Attempts, DateTimeOffset CreatedAt, DateTimeOffset? DueAt, string Kind);

/// <summary>Which deliveries are asked for; null means all.</summary>
public sealed record DeliveryFilter(string? Status, string? Channel, string? UserId);

/// <summary>The SQL of deliveries.</summary>
public sealed class DeliveryStore(NpgsqlDataSource database)
{
    private const string Select = """
        select d.id, d.user_id, d.channel, n.title, d.status, d.detail, d.attempts, d.created_at, d.due_at, n.kind
        from notifications.delivery d join notifications.notification n on n.id = d.notification_id
        """;

    /// <summary>
    /// Lets nobody else tell these people anything until the command ends: two events at once would each leave the other's deliveries out of the count.
    /// They are locked in one order, so that no two commands wait for each other.
    /// </summary>
    public static async Task LockAsync(CommandContext command, IEnumerable<string> people, CancellationToken cancellationToken)
    {
        string[] users = [.. people.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        if (users.Length == 0)
        {
            return;
        }

        await using var locks = command.Command("select pg_advisory_xact_lock(hashtextextended('notifications:' || u, 0)) from unnest(@users) with ordinality as all_users (u, n) order by n");
        locks.Parameters.AddWithValue("users", users);
        await locks.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Adds a delivery, unless the person has had as many by this channel in the last hour as anybody bears.</summary>
    public static async Task AddAsync(
        CommandContext command, long id, Notification notification, string channel, DateTimeOffset due, DateTimeOffset? notAfter, int mostAnHour, CancellationToken cancellationToken)
    {
        await using var insert = command.Command("""
            insert into notifications.delivery (id, notification_id, user_id, channel, status, due_at, not_after, detail, created_at)
            select @id, @notification, @user, @channel, case when enough then 'skipped' else 'waiting' end, case when enough then null else @due end, @notAfter,
                case when enough then 'enough for this hour' else '' end, @now
            from (select count(*) >= @most as enough from notifications.delivery
                where user_id = @user and channel = @channel and status <> 'skipped' and created_at > @now - interval '1 hour') as had
            """);
        insert.Parameters.AddWithValue("id", id);
        insert.Parameters.AddWithValue("notification", notification.Id);
        insert.Parameters.AddWithValue("user", notification.UserId);
        insert.Parameters.AddWithValue("channel", channel);
        insert.Parameters.AddWithValue("due", due);
        insert.Parameters.AddWithValue("notAfter", NpgsqlTypes.NpgsqlDbType.TimestampTz, (object?)notAfter ?? DBNull.Value);
        insert.Parameters.AddWithValue("most", mostAnHour);
        insert.Parameters.AddWithValue("now", command.Now);
        await insert.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Takes deliveries that are due; unless they are reported on they are due again at <paramref name="again"/>, here or in another replica.</summary>
    public async Task<IReadOnlyList<Delivery>> TakeDueAsync(DateTimeOffset now, DateTimeOffset again, int most, CancellationToken cancellationToken)
    {
        await using var update = database.CreateCommand("""
            with due as (
                update notifications.delivery set attempts = attempts + 1, due_at = @again
                where id in (select id from notifications.delivery where due_at <= @now order by due_at limit @most for update skip locked)
                returning id, channel, attempts, not_after, notification_id)
            select d.id, d.channel, d.attempts, d.not_after, coalesce(p.language, 'en'), n.about <> '' and not n.is_open, n.id, n.user_id, n.kind, n.title, n.body, n.path, n.created_at, n.read_at
            from due d join notifications.notification n on n.id = d.notification_id left join notifications.person p on p.user_id = n.user_id order by d.id
            """);
        update.Parameters.AddWithValue("now", now);
        update.Parameters.AddWithValue("again", again);
        update.Parameters.AddWithValue("most", most);
        var deliveries = new List<Delivery>();
        await using var reader = await update.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            deliveries.Add(new Delivery(
                reader.GetInt64(0), reader.GetString(1), reader.GetInt32(2), reader.IsDBNull(3) ? null : reader.GetFieldValue<DateTimeOffset>(3), reader.GetString(4), reader.GetBoolean(5), NotificationStore.Read(reader, 6)));
        }

        return deliveries;
    }

    public async Task ReportAsync(long id, Outcome outcome, CancellationToken cancellationToken)
    {
        await using var update = database.CreateCommand("update notifications.delivery set status = @status, detail = @detail, due_at = @again where id = @id");
        update.Parameters.AddWithValue("id", id);
        update.Parameters.AddWithValue("status", outcome.Status);
        update.Parameters.AddWithValue("detail", outcome.Detail);
        update.Parameters.AddWithValue("again", NpgsqlTypes.NpgsqlDbType.TimestampTz, (object?)outcome.Again ?? DBNull.Value);
        await update.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Deliveries, the latest first.</summary>
    public async Task<IReadOnlyList<DeliveryRow>> ListAsync(DeliveryFilter filter, long? beforeId, int most, CancellationToken cancellationToken)
    {
        await using var select = database.CreateCommand($"""
            {Select}
            where d.id < @before and (@status = '' or d.status = @status) and (@channel = '' or d.channel = @channel) and (@user = '' or d.user_id = @user)
            order by d.id desc limit @most
            """);
        select.Parameters.AddWithValue("before", beforeId ?? long.MaxValue);
        select.Parameters.AddWithValue("status", filter.Status ?? "");
        select.Parameters.AddWithValue("channel", filter.Channel ?? "");
        select.Parameters.AddWithValue("user", filter.UserId ?? "");
        select.Parameters.AddWithValue("most", most);
        var rows = new List<DeliveryRow>();
        await using var reader = await select.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(Read(reader));
        }

        return rows;
    }

    /// <summary>Reads and locks a delivery until the command ends.</summary>
    public static async Task<DeliveryRow?> FindForUpdateAsync(CommandContext command, long id, CancellationToken cancellationToken)
    {
        await using var select = command.Command($"{Select} where d.id = @id for update of d");
        select.Parameters.AddWithValue("id", id);
        await using var reader = await select.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? Read(reader) : null;
    }

    /// <summary>Makes a delivery due now, with all its attempts before it and no end.</summary>
    public static async Task ReplayAsync(CommandContext command, long id, CancellationToken cancellationToken)
    {
        await using var update = command.Command(
            "update notifications.delivery set status = 'waiting', detail = '', attempts = 0, due_at = @now, not_after = null where id = @id");
        update.Parameters.AddWithValue("id", id);
        update.Parameters.AddWithValue("now", command.Now);
        await update.ExecuteNonQueryAsync(cancellationToken);
    }

    private static DeliveryRow Read(NpgsqlDataReader reader) => new(
        reader.GetInt64(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetString(4), reader.GetString(5), reader.GetInt32(6),
        reader.GetFieldValue<DateTimeOffset>(7), reader.IsDBNull(8) ? null : reader.GetFieldValue<DateTimeOffset>(8), reader.GetString(9));
}
