using System.ComponentModel.DataAnnotations;

namespace Thesis.Services.Notifications.Domain;

/// <summary>Settings of the notifications service (section <c>Notifications</c>).</summary>
public sealed class NotificationsOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Notifications";

    /// <summary>Push messages that one person gets in an hour at most; the others stay in the portals.</summary>
    [Range(1, 1000)]
    public int PushesAnHour { get; init; } = 10;

    /// <summary>Mails that one person gets in an hour at most.</summary>
    [Range(1, 1000)]
    public int MailsAnHour { get; init; } = 10;

    /// <summary>Drivers who are offered the same food at once.</summary>
    [Range(1, 100)]
    public int DriversAtOnce { get; init; } = 3;

    /// <summary>How long drivers have to take an order before others are asked.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "1.00:00:00")]
    public TimeSpan OfferAgainAfter { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How often drivers are asked for one order, the first time included.</summary>
    [Range(1, 100)]
    public int OfferRounds { get; init; } = 12;

    /// <summary>Attempts for one delivery.</summary>
    [Range(1, 50)]
    public int Attempts { get; init; } = 8;

    /// <summary>How long notifications are kept.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "3650.00:00:00")]
    public TimeSpan KeepFor { get; init; } = TimeSpan.FromDays(90);

    /// <summary>Whom push services write to when something is wrong: a mailto: or https: address (RFC 8292).</summary>
    [Required]
    public string PushContact { get; init; } = "mailto:operator@thesis.invalid";

    /// <summary>The hosts of push services, with their subdomains. Messages go nowhere else, whatever a browser states.</summary>
    public IReadOnlyList<string> PushHosts { get; init; } =
        ["fcm.googleapis.com", "push.services.mozilla.com", "web.push.apple.com", "notify.windows.com"];

    /// <summary>Whether a push message may go to the address.</summary>
    public bool IsPushService(string? endpoint) =>
        Uri.TryCreate(endpoint, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || uri.IsLoopback)
        && PushHosts.Any(host => uri.Host == host || uri.Host.EndsWith($".{host}", StringComparison.OrdinalIgnoreCase));
}
