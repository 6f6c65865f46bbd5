using NodaTime;
using Thesis.Services.Shared.Time;

namespace Thesis.Services.Notifications.Domain;

/// <summary>What is known of who is told something.</summary>
/// <param name="Language">BCP 47.</param>
/// <param name="Units">"kg" or "lb".</param>
/// <param name="TimeZone">IANA; empty when the region's is meant.</param>
/// <param name="Quiet">When the person is not to be disturbed; null for never.</param>
/// <param name="Wanted">"kind channel" that are wanted though they are not usual.</param>
/// <param name="Unwanted">"kind channel" that are not wanted though they are usual.</param>
public sealed record Person(
    string UserId, string Language, string Units, string TimeZone, QuietHours? Quiet,
    IReadOnlyCollection<string> Wanted, IReadOnlyCollection<string> Unwanted)
{
    public static Person Unknown(string userId) => new(userId, "en", "kg", "", null, [], []);

    /// <summary>Whether the person wants to hear of the kind by the channel.</summary>
    public bool Wants(string kind, string channel)
    {
        var pair = $"{kind} {channel}";
        return !Unwanted.Contains(pair) && (Wanted.Contains(pair) || Channels.IsUsual(kind, channel));
    }

    /// <summary>When the person may be disturbed: now, or when the quiet hours end.</summary>
    /// <param name="regionZone">The zone that holds unless the person has stated one.</param>
    public DateTimeOffset Undisturbed(DateTimeOffset now, string regionZone) =>
        Quiet?.EndAfter(Instant.FromDateTimeOffset(now), Zone(regionZone)).ToDateTimeOffset() ?? now;

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
        Push => kind is NoticeKinds.OrderProposed or NoticeKinds.OrderToDrive or NoticeKinds.OrderChanged or NoticeKinds.ChatMessage,
        Email => kind is NoticeKinds.OrderProposed,
        _ => false,
    };
}
