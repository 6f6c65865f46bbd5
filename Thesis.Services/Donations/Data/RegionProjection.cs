using NodaTime;
using Thesis.Contracts.Regions.V1;
using Thesis.ServiceDefaults;

namespace Thesis.Services.Donations.Data;

/// <summary>The SQL of what donations know of regions: their time zones and currencies.</summary>
public static class RegionProjection
{
    /// <summary>Keeps the newest version, whatever order the events come in.</summary>
    public static async Task KeepAsync(CommandContext command, RegionSnapshot region, CancellationToken cancellationToken)
    {
        await using var upsert = command.Command("""
            insert into donations.region as known (region, version, time_zone, currency) values (@region, @version, @timeZone, @currency)
            on conflict (region) do update set version = excluded.version, time_zone = excluded.time_zone, currency = excluded.currency
            where known.version < excluded.version
            """);
        upsert.Parameters.AddWithValue("region", region.Region);
        upsert.Parameters.AddWithValue("version", region.Version);
        upsert.Parameters.AddWithValue("timeZone", region.TimeZone);
        upsert.Parameters.AddWithValue("currency", region.Currency);
        await upsert.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>The zone of an IANA name; UTC when none is known yet.</summary>
    public static DateTimeZone Zone(string? name) => (name is null ? null : DateTimeZoneProviders.Tzdb.GetZoneOrNull(name)) ?? DateTimeZone.Utc;
}
