namespace Thesis.Services.Users.Domain;

/// <summary>Whether somebody wants a kind of notification by a channel.</summary>
public sealed record Preference(string Kind, string Channel, bool Wanted);

/// <summary>What one may hear of, and how.</summary>
public static class NotificationChoices
{
    /// <summary>The kinds, in the order in which they are shown.</summary>
    public static IReadOnlyList<string> Kinds { get; } =
        ["order_proposed", "order_changed", "order_to_drive", "donation_allocated", "chat_message", "donation_expiring", "weekly_summary", "announcement"];

    /// <summary>The channels, in the order in which they are shown.</summary>
    public static IReadOnlyList<string> Channels { get; } = ["in_app", "email", "sms", "push"];

    /// <summary>What holds while nothing is stated: everything in the app, what cannot wait by push, offers and the summary by e-mail.</summary>
    public static bool IsUsual(string kind, string channel) => channel switch
    {
        "in_app" => true,
        "push" => kind is "order_proposed" or "order_to_drive" or "order_changed" or "chat_message",
        "email" => kind is "order_proposed" or "weekly_summary",
        _ => false,
    };
}
