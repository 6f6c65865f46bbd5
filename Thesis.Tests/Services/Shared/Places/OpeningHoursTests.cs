using System.Globalization;
using NodaTime;
using Thesis.Services.Shared.Places;

namespace Thesis.Services.Tests.Shared.Places;

public class OpeningHoursTests
{
    [Theory]
    [InlineData("Mon 08:00-10:00", "2026-06-01T00:00:00Z", "2026-06-01T15:00:00Z/2026-06-01T17:00:00Z")]
    [InlineData("Mon 20:00-02:00", "2026-06-02T08:30:00Z", "2026-06-02T03:00:00Z/2026-06-02T09:00:00Z 2026-06-09T03:00:00Z/2026-06-09T09:00:00Z")]
    [InlineData("Fri2nd 15:00-17:00", "2026-06-06T00:00:00Z", "2026-06-12T22:00:00Z/2026-06-13T00:00:00Z")]
    [InlineData("SunLast 15:00-24:00", "2026-06-22T00:00:00Z", "2026-06-28T22:00:00Z/2026-06-29T07:00:00Z")]
    [InlineData("FriLast 15:00-17:00", "2026-06-06T00:00:00Z", "")]
    [InlineData("", "2026-06-06T00:00:00Z", "")]
    [InlineData("Sun 01:00-05:00", "2026-03-08T00:00:00Z", "2026-03-08T09:00:00Z/2026-03-08T12:00:00Z")]
    [InlineData("Sun 02:30-05:00", "2026-03-08T00:00:00Z", "2026-03-08T10:30:00Z/2026-03-08T12:00:00Z")]
    public void Hours_in_Los_Angeles_follow_its_clock(string hours, string from, string expected) =>
        Opens(hours, "America/Los_Angeles", from, expected);

    [Theory]
    [InlineData("Sun 01:30-02:30", "Europe/Berlin", "2026-10-24T00:00:00Z", "2026-10-24T23:30:00Z/2026-10-25T01:30:00Z")]
    [InlineData("Mon 09:00-12:00", "Asia/Kolkata", "2026-06-01T00:00:00Z", "2026-06-01T03:30:00Z/2026-06-01T06:30:00Z 2026-06-08T03:30:00Z/2026-06-08T06:30:00Z")]
    public void Hours_elsewhere_follow_the_clock_there(string hours, string zone, string from, string expected) => Opens(hours, zone, from, expected);

    [Fact]
    public void A_closure_takes_its_days_out()
    {
        Opens("Mon 09:00-12:00; Closed Jun 1", "UTC", "2026-06-01T00:00:00Z", "2026-06-08T09:00:00Z/2026-06-08T12:00:00Z");
        Opens("Mon 09:00-12:00; Closed Jun", "UTC", "2026-06-01T00:00:00Z", "");
        Opens("Fri 09:00-12:00; Closed Dec 24-Jan 1", "UTC", "2026-12-24T00:00:00Z", "");
        Opens("Mon 09:00-12:00; Closed 2026-06-01", "UTC", "2026-06-01T00:00:00Z", "2026-06-08T09:00:00Z/2026-06-08T12:00:00Z");
    }

    [Fact]
    public void Holidays_are_those_that_the_region_lists()
    {
        Assert.True(OpeningHoursParser.TryParse("Mon 9-12, closed holidays", out var hours, out _));
        var from = Instant.FromUtc(2026, 6, 1, 0, 0);
        Assert.Equal(2, hours.Between(DateTimeZone.Utc, from, 8).Count);
        Assert.Single(hours.Between(DateTimeZone.Utc, from, 8, new HashSet<LocalDate> { new(2026, 6, 8) }));
    }

    private static void Opens(string hours, string zone, string from, string expected)
    {
        Assert.True(OpeningHoursParser.TryParse(hours, out var parsed, out var refusal), refusal);
        var instant = Instant.FromDateTimeOffset(DateTimeOffset.Parse(from, CultureInfo.InvariantCulture));
        var openings = parsed.Between(DateTimeZoneProviders.Tzdb[zone], instant, days: 8);
        Assert.Equal(expected, string.Join(' ', openings.Select(opening => $"{opening.Start}/{opening.End}")));
    }
}
