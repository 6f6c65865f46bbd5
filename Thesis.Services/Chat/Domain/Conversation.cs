namespace Thesis.Services.Chat.Domain;

/// <summary>What a conversation is about.</summary>
public static class ConversationKinds
{
    /// <summary>Those who have part in an order, and dispatchers.</summary>
    public const string Order = "order";

    /// <summary>Everybody who takes part in a region, and dispatchers.</summary>
    public const string Board = "board";

    /// <summary>Two people who share, or shared, an order.</summary>
    public const string Direct = "direct";
}

/// <summary>As what somebody takes part.</summary>
public static class Parts
{
    public const string Member = "member";
    public const string Peer = "peer";
    public const string Staff = "staff";
}

/// <summary>A conversation.</summary>
/// <param name="Kind">One of <see cref="ConversationKinds"/>.</param>
/// <param name="LastNumber">Number of the newest message; 0 while there is none.</param>
/// <param name="IsHeld">While it is, nothing of it is deleted.</param>
public sealed record Conversation(long Id, string Kind, string Region, long LastNumber, DateTimeOffset LastAt, bool IsHeld);

/// <summary>An order, as far as its conversation asks.</summary>
/// <param name="EndedAt">Null while it is under way.</param>
public sealed record OrderState(long OrderId, string Status, string Title, string DonorName, string NgoName, DateTimeOffset? EndedAt);

/// <summary>Somebody who takes part.</summary>
/// <param name="LeftAfter">Number of the last message before they left; null while they take part.</param>
public sealed record Member(string Part, long ReadUpTo, long? LeftAfter);

/// <summary>Who is at the other end of a direct conversation.</summary>
/// <param name="SharesOrder">Whether both still take part in an order.</param>
/// <param name="BlocksCaller">Whether they take no messages of the caller.</param>
/// <param name="IsBlocked">Whether the caller takes none of theirs.</param>
public sealed record Peer(string UserId, string Name, bool SharesOrder, bool BlocksCaller, bool IsBlocked);

/// <summary>A time without writing, and why.</summary>
public sealed record Mute(DateTimeOffset Until, string Reason);
