using Npgsql;
using Thesis.ServiceDefaults;
using Thesis.Services.Chat.Domain;

namespace Thesis.Services.Chat.Data;

/// <summary>A message to be posted.</summary>
/// <param name="Kind">"text", "quick" or "location".</param>
public sealed record NewMessage(string Kind, string Text, string Quick, double? Latitude, double? Longitude, string CommandId);

/// <summary>A message as it stands.</summary>
/// <param name="Author">Subject of the author's tokens; empty once it was erased.</param>
public sealed record MessageRow(
    long Id, long ConversationId, long Number, string Author, long? PersonId, string Name, string Part, string Kind, string Text, string Quick,
    double? Latitude, double? Longitude, string CommandId, DateTimeOffset PostedAt, bool IsHidden, bool IsErased);

/// <summary>What somebody has posted of late.</summary>
/// <param name="MinuteEnds">When the first of the last minute's is a minute old.</param>
public sealed record Pace(long InMinute, long InHour, DateTimeOffset? MinuteEnds, DateTimeOffset? HourEnds);

/// <summary>The SQL of messages.</summary>
public sealed class MessageStore(NpgsqlDataSource database)
{
    private const string Columns = """
        x.id, x.conversation_id, x.number, x.author, p.id, coalesce(p.name, ''), x.part, x.kind, x.text, x.quick,
        x.latitude, x.longitude, x.command_id, x.posted_at, x.hidden_at is not null, x.erased_at is not null
        """;

    private const string From = "chat.message x left join chat.person p on p.user_id = x.author";

    /// <summary>The message that the author's device has sent before; null when it is new.</summary>
    public static async Task<MessageRow?> FindPostedAsync(CommandContext command, string author, string commandId, CancellationToken cancellationToken)
    {
        await using var select = command.Command($"select {Columns} from {From} where x.author = @author and x.command_id = @command");
        select.Set("author", author).Set("command", commandId);
        return (await ReadAsync(select, cancellationToken)).SingleOrDefault();
    }

    public static async Task<MessageRow?> FindAsync(CommandContext command, long id, CancellationToken cancellationToken)
    {
        await using var select = command.Command($"select {Columns} from {From} where x.id = @id");
        return (await ReadAsync(select.Set("id", id), cancellationToken)).SingleOrDefault();
    }

    public static async Task<Pace> PaceAsync(CommandContext command, string author, CancellationToken cancellationToken)
    {
        await using var select = command.Command("""
            select count(*) filter (where posted_at > @now - interval '1 minute'), count(*),
                min(posted_at) filter (where posted_at > @now - interval '1 minute') + interval '1 minute', min(posted_at) + interval '1 hour'
            from chat.message where author = @author and posted_at > @now - interval '1 hour'
            """);
        select.Set("author", author).Set("now", command.Now.UtcDateTime);
        await using var reader = await select.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return new Pace(
            reader.GetInt64(0), reader.GetInt64(1),
            reader.IsDBNull(2) ? null : reader.GetFieldValue<DateTimeOffset>(2), reader.IsDBNull(3) ? null : reader.GetFieldValue<DateTimeOffset>(3));
    }

    /// <summary>Adds a message as the conversation's next, which the caller holds. The author has read it.</summary>
    /// <returns>Null when the author's device posts it elsewhere at the same time.</returns>
    public static async Task<MessageRow?> AddAsync(
        CommandContext command, long id, long conversationId, PersonRow author, string part, NewMessage message, CancellationToken cancellationToken)
    {
        await using var insert = command.Command("""
            with next as (update chat.conversation set last_number = last_number + 1, last_at = @now where id = @conversation returning last_number),
            been_read as (
                insert into chat.member (conversation_id, user_id, part, read_up_to) select @conversation, @author, @staff, last_number from next
                on conflict (conversation_id, user_id) do update set read_up_to = excluded.read_up_to)
            insert into chat.message (id, conversation_id, number, author, part, kind, text, quick, latitude, longitude, command_id, posted_at)
            select @id, @conversation, last_number, @author, @part, @kind, @text, @quick, @latitude, @longitude, @command, @now from next
            on conflict on constraint message_is_posted_once do nothing
            returning number
            """);
        insert.Set("id", id).Set("conversation", conversationId).Set("author", author.UserId).Set("part", part).Set("staff", Parts.Staff).Set("now", command.Now.UtcDateTime)
            .Set("kind", message.Kind).Set("text", message.Text).Set("quick", message.Quick)
            .Set("latitude", message.Latitude).Set("longitude", message.Longitude).Set("command", message.CommandId);
        return await insert.ExecuteScalarAsync(cancellationToken) is long number
            ? new MessageRow(
                id, conversationId, number, author.UserId, author.Id, author.Name, part, message.Kind, message.Text, message.Quick,
                message.Latitude, message.Longitude, message.CommandId, command.Now, false, false)
            : null;
    }

    /// <summary>A conversation's messages, the newest first.</summary>
    /// <param name="upTo">Number of the last one that the reader may read.</param>
    /// <param name="before">Number before which the page starts.</param>
    /// <param name="withoutBlocked">Subject of who does not see those whom they have blocked; null to see all.</param>
    public async Task<IReadOnlyList<MessageRow>> ListAsync(
        long conversationId, long upTo, long? before, string? withoutBlocked, int most, CancellationToken cancellationToken)
    {
        await using var select = database.CreateCommand();
        select.CommandText = $"""
            select {Columns} from {From}
            where x.conversation_id = @conversation and x.number <= @upTo and x.number < @before
                {select.Where("and not exists (select from chat.block b where b.user_id = @reader and b.blocked = x.author)", "reader", withoutBlocked)}
            order by x.number desc limit @most
            """;
        select.Set("conversation", conversationId).Set("upTo", upTo).Set("before", before ?? long.MaxValue).Set("most", most);
        return await ReadAsync(select, cancellationToken);
    }

    /// <summary>The newest message of each conversation, no newer than the number beside it.</summary>
    public async Task<IReadOnlyDictionary<long, MessageRow>> LatestAsync(long[] conversationIds, long[] upTo, string reader, CancellationToken cancellationToken)
    {
        await using var select = database.CreateCommand($"""
            select {Columns} from unnest(@conversations, @upTo) as wanted (conversation_id, up_to)
                cross join lateral (
                    select * from chat.message y
                    where y.conversation_id = wanted.conversation_id and y.number <= wanted.up_to and y.hidden_at is null
                        and not exists (select from chat.block b where b.user_id = @reader and b.blocked = y.author)
                    order by y.number desc limit 1) x
                left join chat.person p on p.user_id = x.author
            """);
        select.Set("conversations", conversationIds).Set("upTo", upTo).Set("reader", reader);
        return (await ReadAsync(select, cancellationToken)).ToDictionary(row => row.ConversationId);
    }

    /// <summary>Messages with words that begin as those asked for, of conversations that somebody may read, the newest first.</summary>
    /// <param name="query">Of PostgreSQL's text search.</param>
    public async Task<IReadOnlyList<MessageRow>> SearchAsync(
        string user, bool isStaff, string query, DateTimeOffset now, long? beforeId, int most, CancellationToken cancellationToken)
    {
        await using var select = database.CreateCommand($"""
            select {Columns} from {From}
                join chat.member m on m.conversation_id = x.conversation_id and m.user_id = @user
                join chat.conversation c on c.id = x.conversation_id
            where x.search @@ to_tsquery('simple', @query) and x.id < @before and x.hidden_at is null
                and x.number <= coalesce(m.left_after, x.number) and (@isStaff or m.part <> 'staff')
                and not (c.kind = 'board' and (
                    exists (select from chat.block b where b.user_id = @user and b.blocked = x.author)
                    or not @isStaff and exists (select from chat.sanction s where s.user_id = @user and s.kind = 'ban' and s.conversation_id = c.id and s.lifted_at is null and s.until > @now)))
            order by x.id desc limit @most
            """);
        select.Set("user", user).Set("isStaff", isStaff).Set("query", query).Set("now", now.UtcDateTime).Set("before", beforeId ?? long.MaxValue).Set("most", most);
        return await ReadAsync(select, cancellationToken);
    }

    /// <summary>Takes a message out of everybody's sight; what it said is kept.</summary>
    /// <returns>False when it was hidden already.</returns>
    public static async Task<bool> HideAsync(CommandContext command, long id, CancellationToken cancellationToken)
    {
        await using var update = command.Command("update chat.message set hidden_at = @now where id = @id and hidden_at is null");
        update.Set("id", id).Set("now", command.Now.UtcDateTime);
        return await update.ExecuteNonQueryAsync(cancellationToken) == 1;
    }

    internal static async Task<IReadOnlyList<MessageRow>> ReadAsync(NpgsqlCommand select, CancellationToken cancellationToken)
    {
        var messages = new List<MessageRow>();
        await using var reader = await select.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            messages.Add(Read(reader, 0));
        }

        return messages;
    }

    internal static MessageRow Read(NpgsqlDataReader reader, int at) => new(
        reader.GetInt64(at), reader.GetInt64(at + 1), reader.GetInt64(at + 2), reader.GetString(at + 3), reader.IsDBNull(at + 4) ? null : reader.GetInt64(at + 4),
        reader.GetString(at + 5), reader.GetString(at + 6), reader.GetString(at + 7), reader.GetString(at + 8), reader.GetString(at + 9),
        reader.IsDBNull(at + 10) ? null : reader.GetDouble(at + 10), reader.IsDBNull(at + 11) ? null : reader.GetDouble(at + 11),
        reader.GetString(at + 12), reader.GetFieldValue<DateTimeOffset>(at + 13), reader.GetBoolean(at + 14), reader.GetBoolean(at + 15));
}
