using System.Globalization;

namespace Thesis.Services.Chat.Domain;

/// <summary>Why somebody may not write in a conversation.</summary>
/// <param name="Code">Stable, e.g. <c>conversation-closed</c>.</param>
/// <param name="IsForbidden">The person may not; else the conversation is not open to anybody.</param>
/// <param name="Words">What stands in the way, and what can be done.</param>
public sealed record WriteRefusal(string Code, bool IsForbidden, string Words);

/// <summary>How somebody stands to a conversation: what they may read of it and whether they may write in it. What is not said here is denied.</summary>
/// <param name="Order">Of an order's conversation.</param>
/// <param name="Member">Null for who never took part.</param>
/// <param name="Peer">Of a direct conversation.</param>
/// <param name="IsStaff">A dispatcher or an administrator.</param>
/// <param name="IsBanned">Whether they are banned from this board.</param>
/// <param name="Unread">Messages after the last one read, at most 100.</param>
public sealed record Standing(
    Conversation Conversation, OrderState? Order, Member? Member, Peer? Peer, bool IsStaff, bool IsBanned, Mute? Mute, long Unread)
{
    /// <summary>Number of the last message that they may read; null when they may know nothing of the conversation.</summary>
    public long? ReadsUpTo => Conversation.Kind switch
    {
        ConversationKinds.Direct => Member is { Part: Parts.Peer } ? long.MaxValue : null,
        ConversationKinds.Board when IsStaff => long.MaxValue,
        ConversationKinds.Board when IsBanned => null,
        ConversationKinds.Order when IsStaff => long.MaxValue,
        ConversationKinds.Board or ConversationKinds.Order => Member is null or { Part: Parts.Staff } ? null : Member.LeftAfter ?? long.MaxValue,
        _ => null,
    };

    /// <summary>As what they write.</summary>
    public string Part => Member is { LeftAfter: null } member && member.Part != Parts.Staff ? member.Part : Parts.Staff;

    /// <param name="openAfterEnd">How long after an order's end its conversation can be written in.</param>
    /// <returns>Null when they may write.</returns>
    public WriteRefusal? RefusesWriting(DateTimeOffset now, TimeSpan openAfterEnd)
    {
        if (Mute is { } mute)
        {
            var until = mute.Until.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
            return new WriteRefusal("muted", true, $"A moderator has muted you until {until} UTC: {mute.Reason}");
        }

        if (Conversation.Kind == ConversationKinds.Direct)
        {
            return OfPeer();
        }

        return !IsStaff && Member is not { LeftAfter: null }
            ? new WriteRefusal("no-longer-taking-part", true, "You no longer take part in this conversation; you can read what was written until you left.")
            : Order?.EndedAt is { } ended && ended + openAfterEnd <= now
                ? new WriteRefusal("conversation-closed", false, "The order is over and its conversation is closed; you can still read it.")
                : null;
    }

    private WriteRefusal? OfPeer() => Peer switch
    {
        null => new WriteRefusal("conversation-closed", false, "The other person is gone."),
        { IsBlocked: true } => new WriteRefusal("blocked", true, "You have blocked this person; unblock them to write to them."),
        { BlocksCaller: true } => new WriteRefusal("blocked", true, "This person takes no messages from you."),
        { SharesOrder: false } => new WriteRefusal("no-shared-order", false, "You can write to each other while you share an order."),
        _ => null,
    };
}
