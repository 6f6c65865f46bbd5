using Npgsql;
using NpgsqlTypes;
using Thesis.ServiceDefaults;
using Thesis.Services.Regions.Domain;
using Thesis.Services.Shared.Time;

namespace Thesis.Services.Regions.Data;

/// <summary>The SQL of the regions schema.</summary>
public sealed class RegionStore(NpgsqlDataSource database)
{
    private const string Columns = "id, slug, version, confirmed, name, time_zone, units, language, quiet_from_minute, quiet_until_minute, currency, strategy, holidays, outline::text";

    /// <returns>False when there is a region of that slug.</returns>
    public static async Task<bool> InsertAsync(CommandContext command, Region region, CancellationToken cancellationToken)
    {
        await using var insert = command.Command("""
            insert into regions.region (id, slug, version, confirmed, name, time_zone, units, language, quiet_from_minute, quiet_until_minute,
                currency, strategy, holidays, outline, created_at, updated_at)
            values (@id, @slug, @version, @confirmed, @name, @timeZone, @units, @language, @quietFrom, @quietUntil,
                @currency, @strategy, @holidays, @outline, @now, @now)
            on conflict (slug) do nothing
            """);
        Bind(insert, region, command.Now);
        return await insert.ExecuteNonQueryAsync(cancellationToken) == 1;
    }

    /// <summary>Reads and locks the row until the command ends.</summary>
    public static async Task<Region?> FindForUpdateAsync(CommandContext command, string slug, CancellationToken cancellationToken)
    {
        await using var select = command.Command($"select {Columns} from regions.region where slug = @slug for update");
        select.Parameters.AddWithValue("slug", slug);
        return (await ReadAllAsync(select, cancellationToken)).SingleOrDefault();
    }

    /// <summary>Stores every field of <paramref name="region"/> but its slug; its row must be locked.</summary>
    public static async Task UpdateAsync(CommandContext command, Region region, CancellationToken cancellationToken)
    {
        await using var update = command.Command("""
            update regions.region
            set version = @version, confirmed = @confirmed, name = @name, time_zone = @timeZone, units = @units, language = @language,
                quiet_from_minute = @quietFrom, quiet_until_minute = @quietUntil, currency = @currency, strategy = @strategy,
                holidays = @holidays, outline = @outline, updated_at = @now
            where id = @id and slug = @slug
            """);
        Bind(update, region, command.Now);
        await update.ExecuteNonQueryAsync(cancellationToken);
    }

    public async Task<IReadOnlyList<Region>> FindAllAsync(string[] slugs, CancellationToken cancellationToken)
    {
        await using var select = database.CreateCommand($"select {Columns} from regions.region where slug = any(@slugs)");
        select.Parameters.AddWithValue("slugs", slugs);
        return await ReadAllAsync(select, cancellationToken);
    }

    /// <summary>The first <paramref name="limit"/> regions after the one of slug <paramref name="after"/>, by slug.</summary>
    public async Task<IReadOnlyList<Region>> ListAsync(string after, int limit, CancellationToken cancellationToken)
    {
        await using var select = database.CreateCommand($"select {Columns} from regions.region where slug > @after order by slug limit @limit");
        select.Parameters.AddWithValue("after", after);
        select.Parameters.AddWithValue("limit", limit);
        return await ReadAllAsync(select, cancellationToken);
    }

    private static void Bind(NpgsqlCommand target, Region region, DateTimeOffset now)
    {
        var customs = region.Customs;
        target.Parameters.AddWithValue("id", region.Id);
        target.Parameters.AddWithValue("slug", region.Slug);
        target.Parameters.AddWithValue("version", region.Version);
        target.Parameters.AddWithValue("confirmed", region.Confirmed);
        target.Parameters.AddWithValue("name", region.Name);
        target.Parameters.AddWithValue("timeZone", customs.TimeZone);
        target.Parameters.AddWithValue("units", customs.Units);
        target.Parameters.AddWithValue("language", customs.Language);
        target.Parameters.Add(new NpgsqlParameter("quietFrom", NpgsqlDbType.Integer) { Value = (object?)customs.QuietHours?.FromMinute ?? DBNull.Value });
        target.Parameters.Add(new NpgsqlParameter("quietUntil", NpgsqlDbType.Integer) { Value = (object?)customs.QuietHours?.UntilMinute ?? DBNull.Value });
        target.Parameters.AddWithValue("currency", customs.Currency);
        target.Parameters.Add(new NpgsqlParameter("strategy", NpgsqlDbType.Text) { Value = (object?)customs.Strategy ?? DBNull.Value });
        target.Parameters.AddWithValue("holidays", customs.Holidays.ToArray());
        target.Parameters.Add(new NpgsqlParameter("outline", NpgsqlDbType.Jsonb) { Value = (object?)region.OutlineGeoJson ?? DBNull.Value });
        target.Parameters.AddWithValue("now", now.UtcDateTime);
    }

    private static async Task<IReadOnlyList<Region>> ReadAllAsync(NpgsqlCommand select, CancellationToken cancellationToken)
    {
        var regions = new List<Region>();
        await using var reader = await select.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var quiet = reader.IsDBNull(8) ? null : new ClockSpan(reader.GetInt32(8), reader.GetInt32(9));
            regions.Add(new Region(
                reader.GetInt64(0), reader.GetString(1), reader.GetInt64(2), reader.GetBoolean(3), reader.GetString(4),
                new RegionCustoms(
                    reader.GetString(5), reader.GetString(6), reader.GetString(7), quiet, reader.GetString(10),
                    reader.IsDBNull(11) ? null : reader.GetString(11), reader.GetFieldValue<DateOnly[]>(12)),
                reader.IsDBNull(13) ? null : reader.GetString(13)));
        }

        return regions;
    }
}
