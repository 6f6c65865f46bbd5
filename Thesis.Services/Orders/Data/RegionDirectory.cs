using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using NodaTime;
using NodaTime.Text;
using Thesis.Services.Orders.Domain;

namespace Thesis.Services.Orders.Data;

/// <summary>What orders follow of each region's ways. The one place that knows where the rules come from: here, the options.</summary>
public sealed class RegionDirectory
{
    private static readonly LocalTimePattern TimeOfDay = LocalTimePattern.CreateWithInvariantCulture("HH:mm");

    private readonly ConcurrentDictionary<string, RegionRules> _rules = new(StringComparer.Ordinal);
    private readonly RegionRules _otherwise;

    /// <exception cref="NodaTime.TimeZones.DateTimeZoneNotFoundException">An option names a zone that is not in the tz database.</exception>
    /// <exception cref="UnparsableValueException">Quiet hours are not two times such as "21:00" and "07:00".</exception>
    public RegionDirectory(IOptions<OrdersOptions> options)
    {
        MostActiveOrders = options.Value.MostActiveOrders;
        foreach (var (region, settings) in options.Value.Regions)
        {
            _rules[region] = RulesOf(settings);
        }

        // Without a zone nobody knows when it is night.
        _otherwise = new RegionRules(DateTimeZone.Utc, null, 0);
    }

    /// <summary>Orders that a driver may have under way.</summary>
    public int MostActiveOrders { get; }

    /// <summary>The region's rules; UTC, no quiet hours and no codes for one without settings.</summary>
    public RegionRules Of(string region) => _rules.GetValueOrDefault(region, _otherwise);

    private static RegionRules RulesOf(RegionSettings settings) => new(
        DateTimeZoneProviders.Tzdb[settings.TimeZone],
        settings.QuietFrom.Length == 0 ? null : new QuietHours(Parse(settings.QuietFrom), Parse(settings.QuietUntil)),
        settings.CodeDigits);

    private static LocalTime Parse(string time) => TimeOfDay.Parse(time).GetValueOrThrow();
}
