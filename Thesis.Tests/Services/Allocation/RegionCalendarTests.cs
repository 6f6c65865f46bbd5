using NodaTime;
using Thesis.Contracts;
using Thesis.Contracts.Regions.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Allocation.Data;
using Thesis.Services.Allocation.Domain;
using Thesis.Services.Allocation.Messaging;
using Thesis.Services.Shared.Places;
using Thesis.Services.Tests.Orders;
using Thesis.Services.Tests.Support;
using QuietHours = Thesis.Services.Shared.Time.QuietHours;

namespace Thesis.Services.Tests.Allocation;

public class RegionCalendarTests
{
    [Theory]
    [InlineData("America/Los_Angeles", "2026-07-01T06:59:59Z", "2026-06-30")]
    [InlineData("America/Los_Angeles", "2026-07-01T07:00:00Z", "2026-07-01")]
    [InlineData("America/Los_Angeles", "2026-12-01T07:59:59Z", "2026-11-30")]
    [InlineData("America/Los_Angeles", "2026-12-01T08:00:00Z", "2026-12-01")]
    [InlineData("Europe/Berlin", "2026-03-28T22:59:59Z", "2026-03-28")]
    [InlineData("Europe/Berlin", "2026-03-29T21:59:59Z", "2026-03-29")]
    [InlineData("Europe/Berlin", "2026-03-29T22:00:00Z", "2026-03-30")]
    [InlineData("Asia/Kolkata", "2026-07-01T18:29:59Z", "2026-07-01")]
    [InlineData("Asia/Kolkata", "2026-07-01T18:30:00Z", "2026-07-02")]
    public void A_regions_day_begins_at_its_own_midnight_summer_and_winter(string zone, string instant, string day) =>
        Assert.Equal(DateOnly.Parse(day), In(zone).Day(DateTimeOffset.Parse(instant)));

    [Theory]
    [InlineData("America/Los_Angeles", "2026-03-08", 23)]
    [InlineData("America/Los_Angeles", "2026-11-01", 25)]
    [InlineData("Europe/Berlin", "2026-03-29", 23)]
    [InlineData("Europe/Berlin", "2026-10-25", 25)]
    [InlineData("Asia/Kolkata", "2026-03-29", 24)]
    public void A_day_of_delivery_is_as_long_as_the_clocks_make_it(string zone, string date, int hours)
    {
        var day = DeliveryDay.Of(DateOnly.Parse(date), In(zone));

        Assert.Equal(TimeSpan.FromHours(hours), day.Ends - day.Begins);
    }

    [Fact]
    public async Task A_region_that_nobody_has_stated_has_the_day_of_UTC_until_it_is()
    {
        var host = await Logistics.SharedAsync();
        var region = Logistics.NewRegion();

        Assert.Equal(DateTimeZone.Utc, (await TimeOfAsync(host, region)).Zone);
        await host.PublishAsync(Topics.RegionCreated, new RegionCreated { Region = new RegionSnapshot { Region = region, Version = 1, TimeZone = "Asia/Kolkata", Holidays = { "2026-12-25" } } });
        await host.EventuallyAsync("Asia/Kolkata", "select time_zone from allocation.regions where region = $1", region);

        var time = await TimeOfAsync(host, region);
        Assert.Equal("Asia/Kolkata", time.Zone.Id);
        Assert.Contains(new LocalDate(2026, 12, 25), time.Holidays);
    }

    [Fact]
    public async Task An_older_word_on_a_region_does_not_undo_a_newer_one()
    {
        var host = await Logistics.SharedAsync();
        var region = Logistics.NewRegion();

        await host.InCommandAsync("allocation", async command =>
        {
            var calendar = new RegionCalendar();
            await calendar.KeepAsync(command, new RegionSnapshot { Region = region, Version = 3, TimeZone = "Europe/Berlin" }, CancellationToken.None);
            await calendar.KeepAsync(command, new RegionSnapshot { Region = region, Version = 2, TimeZone = "Asia/Kolkata" }, CancellationToken.None);

            Assert.Equal("Europe/Berlin", (await calendar.OfAsync(command, region, CancellationToken.None)).Zone.Id);
        });
    }

    [Theory]
    [InlineData("", "21:00", "2026-05-02T08:00Z/2026-05-02T21:00Z 2026-05-03T08:00Z/2026-05-03T21:00Z")]
    [InlineData("By appointment", "21:00", "2026-05-02T08:00Z/2026-05-02T21:00Z 2026-05-03T08:00Z/2026-05-03T21:00Z")]
    [InlineData("Sat 22:00-23:00", "21:00", "2026-05-02T22:00Z/2026-05-02T23:00Z")]
    [InlineData("", null, "")]
    public void Food_is_brought_within_opening_hours_and_where_none_are_known_outside_quiet_hours(string hours, string? quietFrom, string expected)
    {
        var quiet = quietFrom is null ? null : new QuietHours(new LocalTime(21, 0), new LocalTime(8, 0));
        var opens = OpeningHoursParser.TryParse(hours, out var understood, out _) ? understood : OpeningHours.Unknown;

        var times = (In("UTC") with { Quiet = quiet }).Deliveries(opens, Instant.FromUtc(2026, 5, 1, 23, 0), days: 2);

        Assert.Equal(expected, string.Join(' ', times.Select(time => $"{time.Start:uuuu-MM-ddTHH:mm}Z/{time.End:uuuu-MM-ddTHH:mm}Z")));
    }

    [Theory]
    [InlineData("", "2026-05-01,2026-05-03", "2026-05-01,2026-05-03")]
    [InlineData("2026-05-03", "2026-05-01,2026-05-03", "2026-05-03")]
    [InlineData("2026-05-03,", "2026-05-01,2026-05-03", "2026-05-01,2026-05-03")]
    [InlineData("2026-04-30", "2026-05-01,2026-05-03", "2026-05-01")]
    [InlineData("2026-05-02", "2026-05-01,2026-05-03", "2026-05-01")]
    public void Days_wait_for_a_run_when_a_change_is_about_them(string changed, string withFood, string waiting)
    {
        DateOnly?[] changes = changed.Length == 0 ? [] : [.. changed.Split(',').Select(day => day.Length == 0 ? (DateOnly?)null : DateOnly.Parse(day))];

        var pending = DayChoice.Pending([.. withFood.Split(',').Select(DateOnly.Parse)], changes, new DateOnly(2026, 5, 1));

        Assert.Equal(waiting.Split(',').Select(DateOnly.Parse), pending);
    }

    private static RegionTime In(string zone) => new(DateTimeZoneProviders.Tzdb[zone], new HashSet<LocalDate>());

    private static async Task<RegionTime> TimeOfAsync(Logistics host, string region) =>
        await host.InTransactionAsync("allocation", (CommandContext command) => new RegionCalendar().OfAsync(command, region, CancellationToken.None));
}
