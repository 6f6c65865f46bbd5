using Npgsql;
using Thesis.ServiceDefaults;
using Thesis.Services.Users.Domain;

namespace Thesis.Services.Users.Data;

/// <summary>The SQL of notification preferences: only what differs from the usual is stored.</summary>
public sealed class PreferenceStore(NpgsqlDataSource database)
{
    public static async Task StoreAsync(CommandContext command, string userId, IReadOnlyCollection<Preference> preferences, CancellationToken cancellationToken)
    {
        await using var upsert = command.Command("""
            insert into users.preference (user_id, kind, channel, wanted)
            select @userId, kind, channel, wanted from unnest(@kinds, @channels, @wanted) as stated (kind, channel, wanted)
            on conflict (user_id, kind, channel) do update set wanted = excluded.wanted
            """);
        upsert.Parameters.AddWithValue("userId", userId);
        upsert.Parameters.AddWithValue("kinds", preferences.Select(one => one.Kind).ToArray());
        upsert.Parameters.AddWithValue("channels", preferences.Select(one => one.Channel).ToArray());
        upsert.Parameters.AddWithValue("wanted", preferences.Select(one => one.Wanted).ToArray());
        await upsert.ExecuteNonQueryAsync(cancellationToken);
    }

    public static async Task<IReadOnlyList<Preference>> FindAsync(CommandContext command, string userId, CancellationToken cancellationToken)
    {
        await using var select = command.Command(Select);
        select.Parameters.AddWithValue("userIds", new[] { userId });
        return [.. (await ReadAsync(select, cancellationToken)).Select(row => row.Preference)];
    }

    /// <summary>What these users have stated.</summary>
    public async Task<ILookup<string, Preference>> FindAllAsync(string[] userIds, CancellationToken cancellationToken)
    {
        await using var select = database.CreateCommand(Select);
        select.Parameters.AddWithValue("userIds", userIds);
        return (await ReadAsync(select, cancellationToken)).ToLookup(row => row.UserId, row => row.Preference, StringComparer.Ordinal);
    }

    private const string Select = "select user_id, kind, channel, wanted from users.preference where user_id = any(@userIds) order by user_id, kind, channel";

    private static async Task<List<(string UserId, Preference Preference)>> ReadAsync(NpgsqlCommand select, CancellationToken cancellationToken)
    {
        var rows = new List<(string, Preference)>();
        await using var reader = await select.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add((reader.GetString(0), new Preference(reader.GetString(1), reader.GetString(2), reader.GetBoolean(3))));
        }

        return rows;
    }
}
