using System.Globalization;
using Thesis.Contracts;
using Thesis.Contracts.Regions.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Regions.Domain;

namespace Thesis.Services.Regions.Messaging;

/// <summary>What the rest of the system hears of regions.</summary>
public static class RegionEvents
{
    public static void PublishCreated(this CommandContext command, Region region)
    {
        command.Publish(Topics.RegionCreated, region.Id, new RegionCreated { Region = Snapshot(region) }, Audience(region));
        command.Audit("region.created", region.Slug, new { after = region });
    }

    public static void PublishUpdated(this CommandContext command, Region before, Region after)
    {
        command.Publish(Topics.RegionUpdated, after.Id, new RegionUpdated { Region = Snapshot(after) }, Audience(after));
        command.Audit("region.updated", after.Slug, new { before, after });
    }

    public static RegionSnapshot Snapshot(Region region) => new()
    {
        Region = region.Slug,
        Version = region.Version,
        Name = region.Name,
        TimeZone = region.Customs.TimeZone,
        Units = region.Customs.Units,
        Language = region.Customs.Language,
        QuietHours = region.Customs.QuietHours is { } quiet ? new QuietHours { FromMinute = quiet.FromMinute, UntilMinute = quiet.UntilMinute } : null,
        Currency = region.Customs.Currency,
        Strategy = region.Customs.Strategy ?? "",
        Holidays = { region.Customs.Holidays.Select(day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)) },
        OutlineGeojson = region.OutlineGeoJson ?? "",
        Confirmed = region.Confirmed,
    };

    private static IEnumerable<string> Audience(Region region) => [$"region:{region.Slug}"];
}
