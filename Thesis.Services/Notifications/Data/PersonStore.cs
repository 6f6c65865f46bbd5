using Npgsql;
using Thesis.Contracts.Drivers.V1;
using Thesis.Contracts.Regions.V1;
using Thesis.Contracts.Users.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Notifications.Domain;
using QuietHours = Thesis.Services.Shared.Time.QuietHours;

namespace Thesis.Services.Notifications.Data;

/// <summary>The SQL of who can be told something: kept from the events of their services, the newest version each.</summary>
public sealed class PersonStore(NpgsqlDataSource database)
{
    public static async Task KeepAsync(CommandContext command, UserSnapshot user, CancellationToken cancellationToken)
    {
        await using var upsert = command.Command("""
            insert into notifications.person as known (user_id, version, language, units, time_zone, quiet_from_minute, quiet_until_minute, wanted, unwanted)
            values (@user, @version, @language, @units, @zone, @from, @until, @wanted, @unwanted)
            on conflict (user_id) do update
            set version = excluded.version, language = excluded.language, units = excluded.units, time_zone = excluded.time_zone,
                quiet_from_minute = excluded.quiet_from_minute, quiet_until_minute = excluded.quiet_until_minute,
                wanted = excluded.wanted, unwanted = excluded.unwanted
            where known.version < excluded.version
            """);
        upsert.Parameters.AddWithValue("user", user.UserId);
        upsert.Parameters.AddWithValue("version", user.Version);
        upsert.Parameters.AddWithValue("language", user.Language);
        upsert.Parameters.AddWithValue("units", user.Units);
        upsert.Parameters.AddWithValue("zone", user.TimeZone);
        upsert.Parameters.AddWithValue("from", user.HasQuietHours ? user.QuietFromMinute : DBNull.Value);
        upsert.Parameters.AddWithValue("until", user.HasQuietHours ? user.QuietUntilMinute : DBNull.Value);
        upsert.Parameters.AddWithValue("wanted", user.Preferences.Where(p => p.Wanted).Select(Pair).ToArray());
        upsert.Parameters.AddWithValue("unwanted", user.Preferences.Where(p => !p.Wanted).Select(Pair).ToArray());
        await upsert.ExecuteNonQueryAsync(cancellationToken);

        static string Pair(NotificationPreference preference) => $"{preference.Kind} {preference.Channel}";
    }

    /// <summary>Stops a kind by a channel at once; the users service, whose choice it is, says the same when it has heard of it.</summary>
    public static async Task UnsubscribeAsync(CommandContext command, Unsubscription about, CancellationToken cancellationToken)
    {
        await using var upsert = command.Command("""
            insert into notifications.person as known (user_id, version, language, units, time_zone, wanted, unwanted)
            values (@user, 0, 'en', 'kg', '', '{}', array[@pair])
            on conflict (user_id) do update set wanted = array_remove(known.wanted, @pair), unwanted = array_append(array_remove(known.unwanted, @pair), @pair)
            """);
        upsert.Parameters.AddWithValue("user", about.UserId);
        upsert.Parameters.AddWithValue("pair", $"{about.Kind} {about.Channel}");
        await upsert.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>The person's language; English while nothing is known.</summary>
    public async Task<string> LanguageAsync(string userId, CancellationToken cancellationToken)
    {
        await using var select = database.CreateCommand("select language from notifications.person where user_id = @user");
        select.Parameters.AddWithValue("user", userId);
        return await select.ExecuteScalarAsync(cancellationToken) as string ?? "en";
    }

    /// <summary>Deletes what is kept of a person, with the commit: deliveries go with their notifications.</summary>
    public static void Forget(CommandContext command, string userId)
    {
        foreach (var table in (string[])["person", "notification", "push_subscription", "bounce", "conversation_read"])
        {
            command.AtCommit(new NpgsqlBatchCommand($"delete from notifications.{table} where user_id = @user").Set("user", userId));
        }
    }

    /// <param name="kind">"donor" or "ngo".</param>
    public static async Task KeepPlaceAsync(CommandContext command, string kind, long id, long version, IEnumerable<string> managers, CancellationToken cancellationToken)
    {
        await using var upsert = command.Command("""
            insert into notifications.place as known (kind, id, version, managers) values (@kind, @id, @version, @managers)
            on conflict (kind, id) do update set version = excluded.version, managers = excluded.managers where known.version < excluded.version
            """);
        upsert.Parameters.AddWithValue("kind", kind);
        upsert.Parameters.AddWithValue("id", id);
        upsert.Parameters.AddWithValue("version", version);
        upsert.Parameters.AddWithValue("managers", managers.ToArray());
        await upsert.ExecuteNonQueryAsync(cancellationToken);
    }

    public static async Task KeepAsync(CommandContext command, DriverSnapshot driver, CancellationToken cancellationToken)
    {
        await using var upsert = command.Command("""
            insert into notifications.driver as known (id, version, user_id, region, on_shift) values (@id, @version, @user, @region, @onShift)
            on conflict (id) do update
            set version = excluded.version, user_id = excluded.user_id, region = excluded.region, on_shift = excluded.on_shift
            where known.version < excluded.version
            """);
        upsert.Parameters.AddWithValue("id", driver.Id);
        upsert.Parameters.AddWithValue("version", driver.Version);
        upsert.Parameters.AddWithValue("user", driver.UserId);
        upsert.Parameters.AddWithValue("region", driver.Region);
        upsert.Parameters.AddWithValue("onShift", driver.OnShift);
        await upsert.ExecuteNonQueryAsync(cancellationToken);
    }

    public static async Task KeepAsync(CommandContext command, RegionSnapshot region, CancellationToken cancellationToken)
    {
        await using var upsert = command.Command("""
            insert into notifications.region as known (region, version, time_zone) values (@region, @version, @zone)
            on conflict (region) do update set version = excluded.version, time_zone = excluded.time_zone where known.version < excluded.version
            """);
        upsert.Parameters.AddWithValue("region", region.Region);
        upsert.Parameters.AddWithValue("version", region.Version);
        upsert.Parameters.AddWithValue("zone", region.TimeZone);
        await upsert.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>The region's zone; UTC while nothing is known of it.</summary>
    public static async Task<string> ZoneAsync(CommandContext command, string region, CancellationToken cancellationToken)
    {
        await using var select = command.Command("select time_zone from notifications.region where region = @region");
        select.Parameters.AddWithValue("region", region);
        return await select.ExecuteScalarAsync(cancellationToken) as string ?? "UTC";
    }

    public static async Task<string[]> ManagersAsync(CommandContext command, string kind, long id, CancellationToken cancellationToken)
    {
        await using var select = command.Command("select managers from notifications.place where kind = @kind and id = @id");
        select.Parameters.AddWithValue("kind", kind);
        select.Parameters.AddWithValue("id", id);
        return await select.ExecuteScalarAsync(cancellationToken) as string[] ?? [];
    }

    /// <summary>Drivers on shift who were asked longest ago, and not in the last ten minutes; notes that they are asked now.</summary>
    public static async Task<string[]> TakeFreeDriversAsync(CommandContext command, string region, int most, CancellationToken cancellationToken)
    {
        await using var update = command.Command("""
            update notifications.driver set asked_at = @now
            where id in (
                select id from notifications.driver
                where region = @region and on_shift and (asked_at is null or asked_at < @now - interval '10 minutes')
                order by asked_at nulls first, id limit @most for update skip locked)
            returning user_id
            """);
        update.Parameters.AddWithValue("region", region);
        update.Parameters.AddWithValue("most", most);
        update.Parameters.AddWithValue("now", command.Now);
        var users = new List<string>();
        await using var reader = await update.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            users.Add(reader.GetString(0));
        }

        return [.. users];
    }

    /// <summary>What is known of each; those who have stated nothing are as everybody is.</summary>
    public static async Task<IReadOnlyList<Person>> FindAsync(CommandContext command, IReadOnlyCollection<string> users, CancellationToken cancellationToken)
    {
        await using var select = command.Command("""
            select user_id, language, units, time_zone, quiet_from_minute, quiet_until_minute, wanted, unwanted
            from notifications.person where user_id = any (@users)
            """);
        select.Parameters.AddWithValue("users", users.ToArray());
        var people = users.ToDictionary(user => user, Person.Unknown);
        await using var reader = await select.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            people[reader.GetString(0)] = new Person(
                reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetString(3),
                reader.IsDBNull(4) ? null : QuietHours.OfMinutes(reader.GetInt32(4), reader.GetInt32(5)),
                reader.GetFieldValue<string[]>(6), reader.GetFieldValue<string[]>(7));
        }

        return [.. people.Values];
    }
}
