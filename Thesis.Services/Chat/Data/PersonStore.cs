using Npgsql;
using Thesis.ServiceDefaults;

namespace Thesis.Services.Chat.Data;

/// <summary>Somebody, as those they talk to know them.</summary>
public sealed record PersonRow(long Id, string UserId, string Name);

/// <summary>The SQL of people, and of whom they have blocked.</summary>
public sealed class PersonStore(NpgsqlDataSource database)
{
    private const int MostBlocks = 1000;

    /// <summary>The person of a user, made if need be.</summary>
    /// <param name="id">Of a new one.</param>
    /// <param name="tokenName">Their name by their token, which holds while they have stated none.</param>
    public static async Task<PersonRow> TakeAsync(CommandContext command, long id, string user, string tokenName, CancellationToken cancellationToken)
    {
        await using var select = command.Command("select id, user_id, name, version from chat.person where user_id = @user");
        select.Set("user", user);
        await using (var reader = await select.ExecuteReaderAsync(cancellationToken))
        {
            if (await reader.ReadAsync(cancellationToken) && (reader.GetInt64(3) > 0 || reader.GetString(2) == tokenName || tokenName.Length == 0))
            {
                return new PersonRow(reader.GetInt64(0), reader.GetString(1), reader.GetString(2));
            }
        }

        await using var upsert = command.Command("""
            insert into chat.person as known (id, user_id, version, name) values (@id, @user, 0, @name)
            on conflict (user_id) do update set name = case when known.version > 0 then known.name else excluded.name end
            returning id, user_id, name
            """);
        upsert.Set("id", id).Set("user", user).Set("name", tokenName);
        return await ReadOneAsync(upsert, cancellationToken) ?? throw new InvalidOperationException("An upsert gave no row.");
    }

    public static async Task<PersonRow?> FindAsync(CommandContext command, long id, CancellationToken cancellationToken)
    {
        await using var select = command.Command("select id, user_id, name from chat.person where id = @id");
        return await ReadOneAsync(select.Set("id", id), cancellationToken);
    }

    public async Task<PersonRow?> FindAsync(string user, CancellationToken cancellationToken)
    {
        await using var select = database.CreateCommand("select id, user_id, name from chat.person where user_id = @user");
        return await ReadOneAsync(select.Set("user", user), cancellationToken);
    }

    public static async Task<bool> ShareOrderAsync(CommandContext command, string one, string other, DateTimeOffset endedAfter, CancellationToken cancellationToken)
    {
        await using var select = command.Command("select chat.share_order(@one, @other, @since)");
        select.Set("one", one).Set("other", other).Set("since", endedAfter.UtcDateTime);
        return await select.ExecuteScalarAsync(cancellationToken) is true;
    }

    public static async Task BlockAsync(CommandContext command, string user, string blocked, CancellationToken cancellationToken)
    {
        await using var insert = command.Command("insert into chat.block (user_id, blocked, created_at) values (@user, @blocked, @now) on conflict do nothing");
        insert.Set("user", user).Set("blocked", blocked).Set("now", command.Now.UtcDateTime);
        await insert.ExecuteNonQueryAsync(cancellationToken);
    }

    public static async Task UnblockAsync(CommandContext command, string user, string blocked, CancellationToken cancellationToken)
    {
        await using var delete = command.Command("delete from chat.block where user_id = @user and blocked = @blocked");
        delete.Set("user", user).Set("blocked", blocked);
        await delete.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Who of these takes no messages of the user.</summary>
    public static async Task<IReadOnlyCollection<string>> BlockersAsync(CommandContext command, string user, CancellationToken cancellationToken)
    {
        await using var select = command.Command("select user_id from chat.block where blocked = @user");
        select.Set("user", user);
        var users = new HashSet<string>(StringComparer.Ordinal);
        await using var reader = await select.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            users.Add(reader.GetString(0));
        }

        return users;
    }

    /// <summary>Whom a user has blocked, the latest first.</summary>
    public async Task<IReadOnlyList<PersonRow>> BlockedAsync(string user, CancellationToken cancellationToken)
    {
        await using var select = database.CreateCommand("""
            select p.id, p.user_id, p.name from chat.block b join chat.person p on p.user_id = b.blocked
            where b.user_id = @user order by b.created_at desc, p.id limit @most
            """);
        select.Set("user", user).Set("most", MostBlocks);
        var people = new List<PersonRow>();
        await using var reader = await select.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            people.Add(new PersonRow(reader.GetInt64(0), reader.GetString(1), reader.GetString(2)));
        }

        return people;
    }

    private static async Task<PersonRow?> ReadOneAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? new PersonRow(reader.GetInt64(0), reader.GetString(1), reader.GetString(2)) : null;
    }
}
