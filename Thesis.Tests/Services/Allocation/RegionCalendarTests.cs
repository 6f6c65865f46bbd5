using Microsoft.Extensions.Options;
using Thesis.Services.Allocation.Domain;

namespace Thesis.Services.Tests.Allocation;

public class RegionCalendarTests
{
    private readonly RegionCalendar calendar = new(Options.Create(new AllocationOptions()));

    [Theory]
    [InlineData("2026-07-01T06:59:59Z", "2026-06-30")]
    [InlineData("2026-07-01T07:00:00Z", "2026-07-01")]
    [InlineData("2026-12-01T07:59:59Z", "2026-11-30")]
    [InlineData("2026-12-01T08:00:00Z", "2026-12-01")]
    public void The_day_of_Los_Angeles_begins_at_its_midnight_summer_and_winter(string instant, string day) =>
        Assert.Equal(DateOnly.Parse(day), calendar.Day("los-angeles", DateTimeOffset.Parse(instant)));

    [Fact]
    public void A_region_without_a_zone_has_the_day_of_UTC() =>
        Assert.Equal(new DateOnly(2026, 7, 1), calendar.Day("nowhere", DateTimeOffset.Parse("2026-07-01T00:00:00Z")));
}
