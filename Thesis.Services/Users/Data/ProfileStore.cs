using Npgsql;
using NpgsqlTypes;
using Thesis.ServiceDefaults;
using Thesis.Services.Users.Domain;
using Thesis.Services.Shared.Time;

namespace Thesis.Services.Users.Data;

/// <summary>The SQL of profiles.</summary>
public sealed class ProfileStore(NpgsqlDataSource database)
{
    private const string Columns = "id, user_id, version, name, language, units, time_zone, quiet_from_minute, quiet_until_minute";

    /// <summary>Stores the profile if the stored one has the version before it, or if there is none and it is the first.</summary>
    /// <returns>False when another was stored meanwhile.</returns>
    public static async Task<bool> StoreAsync(CommandContext command, Profile profile, CancellationToken cancellationToken)
    {
        await using var upsert = command.Command($"""
            insert into users.profile as known ({Columns}, created_at, updated_at)
            select @id, @userId, @version, @name, @language, @units, @timeZone, @quietFrom, @quietUntil, @now, @now
            on conflict (user_id) do update
            set version = excluded.version, name = excluded.name, language = excluded.language, units = excluded.units, time_zone = excluded.time_zone,
                quiet_from_minute = excluded.quiet_from_minute, quiet_until_minute = excluded.quiet_until_minute, updated_at = excluded.updated_at
            where known.version = excluded.version - 1
            """);
        upsert.Parameters.AddWithValue("id", profile.Id);
        upsert.Parameters.AddWithValue("userId", profile.UserId);
        upsert.Parameters.AddWithValue("version", profile.Version);
        upsert.Parameters.AddWithValue("name", profile.Name);
        upsert.Parameters.AddWithValue("language", profile.Language);
        upsert.Parameters.AddWithValue("units", profile.Units);
        upsert.Parameters.Add(new NpgsqlParameter("timeZone", NpgsqlDbType.Text) { Value = (object?)profile.TimeZone ?? DBNull.Value });
        upsert.Parameters.Add(new NpgsqlParameter("quietFrom", NpgsqlDbType.Integer) { Value = (object?)profile.QuietHours?.FromMinute ?? DBNull.Value });
        upsert.Parameters.Add(new NpgsqlParameter("quietUntil", NpgsqlDbType.Integer) { Value = (object?)profile.QuietHours?.UntilMinute ?? DBNull.Value });
        upsert.Parameters.AddWithValue("now", command.Now.UtcDateTime);
        return await upsert.ExecuteNonQueryAsync(cancellationToken) == 1;
    }

    /// <summary>Deletes the profile and the preferences with the commit.</summary>
    public static void Delete(CommandContext command, string userId) =>
        command.AtCommit(new NpgsqlBatchCommand("delete from users.profile where user_id = @userId").Set("userId", userId));

    /// <summary>Reads and locks the row until the command ends.</summary>
    public static async Task<Profile?> FindForUpdateAsync(CommandContext command, string userId, CancellationToken cancellationToken)
    {
        await using var select = command.Command($"select {Columns} from users.profile where user_id = @userId for update");
        select.Parameters.AddWithValue("userId", userId);
        return (await ReadAllAsync(select, cancellationToken)).SingleOrDefault();
    }

    public async Task<Profile> FindAsync(string userId, CancellationToken cancellationToken) =>
        (await FindAllAsync([userId], cancellationToken)).SingleOrDefault() ?? Profile.Unstated(userId);

    public async Task<IReadOnlyList<Profile>> FindAllAsync(string[] userIds, CancellationToken cancellationToken)
    {
        await using var select = database.CreateCommand($"select {Columns} from users.profile where user_id = any(@userIds)");
        select.Parameters.AddWithValue("userIds", userIds);
        return await ReadAllAsync(select, cancellationToken);
    }

    private static async Task<IReadOnlyList<Profile>> ReadAllAsync(NpgsqlCommand select, CancellationToken cancellationToken)
    {
        var profiles = new List<Profile>();
        await using var reader = await select.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            profiles.Add(new Profile(
                reader.GetInt64(0), reader.GetString(1), reader.GetInt64(2), reader.GetString(3), reader.GetString(4), reader.GetString(5),
                reader.IsDBNull(6) ? null : reader.GetString(6),
                reader.IsDBNull(7) ? null : new ClockSpan(reader.GetInt32(7), reader.GetInt32(8))));
        }

        return profiles;
    }
}
