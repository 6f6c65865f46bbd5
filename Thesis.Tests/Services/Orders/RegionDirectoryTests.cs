using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Thesis.Contracts;
using Thesis.Contracts.Regions.V1;
using Thesis.Services.Orders.Data;
using Thesis.Services.Tests.Support;

namespace Thesis.Services.Tests.Orders;

/// <summary>Orders follow what an administrator states of a region.</summary>
public class RegionDirectoryTests
{
    [Fact]
    public async Task A_region_s_zone_and_quiet_hours_are_those_that_were_stated_last()
    {
        var host = await Logistics.SharedAsync();
        var region = Logistics.NewRegion();
        var directory = host.Services.GetRequiredService<RegionDirectory>();
        Assert.Equal((DateTimeZone.Utc, null), (directory.Of(region).Zone, directory.Of(region).Quiet));

        await host.PublishAsync(Topics.RegionUpdated, new RegionUpdated { Region = Stated(2, "Asia/Kolkata", new QuietHours { FromMinute = 22 * 60, UntilMinute = 6 * 60 }) });
        await host.PublishAsync(Topics.RegionUpdated, new RegionUpdated { Region = Stated(1, "Europe/Berlin", null) });

        await Eventually.HoldsAsync("the region's zone", () => Task.FromResult(directory.Of(region).Zone.Id == "Asia/Kolkata"));
        Assert.Equal((new LocalTime(22, 0), new LocalTime(6, 0)), (directory.Of(region).Quiet?.From, directory.Of(region).Quiet?.Until));

        RegionSnapshot Stated(long version, string zone, QuietHours? quiet) => new() { Region = region, Version = version, TimeZone = zone, QuietHours = quiet };
    }
}
