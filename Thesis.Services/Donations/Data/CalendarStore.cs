using Npgsql;
using Thesis.ServiceDefaults;
using Thesis.Services.Donations.Domain;

namespace Thesis.Services.Donations.Data;

/// <summary>A calendar feed of a user.</summary>
public sealed record CalendarFeed(long Id, DateTimeOffset CreatedAt);

/// <summary>The SQL of calendar feeds.</summary>
public sealed class CalendarStore(NpgsqlDataSource database, TemplateStore templates)
{
    /// <summary>Feeds that a user may have.</summary>
    public const int MostFeeds = 20;

    /// <summary>Entries that a feed holds, the soonest first.</summary>
    private const int MostEntries = 1_000;

    /// <summary>Recurring donations that a feed holds.</summary>
    private const int MostTemplates = 200;

    /// <returns>False when the user has as many feeds as there may be.</returns>
    public static async Task<bool> AddAsync(CommandContext command, long id, byte[] secretHash, CancellationToken cancellationToken)
    {
        await using var insert = command.Command("""
            insert into donations.calendar (id, user_id, secret_hash, created_at)
            select @id, @user, @hash, @now
            where (select count(*) from donations.calendar where user_id = @user) < @most
            """);
        insert.Parameters.AddWithValue("id", id);
        insert.Parameters.AddWithValue("user", command.Actor.Subject);
        insert.Parameters.AddWithValue("hash", secretHash);
        insert.Parameters.AddWithValue("now", command.Now.UtcDateTime);
        insert.Parameters.AddWithValue("most", MostFeeds);
        return await insert.ExecuteNonQueryAsync(cancellationToken) == 1;
    }

    /// <summary>Deletes a person's addresses with the commit.</summary>
    public static void Forget(CommandContext command, string userId) =>
        command.AtCommit(new NpgsqlBatchCommand("delete from donations.calendar where user_id = @user").Set("user", userId));

    /// <returns>False when the user has no such feed.</returns>
    public static async Task<bool> RemoveAsync(CommandContext command, long id, CancellationToken cancellationToken)
    {
        await using var delete = command.Command("delete from donations.calendar where id = @id and user_id = @user");
        delete.Parameters.AddWithValue("id", id);
        delete.Parameters.AddWithValue("user", command.Actor.Subject);
        return await delete.ExecuteNonQueryAsync(cancellationToken) == 1;
    }

    public async Task<IReadOnlyList<CalendarFeed>> ListAsync(string user, CancellationToken cancellationToken)
    {
        await using var select = database.CreateCommand("select id, created_at from donations.calendar where user_id = @user order by id");
        select.Parameters.AddWithValue("user", user);
        var feeds = new List<CalendarFeed>();
        await using var reader = await select.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            feeds.Add(new CalendarFeed(reader.GetInt64(0), reader.GetFieldValue<DateTimeOffset>(1)));
        }

        return feeds;
    }

    /// <summary>Whose feed has this secret; null when none has.</summary>
    public async Task<string?> UserOfAsync(byte[] secretHash, CancellationToken cancellationToken)
    {
        await using var select = database.CreateCommand("select user_id from donations.calendar where secret_hash = @hash");
        select.Parameters.AddWithValue("hash", secretHash);
        return await select.ExecuteScalarAsync(cancellationToken) as string;
    }

    /// <summary>
    /// What a user has to do with that is not over since <paramref name="since"/>: pickups at the donors they act for, deliveries to the
    /// NGOs they act for, and what they drive. A template's own donations are in its series.
    /// </summary>
    public async Task<IReadOnlyList<CalendarEntry>> EntriesAsync(string user, DateTimeOffset since, CancellationToken cancellationToken)
    {
        await using var select = database.CreateCommand("""
            with mine as (
                select 'pickup' as kind, d.id, d.id as donation, d.open_grams + d.reserved_grams as grams, '' as other, d.pickup_until as until, d.address as place
                from donations.donation d join donations.donor o on o.id = d.donor_id
                where o.managers @> array[@user] and d.status in ('draft', 'open', 'allocated') and d.template_id is null
                union all
                select 'delivery', l.allocation_id, l.donation_id, l.grams, o.name, d.expires_at, n.address
                from donations.lot l join donations.ngo n on n.id = l.ngo_id
                    join donations.donation d on d.id = l.donation_id join donations.donor o on o.id = d.donor_id
                where n.managers @> array[@user] and l.reserved_grams > 0
                union all
                select 'drive', l.allocation_id, l.donation_id, l.grams, o.name, d.pickup_until, d.address
                from donations.lot l join donations.donation d on d.id = l.donation_id join donations.donor o on o.id = d.donor_id
                where l.driver_user = @user and l.reserved_grams > 0)
            select m.kind, m.id, d.title, m.grams, m.other, d.pickup_from, m.until, m.place
            from mine m join donations.donation d on d.id = m.donation
            where m.until >= @since
            order by d.pickup_from, m.kind, m.id
            limit @most
            """);
        select.Parameters.AddWithValue("user", user);
        select.Parameters.AddWithValue("since", since.UtcDateTime);
        select.Parameters.AddWithValue("most", MostEntries);
        var entries = new List<CalendarEntry>();
        await using var reader = await select.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            entries.Add(new CalendarEntry(
                reader.GetString(0), reader.GetInt64(1), reader.GetString(2), reader.GetInt64(3), reader.GetString(4),
                reader.GetFieldValue<DateTimeOffset>(5), reader.GetFieldValue<DateTimeOffset>(6), reader.GetString(7)));
        }

        return entries;
    }

    /// <summary>The recurring donations of the donors that the user acts for.</summary>
    public Task<IReadOnlyList<ZonedTemplate>> TemplatesAsync(string user, CancellationToken cancellationToken) =>
        templates.ListAsync(user, null, 0, MostTemplates, cancellationToken);
}
