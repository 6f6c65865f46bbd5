using Npgsql;
using Thesis.ServiceDefaults;

namespace Thesis.Services.Identity.Data;

/// <summary>A sign-in that goes on.</summary>
internal sealed record OpenSession(string Id, string Device, DateTimeOffset Since, DateTimeOffset SeenAt);

/// <summary>The SQL of sessions.</summary>
internal sealed class SessionStore(NpgsqlDataSource database)
{
    private const int Most = 50;

    public static async Task AddAsync(CommandContext command, string id, string account, string device, CancellationToken cancellationToken)
    {
        await using var insert = command.Command(
            "insert into identity.sessions (id, account_id, device, created_at, seen_at) values (@id, @account, @device, @now, @now)");
        insert.Parameters.AddWithValue("id", id);
        insert.Parameters.AddWithValue("account", account);
        insert.Parameters.AddWithValue("device", device);
        insert.Parameters.AddWithValue("now", command.Now);
        await insert.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Ends one session of an account, or all of them.</summary>
    /// <param name="id">Null for all.</param>
    /// <returns>How many went on.</returns>
    public static async Task<int> EndAsync(CommandContext command, string account, string? id, CancellationToken cancellationToken)
    {
        await using var update = command.Command("""
            update identity.sessions set ended_at = @now where account_id = @account and ended_at is null and (@id = '' or id = @id)
            """);
        update.Parameters.AddWithValue("account", account);
        update.Parameters.AddWithValue("id", id ?? "");
        update.Parameters.AddWithValue("now", command.Now);
        return await update.ExecuteNonQueryAsync(cancellationToken);
    }

    public async Task<bool> IsOpenAsync(string account, string id, CancellationToken cancellationToken)
    {
        await using var select = database.CreateCommand("select exists (select from identity.sessions where id = @id and account_id = @account and ended_at is null)");
        select.Parameters.AddWithValue("id", id);
        select.Parameters.AddWithValue("account", account);
        return await select.ExecuteScalarAsync(cancellationToken) is true;
    }

    /// <summary>Notes that the session is in use.</summary>
    /// <returns>False when it has ended.</returns>
    public async Task<bool> SeenAsync(string account, string id, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var update = database.CreateCommand("update identity.sessions set seen_at = @now where id = @id and account_id = @account and ended_at is null");
        update.Parameters.AddWithValue("id", id);
        update.Parameters.AddWithValue("account", account);
        update.Parameters.AddWithValue("now", now);
        return await update.ExecuteNonQueryAsync(cancellationToken) == 1;
    }

    /// <summary>Those that go on, the last used first.</summary>
    public async Task<IReadOnlyList<OpenSession>> OfAsync(string account, CancellationToken cancellationToken)
    {
        await using var select = database.CreateCommand("""
            select id, device, created_at, seen_at from identity.sessions where account_id = @account and ended_at is null order by seen_at desc limit @most
            """);
        select.Parameters.AddWithValue("account", account);
        select.Parameters.AddWithValue("most", Most);
        var sessions = new List<OpenSession>();
        await using var reader = await select.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            sessions.Add(new OpenSession(reader.GetString(0), reader.GetString(1), reader.GetFieldValue<DateTimeOffset>(2), reader.GetFieldValue<DateTimeOffset>(3)));
        }

        return sessions;
    }

    /// <summary>Forgets sessions that were not used for so long that nothing of them is good any more.</summary>
    public async Task DeleteOldAsync(DateTimeOffset before, int most, CancellationToken cancellationToken)
    {
        await using var delete = database.CreateCommand(
            "delete from identity.sessions where id in (select id from identity.sessions where seen_at < @before order by seen_at limit @most)");
        delete.Parameters.AddWithValue("before", before);
        delete.Parameters.AddWithValue("most", most);
        await delete.ExecuteNonQueryAsync(cancellationToken);
    }
}
