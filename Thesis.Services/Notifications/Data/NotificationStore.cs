using Npgsql;
using Thesis.ServiceDefaults;
using Thesis.Services.Notifications.Domain;

namespace Thesis.Services.Notifications.Data;

/// <summary>The SQL of what users were told.</summary>
public sealed class NotificationStore(NpgsqlDataSource database)
{
    private const string Columns = "id, user_id, kind, title, body, path, created_at, read_at";

    /// <param name="isShown">False for one that goes out by other channels alone: it counts as read.</param>
    public static async Task AddAsync(CommandContext command, Notification notification, bool isShown, CancellationToken cancellationToken)
    {
        await using var insert = command.Command("""
            insert into notifications.notification (id, user_id, kind, title, body, path, created_at, read_at)
            values (@id, @user, @kind, @title, @body, @path, @now, case when @isShown then null else @now end)
            """);
        insert.Parameters.AddWithValue("isShown", isShown);
        insert.Parameters.AddWithValue("id", notification.Id);
        insert.Parameters.AddWithValue("user", notification.UserId);
        insert.Parameters.AddWithValue("kind", notification.Kind);
        insert.Parameters.AddWithValue("title", notification.Title);
        insert.Parameters.AddWithValue("body", notification.Body);
        insert.Parameters.AddWithValue("path", notification.Path);
        insert.Parameters.AddWithValue("now", command.Now);
        await insert.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Adds one of messages in a conversation, unless the user has one of it that is still open: they are told once until they read.</summary>
    /// <param name="about">The conversation, "cnv_…".</param>
    /// <param name="number">The message's number in it.</param>
    /// <returns>False when they have, or have read the message already.</returns>
    public static async Task<bool> AddOpenAsync(
        CommandContext command, Notification notification, string about, long number, bool isShown, CancellationToken cancellationToken)
    {
        await using var insert = command.Command("""
            insert into notifications.notification (id, user_id, kind, title, body, path, created_at, read_at, about, about_number, is_open)
            select @id, @user, @kind, @title, @body, @path, @now, case when @isShown then null else @now end, @about, @number, true
            where not exists (select from notifications.conversation_read r where r.user_id = @user and r.about = @about and r.up_to >= @number)
            on conflict (user_id, about) where is_open do nothing
            """);
        insert.Parameters.AddWithValue("isShown", isShown);
        insert.Parameters.AddWithValue("id", notification.Id);
        insert.Parameters.AddWithValue("user", notification.UserId);
        insert.Parameters.AddWithValue("kind", notification.Kind);
        insert.Parameters.AddWithValue("title", notification.Title);
        insert.Parameters.AddWithValue("body", notification.Body);
        insert.Parameters.AddWithValue("path", notification.Path);
        insert.Parameters.AddWithValue("about", about);
        insert.Parameters.AddWithValue("number", number);
        insert.Parameters.AddWithValue("now", command.Now);
        return await insert.ExecuteNonQueryAsync(cancellationToken) == 1;
    }

    /// <summary>Marks as read what a user was told of a conversation that they have read; the next message is told again.</summary>
    /// <param name="upTo">Number of the last message that they have read.</param>
    public static async Task SettleAsync(CommandContext command, string user, string about, long upTo, CancellationToken cancellationToken)
    {
        await using var update = command.Command("""
            with noted as (
                insert into notifications.conversation_read as known (user_id, about, up_to, read_at) values (@user, @about, @upTo, @now)
                on conflict (user_id, about) do update set up_to = greatest(known.up_to, excluded.up_to), read_at = excluded.read_at)
            update notifications.notification set is_open = false, read_at = coalesce(read_at, @now)
            where user_id = @user and about = @about and is_open and about_number <= @upTo
            """);
        update.Parameters.AddWithValue("upTo", upTo);
        update.Parameters.AddWithValue("user", user);
        update.Parameters.AddWithValue("about", about);
        update.Parameters.AddWithValue("now", command.Now);
        await update.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>A user's notifications, the latest first.</summary>
    public async Task<IReadOnlyList<Notification>> ListAsync(string user, bool unread, long? beforeId, int most, CancellationToken cancellationToken)
    {
        await using var select = database.CreateCommand($"""
            select {Columns} from notifications.notification
            where user_id = @user and id < @before and (not @unread or read_at is null)
            order by id desc limit @most
            """);
        select.Parameters.AddWithValue("user", user);
        select.Parameters.AddWithValue("before", beforeId ?? long.MaxValue);
        select.Parameters.AddWithValue("unread", unread);
        select.Parameters.AddWithValue("most", most);
        var notifications = new List<Notification>();
        await using var reader = await select.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            notifications.Add(Read(reader, 0));
        }

        return notifications;
    }

    public async Task<long> CountUnreadAsync(string user, CancellationToken cancellationToken)
    {
        await using var select = database.CreateCommand("select count(*) from notifications.notification where user_id = @user and read_at is null");
        select.Parameters.AddWithValue("user", user);
        return (long)(await select.ExecuteScalarAsync(cancellationToken) ?? 0L);
    }

    /// <summary>Marks one, or without an id all, of a user's notifications as read.</summary>
    /// <returns>False when there is no such notification of the user's.</returns>
    public static async Task<bool> ReadAsync(CommandContext command, string user, long? id, CancellationToken cancellationToken)
    {
        await using var update = command.Command("""
            update notifications.notification set read_at = coalesce(read_at, @now), is_open = false
            where user_id = @user and (@id = 0 and read_at is null or id = @id)
            """);
        update.Parameters.AddWithValue("user", user);
        update.Parameters.AddWithValue("id", id ?? 0);
        update.Parameters.AddWithValue("now", command.Now);
        return await update.ExecuteNonQueryAsync(cancellationToken) > 0 || id is null;
    }

    public async Task DeleteOldAsync(DateTimeOffset before, int most, CancellationToken cancellationToken)
    {
        await using var delete = database.CreateCommand("""
            with forgotten as (
                delete from notifications.conversation_read where (user_id, about) in (
                    select user_id, about from notifications.conversation_read where read_at < @before order by read_at limit @most))
            delete from notifications.notification where id in (
                select id from notifications.notification where created_at < @before order by created_at limit @most)
            """);
        delete.Parameters.AddWithValue("before", before);
        delete.Parameters.AddWithValue("most", most);
        await delete.ExecuteNonQueryAsync(cancellationToken);
    }

    internal static Notification Read(NpgsqlDataReader reader, int at) => new(
        reader.GetInt64(at), reader.GetString(at + 1), reader.GetString(at + 2), reader.GetString(at + 3), reader.GetString(at + 4), reader.GetString(at + 5),
        reader.GetFieldValue<DateTimeOffset>(at + 6), reader.IsDBNull(at + 7) ? null : reader.GetFieldValue<DateTimeOffset>(at + 7));
}
