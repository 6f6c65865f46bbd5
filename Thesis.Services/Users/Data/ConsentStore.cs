using Npgsql;
using Thesis.ServiceDefaults;
using Thesis.Services.Users.Domain;

namespace Thesis.Services.Users.Data;

/// <summary>The SQL of consents: rows are only added.</summary>
public sealed class ConsentStore(NpgsqlDataSource database)
{
    /// <summary>The newest that are given; older ones are in the export of the database alone.</summary>
    public const int Most = 1_000;

    public static async Task AddAsync(CommandContext command, string userId, Consent consent, CancellationToken cancellationToken)
    {
        await using var insert = command.Command("""
            insert into users.consent (id, user_id, kind, version, given, at) values (@id, @userId, @kind, @version, @given, @at)
            """);
        insert.Parameters.AddWithValue("id", consent.Id);
        insert.Parameters.AddWithValue("userId", userId);
        insert.Parameters.AddWithValue("kind", consent.Kind);
        insert.Parameters.AddWithValue("version", consent.Version);
        insert.Parameters.AddWithValue("given", consent.Given);
        insert.Parameters.AddWithValue("at", consent.At.UtcDateTime);
        await insert.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Deletes a person's consents with the commit.</summary>
    public static void Forget(CommandContext command, string userId) =>
        command.AtCommit(new NpgsqlBatchCommand("delete from users.consent where user_id = @userId").Set("userId", userId));

    /// <summary>Newest first.</summary>
    public async Task<IReadOnlyList<Consent>> ListAsync(string userId, CancellationToken cancellationToken)
    {
        await using var select = database.CreateCommand("""
            select id, kind, version, given, at from users.consent where user_id = @userId order by id desc limit @most
            """);
        select.Parameters.AddWithValue("userId", userId);
        select.Parameters.AddWithValue("most", Most);
        var consents = new List<Consent>();
        await using var reader = await select.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            consents.Add(new Consent(
                reader.GetInt64(0), reader.GetString(1), reader.GetString(2), reader.GetBoolean(3), reader.GetFieldValue<DateTimeOffset>(4)));
        }

        return consents;
    }
}
