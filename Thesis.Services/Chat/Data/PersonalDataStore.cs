using Npgsql;
using Thesis.ServiceDefaults;

namespace Thesis.Services.Chat.Data;

/// <summary>A message that its author wrote, for their export.</summary>
public sealed record OwnMessageRow(
    long ConversationId, string ConversationKind, string Title, long Number, string Kind, string Text, string Quick, double? Latitude, double? Longitude, DateTimeOffset PostedAt);

/// <summary>A report that somebody made, for their export.</summary>
public sealed record OwnReportRow(long MessageId, string Cause, string Note, DateTimeOffset CreatedAt, string Status);

/// <summary>The SQL of what is deleted: by age, and with a person.</summary>
public sealed class PersonalDataStore(NpgsqlDataSource database)
{
    /// <summary>The newest that are given; older ones are read in the conversations.</summary>
    public const int MostExported = 10_000;

    // What somebody has reported is not decided yet, or a law asks to keep it.
    private const string Held = """
        (exists (select from chat.conversation c where c.id = x.conversation_id and c.held_at is not null)
            or exists (select from chat.report r where r.message_id = x.id and r.status = 'open'))
        """;

    public async Task<IReadOnlyList<OwnMessageRow>> MessagesAsync(string user, CancellationToken cancellationToken)
    {
        await using var select = database.CreateCommand("""
            select x.conversation_id, c.kind, coalesce(o.title, ''), x.number, x.kind, x.text, x.quick, x.latitude, x.longitude, x.posted_at
            from chat.message x join chat.conversation c on c.id = x.conversation_id left join chat.order_state o on o.conversation_id = c.id
            where x.author = @user order by x.posted_at desc, x.id desc limit @most
            """);
        select.Set("user", user).Set("most", MostExported);
        var messages = new List<OwnMessageRow>();
        await using var reader = await select.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            messages.Add(new OwnMessageRow(
                reader.GetInt64(0), reader.GetString(1), reader.GetString(2), reader.GetInt64(3), reader.GetString(4), reader.GetString(5), reader.GetString(6),
                reader.IsDBNull(7) ? null : reader.GetDouble(7), reader.IsDBNull(8) ? null : reader.GetDouble(8), reader.GetFieldValue<DateTimeOffset>(9)));
        }

        return messages;
    }

    public async Task<IReadOnlyList<OwnReportRow>> ReportsAsync(string user, CancellationToken cancellationToken)
    {
        await using var select = database.CreateCommand("""
            select message_id, cause, note, created_at, status from chat.report where reporter = @user order by id desc limit @most
            """);
        select.Set("user", user).Set("most", MostExported);
        var reports = new List<OwnReportRow>();
        await using var reader = await select.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            reports.Add(new OwnReportRow(reader.GetInt64(0), reader.GetString(1), reader.GetString(2), reader.GetFieldValue<DateTimeOffset>(3), reader.GetString(4)));
        }

        return reports;
    }

    /// <summary>Notes that somebody wants erased what they wrote.</summary>
    public static async Task AskErasureAsync(CommandContext command, string user, CancellationToken cancellationToken)
    {
        await using var upsert = command.Command("""
            insert into chat.erasure (user_id, asked_at) values (@user, @now) on conflict (user_id) do update set asked_at = excluded.asked_at, done_at = null
            """);
        upsert.Set("user", user).Set("now", command.Now.UtcDateTime);
        await upsert.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Those whose wish is not done yet, the oldest first.</summary>
    public static async Task<IReadOnlyList<string>> ErasuresAsync(CommandContext command, int most, CancellationToken cancellationToken)
    {
        await using var select = command.Command("select user_id from chat.erasure where done_at is null order by asked_at limit @most for update skip locked");
        select.Set("most", most);
        var users = new List<string>();
        await using var reader = await select.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            users.Add(reader.GetString(0));
        }

        return users;
    }

    /// <summary>Erases what somebody wrote until they asked for it, but for what is held; with the last of it their name and whom they blocked.</summary>
    /// <returns>How many messages are erased, and whether nothing is left.</returns>
    public static async Task<(int Erased, bool IsDone)> EraseAsync(CommandContext command, string user, CancellationToken cancellationToken)
    {
        await using var erase = command.Command($"""
            update chat.message x
            set author = '', text = '', quick = '', latitude = null, longitude = null, command_id = x.id::text, erased_at = @now
            where x.author = @user and not {Held} and x.posted_at <= (select asked_at from chat.erasure where user_id = @user)
            """);
        erase.Set("user", user).Set("now", command.Now.UtcDateTime);
        var erased = await erase.ExecuteNonQueryAsync(cancellationToken);
        await using var finish = command.Command("""
            with done as (
                update chat.erasure set done_at = @now where user_id = @user
                    and not exists (select from chat.message where author = @user and posted_at <= asked_at)
                returning user_id),
            forgotten as (delete from chat.block b using done where b.user_id = done.user_id or b.blocked = done.user_id),
            unnamed as (update chat.person p set name = '', version = 0 from done where p.user_id = done.user_id)
            select count(*) from done
            """);
        finish.Set("user", user).Set("now", command.Now.UtcDateTime);
        return (erased, await finish.ExecuteScalarAsync(cancellationToken) is > 0L);
    }

    /// <summary>Deletes messages that are older than they are kept, but for what is held.</summary>
    public static async Task<int> DeleteOldAsync(CommandContext command, DateTimeOffset before, int most, CancellationToken cancellationToken)
    {
        await using var delete = command.Command($"""
            delete from chat.message where id in (
                select x.id from chat.message x where x.posted_at < @before and not {Held} order by x.posted_at limit @most for update skip locked)
            """);
        delete.Set("before", before.UtcDateTime).Set("most", most);
        return await delete.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Deletes conversations of which nothing is left: of orders that are long over, and between two people.</summary>
    public static async Task<int> DeleteEmptyAsync(CommandContext command, DateTimeOffset before, int most, CancellationToken cancellationToken)
    {
        await using var delete = command.Command("""
            delete from chat.conversation where id in (
                select c.id from chat.conversation c left join chat.order_state o on o.conversation_id = c.id
                where c.kind <> 'board' and c.held_at is null and c.last_at < @before and (c.kind = 'direct' or o.ended_at < @before)
                    and not exists (select from chat.message x where x.conversation_id = c.id)
                order by c.last_at limit @most for update of c skip locked)
            """);
        delete.Set("before", before.UtcDateTime).Set("most", most);
        return await delete.ExecuteNonQueryAsync(cancellationToken);
    }
}
