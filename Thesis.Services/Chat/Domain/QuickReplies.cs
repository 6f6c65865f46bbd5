namespace Thesis.Services.Chat.Domain;

/// <summary>What can be said with one tap: everybody reads it in their own language.</summary>
public static class QuickReplies
{
    /// <summary>Their codes, in the order in which they are offered. The portals and the notifications have a text for each.</summary>
    public static IReadOnlyList<string> All { get; } =
        ["on_my_way", "late_5", "late_15", "at_door", "which_door", "nobody_here", "ready", "thanks"];
}
