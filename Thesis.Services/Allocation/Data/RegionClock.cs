using NodaTime;
using Npgsql;

namespace Thesis.Services.Allocation.Data;

/// <summary>Which day it is in a region, for reads.</summary>
public sealed class RegionClock(NpgsqlDataSource database)
{
    /// <summary>The region's day; UTC's while its time zone is not known.</summary>
    public async Task<DateOnly> DayAsync(string region, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var select = database.CreateCommand("select time_zone from allocation.regions where region = @region");
        var name = await select.Set("region", region).ExecuteScalarAsync(cancellationToken) as string;
        var zone = (name is { Length: > 0 } ? DateTimeZoneProviders.Tzdb.GetZoneOrNull(name) : null) ?? DateTimeZone.Utc;
        return Instant.FromDateTimeOffset(now).InZone(zone).Date.ToDateOnly();
    }
}
