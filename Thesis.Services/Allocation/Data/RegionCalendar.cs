using System.Collections.Concurrent;
using NodaTime;
using Thesis.Contracts.Regions.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Allocation.Domain;
using QuietHours = Thesis.Services.Shared.Time.QuietHours;

namespace Thesis.Services.Allocation.Data;

/// <summary>
/// The regions' time zones and holidays, as the regions service last said. A process remembers them for some seconds: another
/// process may have heard of a change.
/// </summary>
public sealed class RegionCalendar
{
    /// <summary>How long a change that another process has heard of may go unnoticed.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromSeconds(5);

    private const int MostRemembered = 10_000;

    private readonly ConcurrentDictionary<string, (RegionTime Time, DateTimeOffset ReadAt)> _remembered = new(StringComparer.Ordinal);

    /// <summary>The region's time; UTC without holidays while nothing is known of the region.</summary>
    public async Task<RegionTime> OfAsync(CommandContext command, string region, CancellationToken cancellationToken)
    {
        if (_remembered.TryGetValue(region, out var known) && command.Now - known.ReadAt < Memory && command.Now >= known.ReadAt)
        {
            return known.Time;
        }

        var time = await ReadAsync(command, region, cancellationToken);
        if (_remembered.Count >= MostRemembered)
        {
            _remembered.Clear();
        }

        _remembered[region] = (time, command.Now);
        return time;
    }

    /// <summary>
    /// Keeps what the regions service says, if it is newer, and counts the region as changed. The strategy follows where the
    /// service's wish has changed: a dispatcher may have chosen another since.
    /// </summary>
    /// <returns>True when it was newer.</returns>
    public async Task<bool> KeepAsync(CommandContext command, RegionSnapshot region, CancellationToken cancellationToken)
    {
        await using var upsert = command.Command("""
            with kept as (
                insert into allocation.regions as r (region, version, time_zone, holidays, quiet_from_minute, quiet_until_minute, wanted_strategy, strategy)
                values (@region, @version, @timeZone, @holidays::date[], @quietFrom, @quietUntil, @strategy, nullif(@known, ''))
                on conflict (region) do update
                set version = excluded.version, time_zone = excluded.time_zone, holidays = excluded.holidays,
                    quiet_from_minute = excluded.quiet_from_minute, quiet_until_minute = excluded.quiet_until_minute,
                    wanted_strategy = excluded.wanted_strategy,
                    strategy = case when r.wanted_strategy = excluded.wanted_strategy then r.strategy else excluded.strategy end
                where r.version < excluded.version
                returning region)
            insert into allocation.changes (region, at)
            select region, @now from kept
            where exists (select from allocation.donations d where d.region = kept.region and d.status = 'open' and d.open_grams > 0)
            returning (select count(*) from kept)
            """);
        upsert.Parameters.AddWithValue("region", region.Region);
        upsert.Parameters.AddWithValue("version", region.Version);
        upsert.Parameters.AddWithValue("timeZone", region.TimeZone);
        upsert.Parameters.AddWithValue("holidays", region.Holidays.ToArray());
        upsert.Set("quietFrom", region.QuietHours?.FromMinute).Set("quietUntil", region.QuietHours?.UntilMinute);
        upsert.Parameters.AddWithValue("strategy", region.Strategy);
        upsert.Parameters.AddWithValue("known", region.Strategy);
        upsert.Parameters.AddWithValue("now", command.Now.UtcDateTime);
        var marked = await upsert.ExecuteNonQueryAsync(cancellationToken) > 0;
        _remembered.TryRemove(region.Region, out _);
        return marked;
    }

    private static async Task<RegionTime> ReadAsync(CommandContext command, string region, CancellationToken cancellationToken)
    {
        await using var select = command.Command(
            "select time_zone, holidays, quiet_from_minute, quiet_until_minute from allocation.regions where region = @region and time_zone <> ''");
        select.Parameters.AddWithValue("region", region);
        await using var reader = await select.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) && DateTimeZoneProviders.Tzdb.GetZoneOrNull(reader.GetString(0)) is { } zone
            ? new RegionTime(zone, reader.GetFieldValue<DateOnly[]>(1).Select(day => LocalDate.FromDateOnly(day)).ToHashSet(),
                reader.IsDBNull(2) || reader.IsDBNull(3) ? null : QuietHours.OfMinutes(reader.GetInt32(2), reader.GetInt32(3)))
            : RegionTime.Utc;
    }
}
