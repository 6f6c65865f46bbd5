using NodaTime;

namespace Thesis.Services.Shared.Time;

/// <summary>A stretch of every day, e.g. 21:00 to 07:00. It may go over midnight.</summary>
public sealed record QuietHours(LocalTime From, LocalTime Until)
{
    /// <summary>Of minutes after midnight, as services store them.</summary>
    public static QuietHours OfMinutes(int from, int until) => new(LocalTime.FromMinutesSinceMidnight(from), LocalTime.FromMinutesSinceMidnight(until));

    /// <summary>True within the hours; the end is not part of them.</summary>
    public bool Cover(LocalTime time) => From <= Until ? time >= From && time < Until : time >= From || time < Until;

    /// <summary>
    /// When the hours that cover <paramref name="instant"/> end; the instant itself when none do. A time that the clocks skip is
    /// the one after the gap; of a time that comes twice, the later one: nobody is woken an hour early.
    /// </summary>
    public Instant EndAfter(Instant instant, DateTimeZone zone)
    {
        var local = instant.InZone(zone).LocalDateTime;
        if (!Cover(local.TimeOfDay))
        {
            return instant;
        }

        var day = local.TimeOfDay < Until ? local.Date : local.Date.PlusDays(1);
        return At(day, Until, zone);
    }

    /// <summary>When the next quiet hours begin after <paramref name="instant"/>, which is not in any.</summary>
    public Instant NextStart(Instant instant, DateTimeZone zone)
    {
        var local = instant.InZone(zone).LocalDateTime;
        return At(local.TimeOfDay < From ? local.Date : local.Date.PlusDays(1), From, zone);
    }

    private static Instant At(LocalDate day, LocalTime time, DateTimeZone zone) =>
        (day + time).InZone(zone, NodaTime.TimeZones.Resolvers.CreateMappingResolver(
            NodaTime.TimeZones.Resolvers.ReturnLater, NodaTime.TimeZones.Resolvers.ReturnForwardShifted)).ToInstant();
}
