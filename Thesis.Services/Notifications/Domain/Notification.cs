namespace Thesis.Services.Notifications.Domain;

/// <summary>Something that a user was told.</summary>
/// <param name="Path">Where in the portals it leads.</param>
/// <param name="ReadAt">Null until it was read.</param>
public sealed record Notification(long Id, string UserId, string Kind, string Title, string Body, string Path, DateTimeOffset CreatedAt, DateTimeOffset? ReadAt);

/// <summary>A notification on its way by a channel.</summary>
/// <param name="NotAfter">Later it is of no use; null for never.</param>
/// <param name="Attempts">The one at hand included.</param>
/// <param name="Language">The person's, BCP 47.</param>
public sealed record Delivery(long Id, string Channel, int Attempts, DateTimeOffset? NotAfter, string Language, Notification Notification);

/// <summary>What became of a delivery.</summary>
/// <param name="Status">"sent", "kept" where nothing is configured to send by, "skipped" or "failed"; "waiting" to try again.</param>
/// <param name="Again">When; null unless it waits.</param>
public sealed record Outcome(string Status, string Detail = "", DateTimeOffset? Again = null)
{
    public static Outcome Sent { get; } = new("sent");

    public static Outcome Kept { get; } = new("kept");

    public static Outcome Skipped(string why) => new("skipped", why);

    public static Outcome Failed(string why) => new("failed", why);
}
