using Npgsql;
using NpgsqlTypes;
using Thesis.ServiceDefaults;
using Thesis.Services.Chat.Domain;

namespace Thesis.Services.Chat.Data;

/// <summary>Somebody who takes part in a conversation, or did.</summary>
public sealed record MemberRow(string UserId, long? PersonId, string Name, string Part, long ReadUpTo, bool HasLeft);

/// <summary>The SQL of who takes part in conversations.</summary>
public sealed class MemberStore(NpgsqlDataSource database)
{
    private const int MostShown = 50;

    /// <summary>
    /// Waits for whoever decides by the same things who takes part, until the command ends: of two events that are handled at once,
    /// such as an order's and its donor's, the later sees what the earlier has written.
    /// </summary>
    /// <param name="changed">What is changed, e.g. "donor 7".</param>
    /// <param name="read">What is only read.</param>
    public static async Task TakeTurnAsync(CommandContext command, string[] changed, string[] read, CancellationToken cancellationToken)
    {
        await using var turn = command.Command("""
            select pg_advisory_xact_lock(hashtextextended('chat ' || key, 0)) from (select key from unnest(@changed) key order by key) sorted;
            select pg_advisory_xact_lock_shared(hashtextextended('chat ' || key, 0)) from (select key from unnest(@read) key order by key) sorted
            """);
        await turn.Set("changed", changed).Set("read", read).ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>
    /// Lets in and out of conversations who, by what is known now, has part in them. Who leaves reads on only what was posted until then:
    /// nobody posts meanwhile, for who posts holds the conversation's row too.
    /// </summary>
    /// <param name="users">Only these; null for all.</param>
    public static async Task SyncAsync(CommandContext command, long[] conversationIds, string[]? users, CancellationToken cancellationToken)
    {
        await using var hold = command.Command("select id from chat.conversation where id = any(@ids) order by id for update");
        await hold.Set("ids", conversationIds).ExecuteNonQueryAsync(cancellationToken);
        await using var sync = command.Command("""
            with parts as (
                select o.conversation_id, unnest(p.managers) as user_id, 'donor' as part, 1 as rank
                from chat.order_state o join chat.place p on p.kind = 'donor' and p.id = o.donor_id where o.conversation_id = any(@ids)
                union all
                select o.conversation_id, unnest(p.managers), 'ngo', 2
                from chat.order_state o join chat.place p on p.kind = 'ngo' and p.id = o.ngo_id
                where o.conversation_id = any(@ids) and o.status not in ('declined', 'expired')
                union all
                select o.conversation_id, o.driver_user, 'driver', 0 from chat.order_state o where o.conversation_id = any(@ids) and o.driver_user <> ''
                union all
                select c.id, unnest(p.managers), 'member', 3
                from chat.conversation c join chat.place p on p.region = c.region and p.verified where c.id = any(@ids) and c.kind = 'board'
                union all
                select c.id, d.user_id, 'member', 3 from chat.conversation c join chat.driver d on d.region = c.region where c.id = any(@ids) and c.kind = 'board'),
            wanted as (
                select distinct on (conversation_id, user_id) conversation_id, user_id, part from parts
                where @users is null or user_id = any(@users) order by conversation_id, user_id, rank),
            gone as (
                update chat.member m set left_after = c.last_number
                from chat.conversation c
                where m.conversation_id = any(@ids) and c.id = m.conversation_id and c.kind <> 'direct' and m.part <> 'staff' and m.left_after is null
                    and (@users is null or m.user_id = any(@users))
                    and not exists (select from wanted w where w.conversation_id = m.conversation_id and w.user_id = m.user_id))
            insert into chat.member as known (conversation_id, user_id, part, read_up_to)
            select w.conversation_id, w.user_id, w.part, case when c.kind = 'board' then c.last_number else 0 end
            from wanted w join chat.conversation c on c.id = w.conversation_id
            on conflict (conversation_id, user_id) do update set part = excluded.part, left_after = null
            where known.part <> excluded.part or known.left_after is not null
            """);
        sync.Set("ids", conversationIds);
        sync.Parameters.Add(new NpgsqlParameter("users", NpgsqlDbType.Array | NpgsqlDbType.Text) { Value = (object?)users ?? DBNull.Value });
        await sync.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Who hears of what is posted now, the author too.</summary>
    public static async Task<IReadOnlyList<string>> PresentAsync(CommandContext command, long conversationId, CancellationToken cancellationToken)
    {
        await using var select = command.Command("select user_id from chat.member where conversation_id = @id and left_after is null and part <> 'staff' order by user_id");
        select.Set("id", conversationId);
        return await UsersAsync(select, cancellationToken);
    }

    /// <summary>The same, outside of a command.</summary>
    public async Task<IReadOnlyList<string>> PresentAsync(long conversationId, CancellationToken cancellationToken)
    {
        await using var select = database.CreateCommand("select user_id from chat.member where conversation_id = @id and left_after is null and part <> 'staff' order by user_id");
        select.Set("id", conversationId);
        return await UsersAsync(select, cancellationToken);
    }

    /// <summary>Those who take part in it, or did.</summary>
    public async Task<IReadOnlyList<MemberRow>> ListAsync(long conversationId, CancellationToken cancellationToken)
    {
        await using var select = database.CreateCommand("""
            select m.user_id, p.id, coalesce(p.name, ''), m.part, m.read_up_to, m.left_after is not null
            from chat.member m left join chat.person p on p.user_id = m.user_id
            where m.conversation_id = @id order by m.left_after nulls first, m.part, p.name limit @most
            """);
        select.Set("id", conversationId).Set("most", MostShown);
        var members = new List<MemberRow>();
        await using var reader = await select.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            members.Add(new MemberRow(
                reader.GetString(0), reader.IsDBNull(1) ? null : reader.GetInt64(1), reader.GetString(2), reader.GetString(3), reader.GetInt64(4), reader.GetBoolean(5)));
        }

        return members;
    }

    /// <summary>Notes that somebody has read up to a message. Who takes no part is remembered as staff, which gives no right.</summary>
    /// <returns>Whether it is more than before.</returns>
    public static async Task<bool> ReadAsync(CommandContext command, long conversationId, string user, long upTo, CancellationToken cancellationToken)
    {
        await using var upsert = command.Command("""
            insert into chat.member as known (conversation_id, user_id, part, read_up_to) values (@id, @user, @staff, @upTo)
            on conflict (conversation_id, user_id) do update set read_up_to = excluded.read_up_to where known.read_up_to < excluded.read_up_to
            """);
        upsert.Set("id", conversationId).Set("user", user).Set("upTo", upTo).Set("staff", Parts.Staff);
        return await upsert.ExecuteNonQueryAsync(cancellationToken) == 1;
    }

    /// <summary>Lets two people into their own conversation.</summary>
    public static async Task AddPeersAsync(CommandContext command, long conversationId, string one, string other, CancellationToken cancellationToken)
    {
        await using var insert = command.Command("""
            insert into chat.member (conversation_id, user_id, part) select @id, user_id, @peer from unnest(@users) as peer (user_id) on conflict do nothing
            """);
        insert.Set("id", conversationId).Set("users", new[] { one, other }).Set("peer", Parts.Peer);
        await insert.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<IReadOnlyList<string>> UsersAsync(NpgsqlCommand select, CancellationToken cancellationToken)
    {
        var users = new List<string>();
        await using var reader = await select.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            users.Add(reader.GetString(0));
        }

        return users;
    }
}
