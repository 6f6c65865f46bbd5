using Thesis.Services.Places;

namespace Thesis.Services.Tests.Places;

public class OpeningTimesTests
{
    private static readonly TimeZoneInfo LosAngeles = TimeZoneInfo.FindSystemTimeZoneById("America/Los_Angeles");

    [Theory]
    [InlineData("Mon 08:00-10:00", "2026-06-01T00:00:00Z", "2026-06-01T15:00:00Z/2026-06-01T17:00:00Z")]
    [InlineData("Mon 20:00-02:00", "2026-06-02T08:30:00Z", "2026-06-02T03:00:00Z/2026-06-02T09:00:00Z 2026-06-09T03:00:00Z/2026-06-09T09:00:00Z")]
    [InlineData("Fri2nd 15:00-17:00", "2026-06-06T00:00:00Z", "2026-06-12T22:00:00Z/2026-06-13T00:00:00Z")]
    [InlineData("SunLast 15:00-24:00", "2026-06-22T00:00:00Z", "2026-06-28T22:00:00Z/2026-06-29T07:00:00Z")]
    [InlineData("FriLast 15:00-17:00", "2026-06-06T00:00:00Z", "")]
    [InlineData("", "2026-06-06T00:00:00Z", "")]
    [InlineData("Sun 01:00-05:00", "2026-03-08T00:00:00Z", "2026-03-08T09:00:00Z/2026-03-08T12:00:00Z")]
    public void Hours_become_the_stretches_they_mean_there(string hours, string from, string expected)
    {
        var openings = OpeningTimes.Between(hours, LosAngeles, DateTimeOffset.Parse(from, System.Globalization.CultureInfo.InvariantCulture), days: 8);
        Assert.Equal(expected, string.Join(' ', openings.Select(o => $"{o.From:yyyy-MM-ddTHH:mm:ssZ}/{o.Until:yyyy-MM-ddTHH:mm:ssZ}")));
    }
}
