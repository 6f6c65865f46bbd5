using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using NodaTime;
using NodaTime.Text;
using Npgsql;
using Thesis.Contracts.Regions.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Orders.Domain;
using QuietHours = Thesis.Services.Shared.Time.QuietHours;

namespace Thesis.Services.Orders.Data;

/// <summary>
/// What orders follow of each region's ways: as the regions service last said, read anew every few seconds; the options where it
/// has said nothing. Codes are the options' alone.
/// </summary>
public sealed class RegionDirectory : PeriodicService
{
    private static readonly LocalTimePattern TimeOfDay = LocalTimePattern.CreateWithInvariantCulture("HH:mm");

    private readonly ConcurrentDictionary<string, RegionRules> _rules = new(StringComparer.Ordinal);
    private readonly NpgsqlDataSource _database;
    private readonly RegionRules _otherwise;

    /// <exception cref="NodaTime.TimeZones.DateTimeZoneNotFoundException">An option names a zone that is not in the tz database.</exception>
    /// <exception cref="UnparsableValueException">Quiet hours are not two times such as "21:00" and "07:00".</exception>
    public RegionDirectory(
        IOptions<OrdersOptions> options, [FromKeyedServices(DatabasePools.Background)] NpgsqlDataSource database, TimeProvider time, ILogger<RegionDirectory> logger)
        : base(time, logger)
    {
        _database = database;
        MostActiveOrders = options.Value.MostActiveOrders;
        foreach (var (region, settings) in options.Value.Regions)
        {
            _rules[region] = RulesOf(settings);
        }

        // Without a zone nobody knows when it is night.
        _otherwise = new RegionRules(DateTimeZone.Utc, null, 0);
    }

    /// <inheritdoc/>
    protected override TimeSpan Interval => TimeSpan.FromSeconds(2);

    /// <summary>Orders that a driver may have under way.</summary>
    public int MostActiveOrders { get; }

    /// <summary>The region's rules; UTC, no quiet hours and no codes for one without settings.</summary>
    public RegionRules Of(string region) => _rules.GetValueOrDefault(region, _otherwise);

    /// <summary>Keeps what the regions service says, if it is newer.</summary>
    public static async Task KeepAsync(CommandContext command, RegionSnapshot region, CancellationToken cancellationToken)
    {
        await using var upsert = command.Command("""
            insert into orders.regions as known (region, version, time_zone, quiet_from_minute, quiet_until_minute)
            values (@region, @version, @zone, @from, @until)
            on conflict (region) do update
            set version = excluded.version, time_zone = excluded.time_zone,
                quiet_from_minute = excluded.quiet_from_minute, quiet_until_minute = excluded.quiet_until_minute
            where known.version < excluded.version
            """);
        upsert.Parameters.AddWithValue("region", region.Region);
        upsert.Parameters.AddWithValue("version", region.Version);
        upsert.Parameters.AddWithValue("zone", region.TimeZone);
        upsert.Parameters.AddWithValue("from", (object?)region.QuietHours?.FromMinute ?? DBNull.Value);
        upsert.Parameters.AddWithValue("until", (object?)region.QuietHours?.UntilMinute ?? DBNull.Value);
        await upsert.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Reads all regions.</summary>
    public override async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        await using var select = _database.CreateCommand("select region, time_zone, quiet_from_minute, quiet_until_minute from orders.regions");
        await using var reader = await select.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var region = reader.GetString(0);
            if (DateTimeZoneProviders.Tzdb.GetZoneOrNull(reader.GetString(1)) is { } zone)
            {
                var quiet = reader.IsDBNull(2) ? null : QuietHours.OfMinutes(reader.GetInt32(2), reader.GetInt32(3));
                _rules[region] = new RegionRules(zone, quiet, Of(region).CodeDigits);
            }
        }
    }

    private static RegionRules RulesOf(RegionSettings settings) => new(
        DateTimeZoneProviders.Tzdb[settings.TimeZone],
        settings.QuietFrom.Length == 0 ? null : new QuietHours(Parse(settings.QuietFrom), Parse(settings.QuietUntil)),
        settings.CodeDigits);

    private static LocalTime Parse(string time) => TimeOfDay.Parse(time).GetValueOrThrow();
}
