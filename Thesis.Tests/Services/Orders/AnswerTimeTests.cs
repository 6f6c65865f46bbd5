using NodaTime;
using Thesis.Services.Orders.Domain;
using Thesis.Services.Shared.Time;

namespace Thesis.Services.Tests.Orders;

public class AnswerTimeTests
{
    private static readonly QuietHours Night = new(new LocalTime(21, 0), new LocalTime(7, 0));

    [Theory]
    // By day: a quarter of the eight hours that are left.
    [InlineData("America/Los_Angeles", "2026-07-01T10:00", "2026-07-01T18:00", "", "2026-07-01T12:00")]
    // Hot food for one hour: half an hour, and the other half is left for others.
    [InlineData("America/Los_Angeles", "2026-07-01T10:00", "2026-07-01T11:00", "", "2026-07-01T10:30")]
    // Ten minutes are left: all of them.
    [InlineData("America/Los_Angeles", "2026-07-01T10:00", "2026-07-01T10:10", "", "2026-07-01T10:10")]
    // Two at night, pickup in five days: four hours of the morning.
    [InlineData("America/Los_Angeles", "2026-07-01T02:00", "2026-07-06T02:00", "", "2026-07-01T11:00")]
    [InlineData("Europe/Berlin", "2026-07-01T02:00", "2026-07-06T02:00", "", "2026-07-01T11:00")]
    [InlineData("Asia/Kolkata", "2026-07-01T02:00", "2026-07-06T02:00", "", "2026-07-01T11:00")]
    // Asked in the evening: one hour before the quiet hours, three after them.
    [InlineData("Europe/Berlin", "2026-07-01T20:00", "2026-07-06T20:00", "", "2026-07-02T10:00")]
    // Open from nine to eleven: two hours today, two tomorrow.
    [InlineData("America/Los_Angeles", "2026-07-01T08:00", "2026-07-06T08:00", "Mon-Fri 9am-11am", "2026-07-02T11:00")]
    // Closed until the food is fetched: its hours do not help, people are asked all the same.
    [InlineData("America/Los_Angeles", "2026-07-01T10:00", "2026-07-01T18:00", "Sun 9am-11am", "2026-07-01T12:00")]
    // Never more than half of the time left: at night nobody is asked, but others must still be.
    [InlineData("America/Los_Angeles", "2026-07-01T22:00", "2026-07-02T08:00", "", "2026-07-02T03:00")]
    // The night in which the clocks go forward is an hour shorter, the one in which they go back an hour longer.
    [InlineData("America/Los_Angeles", "2026-03-07T22:00", "2026-03-12T22:00", "", "2026-03-08T11:00")]
    [InlineData("Europe/Berlin", "2026-10-24T22:00", "2026-10-29T22:00", "", "2026-10-25T11:00")]
    public void An_answer_is_due_when_people_had_time_to_give_it(string zone, string now, string lastUse, string hours, string expected)
    {
        var rules = new RegionRules(DateTimeZoneProviders.Tzdb[zone], Night, 0);

        var until = AnswerTime.Until(
            At(zone, now), At(zone, lastUse), hours, rules, TimeSpan.FromMinutes(30), TimeSpan.FromHours(4));

        Assert.Equal(At(zone, expected), until);
    }

    [Fact]
    public void A_region_without_quiet_hours_counts_every_hour()
    {
        var rules = new RegionRules(DateTimeZone.Utc, null, 0);

        var until = AnswerTime.Until(
            At("UTC", "2026-07-01T02:00"), At("UTC", "2026-07-06T02:00"), "", rules, TimeSpan.FromMinutes(30), TimeSpan.FromHours(4));

        Assert.Equal(At("UTC", "2026-07-01T06:00"), until);
    }

    [Theory]
    // Skipped by the clock: the hours end after the gap. Twice on the clock: they end the second time.
    [InlineData("America/Los_Angeles", "2026-03-08T09:59:00Z", "02:30", "2026-03-08T10:30:00Z")]
    [InlineData("Europe/Berlin", "2026-10-25T00:00:00Z", "02:30", "2026-10-25T01:30:00Z")]
    public void Quiet_hours_that_end_when_the_clocks_change_end_once(string zone, string instant, string end, string expected)
    {
        var quiet = new QuietHours(new LocalTime(21, 0), LocalTime.FromSecondsSinceMidnight((int)TimeOnly.Parse(end).ToTimeSpan().TotalSeconds));

        var ends = quiet.EndAfter(Instant.FromDateTimeOffset(DateTimeOffset.Parse(instant)), DateTimeZoneProviders.Tzdb[zone]);

        Assert.Equal(DateTimeOffset.Parse(expected), ends.ToDateTimeOffset());
    }

    private static DateTimeOffset At(string zone, string local) => LocalDateTime.FromDateTime(DateTime.Parse(local))
        .InZoneStrictly(DateTimeZoneProviders.Tzdb[zone]).ToDateTimeOffset().ToUniversalTime();
}
