using Npgsql;
using Thesis.ServiceDefaults;
using Thesis.Services.Chat.Domain;

namespace Thesis.Services.Chat.Data;

/// <summary>A conversation in somebody's list, with the newest message that they may read.</summary>
public sealed record InboxRow(Standing Standing, MessageRow? Latest);

/// <summary>How much somebody has not read.</summary>
public sealed record UnreadRow(long Conversations, long Messages);

/// <summary>The SQL of conversations and of how people stand to them.</summary>
public sealed class ConversationStore(NpgsqlDataSource database, TimeProvider time)
{
    /// <summary>Counting ends here: more is "many".</summary>
    public const int MostUnread = 100;

    private const string UnreadCount = """
        (select count(*) from (
            select from chat.message x
            where x.conversation_id = c.id and x.number > m.read_up_to and x.number <= coalesce(m.left_after, x.number) and x.author <> @user and x.hidden_at is null
                and not (c.kind = 'board' and exists (select from chat.block b where b.user_id = @user and b.blocked = x.author))
            limit @mostUnread) few)
        """;

    private const string StandingQuery = $"""
        select c.id, c.kind, c.region, c.last_number, c.last_at, c.held_at is not null,
            o.order_id, o.status, o.title, o.donor_name, o.ngo_name, o.ended_at,
            m.part, m.read_up_to, m.left_after,
            peer.user_id, coalesce(person.name, ''), peer.user_id is not null and chat.share_order(@user, peer.user_id, @since),
            exists (select from chat.block b where b.user_id = peer.user_id and b.blocked = @user),
            exists (select from chat.block b where b.user_id = @user and b.blocked = peer.user_id),
            exists (select from chat.sanction s where s.user_id = @user and s.kind = 'ban' and s.conversation_id = c.id and s.lifted_at is null and s.until > @now),
            mute.until, mute.reason, case when m.user_id is null then 0 else {UnreadCount} end
        from chat.conversation c
            left join chat.order_state o on o.conversation_id = c.id
            left join chat.member m on m.conversation_id = c.id and m.user_id = @user
            left join chat.member peer on c.kind = 'direct' and m.user_id is not null and peer.conversation_id = c.id and peer.user_id <> @user
            left join chat.person person on person.user_id = peer.user_id
            left join lateral (
                select s.until, s.reason from chat.sanction s
                where s.user_id = @user and s.kind = 'mute' and s.lifted_at is null and s.until > @now order by s.until desc limit 1) mute on true
        """;

    /// <summary>The conversation of a kind about a subject, made if need be; its row is held until the command ends.</summary>
    /// <param name="id">Of a new one.</param>
    public static async Task<long> TakeAsync(CommandContext command, long id, string kind, string subject, string region, CancellationToken cancellationToken)
    {
        await using var upsert = command.Command("""
            insert into chat.conversation (id, kind, subject, region, last_at, created_at) values (@id, @kind, @subject, @region, @now, @now)
            on conflict (kind, subject) do update set region = excluded.region
            returning id
            """);
        upsert.Set("id", id).Set("kind", kind).Set("subject", subject).Set("region", region).Set("now", command.Now.UtcDateTime);
        return (long)(await upsert.ExecuteScalarAsync(cancellationToken) ?? 0L);
    }

    /// <summary>The boards of regions, as far as there are any.</summary>
    public static async Task<long[]> BoardsAsync(CommandContext command, string[] regions, CancellationToken cancellationToken)
    {
        await using var select = command.Command("select id from chat.conversation where kind = 'board' and subject = any(@regions)");
        select.Set("regions", regions);
        var ids = new List<long>();
        await using var reader = await select.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            ids.Add(reader.GetInt64(0));
        }

        return [.. ids];
    }

    /// <summary>Holds the conversation until the command ends: who takes part and what the next message's number is cannot change.</summary>
    /// <returns>False when there is none.</returns>
    public static async Task<bool> HoldAsync(CommandContext command, long id, CancellationToken cancellationToken)
    {
        await using var select = command.Command("select true from chat.conversation where id = @id for update");
        return await select.Set("id", id).ExecuteScalarAsync(cancellationToken) is true;
    }

    /// <summary>How somebody stands to a conversation; null when there is none.</summary>
    public static async Task<Standing?> StandingAsync(CommandContext command, long id, Actor actor, TimeSpan openAfterEnd, CancellationToken cancellationToken)
    {
        await using var select = command.Command($"{StandingQuery} where c.id = @id");
        Common(select, actor, command.Now, openAfterEnd).Set("id", id);
        return (await ReadAsync(select, actor, cancellationToken)).SingleOrDefault();
    }

    /// <summary>The same, outside of a command.</summary>
    public async Task<Standing?> StandingAsync(long id, Actor actor, TimeSpan openAfterEnd, CancellationToken cancellationToken)
    {
        await using var select = database.CreateCommand($"{StandingQuery} where c.id = @id");
        Common(select, actor, time.GetUtcNow(), openAfterEnd).Set("id", id);
        return (await ReadAsync(select, actor, cancellationToken)).SingleOrDefault();
    }

    /// <summary>How somebody stands to an order's conversation; null when there is none.</summary>
    public async Task<Standing?> OfOrderAsync(long orderId, Actor actor, TimeSpan openAfterEnd, CancellationToken cancellationToken)
    {
        await using var select = database.CreateCommand($"{StandingQuery} where c.id = (select conversation_id from chat.order_state where order_id = @order)");
        Common(select, actor, time.GetUtcNow(), openAfterEnd).Set("order", orderId);
        return (await ReadAsync(select, actor, cancellationToken)).SingleOrDefault();
    }

    /// <summary>Somebody's conversations, the one with the newest message first: those in which something was written, and the boards that they may read.</summary>
    /// <param name="before">Time and id after which the page starts; null for the first.</param>
    public async Task<IReadOnlyList<Standing>> InboxAsync(
        Actor actor, bool isStaff, (DateTimeOffset At, long Id)? before, int most, TimeSpan openAfterEnd, CancellationToken cancellationToken)
    {
        await using var select = database.CreateCommand();
        // Every region's board is a dispatcher's; the others have a row for each of theirs.
        var own = isStaff ? "(m.user_id is not null and (c.last_number > 0 or c.kind = 'direct') or c.kind = 'board')" : "m.user_id is not null and m.part <> 'staff' and (c.last_number > 0 or c.kind <> 'order')";
        select.CommandText = $"""
            {StandingQuery}
            where {own} and (c.last_at, c.id) < (@beforeAt, @beforeId)
            order by c.last_at desc, c.id desc limit @most
            """;
        Common(select, actor, time.GetUtcNow(), openAfterEnd)
            .Set("beforeAt", (before?.At ?? DateTimeOffset.MaxValue).UtcDateTime).Set("beforeId", before?.Id ?? long.MaxValue).Set("most", most);
        return await ReadAsync(select, actor, cancellationToken);
    }

    /// <summary>How much somebody has not read; boards are not counted, for nobody has to read them.</summary>
    public async Task<UnreadRow> CountUnreadAsync(string user, bool isStaff, CancellationToken cancellationToken)
    {
        await using var select = database.CreateCommand($"""
            select count(*) filter (where unread > 0), coalesce(sum(unread), 0)::bigint from (
                select {UnreadCount} as unread from chat.member m join chat.conversation c on c.id = m.conversation_id
                where m.user_id = @user and c.kind <> 'board' and c.last_number > m.read_up_to and (@isStaff or m.part <> 'staff')) mine
            """);
        select.Set("user", user).Set("isStaff", isStaff).Set("mostUnread", MostUnread);
        await using var reader = await select.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return new UnreadRow(reader.GetInt64(0), reader.GetInt64(1));
    }

    /// <summary>Keeps everything of a conversation, or no longer.</summary>
    /// <returns>False when there is no such conversation.</returns>
    public static async Task<bool> SetHoldAsync(CommandContext command, long id, bool isHeld, CancellationToken cancellationToken)
    {
        await using var update = command.Command("update chat.conversation set held_at = case when @isHeld then coalesce(held_at, @now) end where id = @id");
        update.Set("id", id).Set("isHeld", isHeld).Set("now", command.Now.UtcDateTime);
        return await update.ExecuteNonQueryAsync(cancellationToken) == 1;
    }

    private static NpgsqlCommand Common(NpgsqlCommand select, Actor actor, DateTimeOffset now, TimeSpan openAfterEnd) =>
        select.Set("user", actor.Subject).Set("now", now.UtcDateTime).Set("since", (now - openAfterEnd).UtcDateTime).Set("mostUnread", MostUnread);

    private static async Task<IReadOnlyList<Standing>> ReadAsync(NpgsqlCommand select, Actor actor, CancellationToken cancellationToken)
    {
        var isStaff = actor.Is(Roles.Dispatcher) || actor.Is(Roles.Admin);
        var standings = new List<Standing>();
        await using var reader = await select.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            standings.Add(new Standing(
                new Conversation(reader.GetInt64(0), reader.GetString(1), reader.GetString(2), reader.GetInt64(3), reader.GetFieldValue<DateTimeOffset>(4), reader.GetBoolean(5)),
                reader.IsDBNull(6) ? null : new OrderState(
                    reader.GetInt64(6), reader.GetString(7), reader.GetString(8), reader.GetString(9), reader.GetString(10), reader.IsDBNull(11) ? null : reader.GetFieldValue<DateTimeOffset>(11)),
                reader.IsDBNull(12) ? null : new Member(reader.GetString(12), reader.GetInt64(13), reader.IsDBNull(14) ? null : reader.GetInt64(14)),
                reader.IsDBNull(15) ? null : new Peer(reader.GetString(15), reader.GetString(16), reader.GetBoolean(17), reader.GetBoolean(18), reader.GetBoolean(19)),
                isStaff,
                reader.GetBoolean(20),
                reader.IsDBNull(21) ? null : new Mute(reader.GetFieldValue<DateTimeOffset>(21), reader.GetString(22)),
                reader.GetInt64(23)));
        }

        return standings;
    }
}
