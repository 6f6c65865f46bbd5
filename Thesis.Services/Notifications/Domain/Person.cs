using NodaTime;

namespace Thesis.Services.Notifications.Domain;

/// <summary>What is known of who is told something.</summary>
/// <param name="Language">BCP 47.</param>
/// <param name="Units">"kg" or "lb".</param>
/// <param name="TimeZone">IANA; empty when the region's is meant.</param>
/// <param name="QuietFromMinute">Minutes after midnight; null without quiet hours.</param>
/// <param name="QuietUntilMinute">At or before the start: on the next day.</param>
/// <param name="Wanted">"kind channel" that are wanted though they are not usual.</param>
/// <param name="Unwanted">"kind channel" that are not wanted though they are usual.</param>
public sealed record Person(
    string UserId, string Language, string Units, string TimeZone, int? QuietFromMinute, int? QuietUntilMinute,
    IReadOnlyCollection<string> Wanted, IReadOnlyCollection<string> Unwanted)
{
    public static Person Unknown(string userId) => new(userId, "en", "kg", "", null, null, [], []);

    /// <summary>Whether the person wants to hear of the kind by the channel.</summary>
    public bool Wants(string kind, string channel)
    {
        var pair = $"{kind} {channel}";
        return !Unwanted.Contains(pair) && (Wanted.Contains(pair) || Channels.IsUsual(kind, channel));
    }

    /// <summary>When the person may be disturbed: now, or when the quiet hours end. Across a change of the clocks they end at the clock's time.</summary>
    /// <param name="regionZone">The zone that holds unless the person has stated one.</param>
    public DateTimeOffset Undisturbed(DateTimeOffset now, string regionZone)
    {
        if (QuietFromMinute is not { } from || QuietUntilMinute is not { } until || from == until)
        {
            return now;
        }

        var zone = Zone(regionZone);
        var local = Instant.FromDateTimeOffset(now).InZone(zone);
        var minute = (local.Hour * 60) + local.Minute;
        var isQuiet = from < until ? minute >= from && minute < until : minute >= from || minute < until;
        if (!isQuiet)
        {
            return now;
        }

        var endDate = from < until || minute < until ? local.Date : local.Date.PlusDays(1);
        var end = endDate.At(LocalTime.FromMinutesSinceMidnight(until));
        return zone.AtLeniently(end).ToDateTimeOffset().ToUniversalTime();
    }

    public DateTimeZone Zone(string regionZone) =>
        DateTimeZoneProviders.Tzdb.GetZoneOrNull(TimeZone.Length > 0 ? TimeZone : regionZone) ?? DateTimeZone.Utc;
}

/// <summary>The ways by which people hear of things, besides the portals themselves.</summary>
public static class Channels
{
    public const string InApp = "in_app";
    public const string Email = "email";
    public const string Push = "push";

    /// <summary>What holds while nothing is stated, as the users service shows it: everything in the portals, what cannot wait by push.</summary>
    public static bool IsUsual(string kind, string channel) => channel switch
    {
        InApp => true,
        Push => kind is NoticeKinds.OrderProposed or NoticeKinds.OrderToDrive or NoticeKinds.OrderChanged,
        Email => kind is NoticeKinds.OrderProposed,
        _ => false,
    };
}
