using Thesis.ServiceDefaults;
using Thesis.Services.Chat.Data;
using Thesis.Services.Chat.Domain;

namespace Thesis.Services.Chat.Api;

/// <summary>Who wrote a message.</summary>
/// <param name="Id">Null once what they wrote was erased.</param>
/// <param name="Name">Empty when they have stated none.</param>
/// <param name="Part">donor, ngo, driver, staff, member (of a board) or peer (of a direct conversation).</param>
public sealed record AuthorResponse(Id<Kinds.Person>? Id, string Name, string Part);

/// <summary>A place on the earth, in WGS84 degrees.</summary>
public sealed record PointResponse(double Latitude, double Longitude);

/// <summary>A message.</summary>
/// <param name="Number">Its place in the conversation, the same for everybody: 1, 2, 3, …</param>
/// <param name="IsMine">Whether the caller wrote it.</param>
/// <param name="Kind">text, quick or location.</param>
/// <param name="Text">Empty unless it is a text; plain, never markup.</param>
/// <param name="Quick">Which quick reply, e.g. late_5; empty unless it is one.</param>
/// <param name="CommandId">Made by the author's device.</param>
/// <param name="State">shown, hidden (by a moderator) or erased (with its author's data); what it said is told only while it is shown.</param>
public sealed record MessageResponse(
    Id<Kinds.Message> Id, Id<Kinds.Conversation> ConversationId, long Number, AuthorResponse Author, bool IsMine, string Kind, string Text, string Quick,
    PointResponse? Location, string CommandId, DateTimeOffset PostedAt, string State)
{
    /// <param name="isModerator">Whether what is hidden is told.</param>
    public static MessageResponse Of(MessageRow row, string reader, bool isModerator = false)
    {
        var isTold = !row.IsErased && (!row.IsHidden || isModerator);
        return new(
            new(row.Id), new(row.ConversationId), row.Number, new AuthorResponse(row.PersonId is { } person ? new(person) : null, row.Name, row.Part), row.Author == reader,
            row.Kind, isTold ? row.Text : "", isTold ? row.Quick : "",
            isTold && row is { Latitude: { } latitude, Longitude: { } longitude } ? new PointResponse(latitude, longitude) : null,
            row.CommandId, row.PostedAt, row.IsErased ? "erased" : row.IsHidden ? "hidden" : "shown");
    }
}

/// <summary>An order that a conversation is about.</summary>
public sealed record ConversationOrderResponse(Id<Kinds.Order> Id, string Status, string Title, string DonorName, string NgoName);

/// <summary>A conversation as it stands for the caller.</summary>
/// <param name="Kind">order, board or direct.</param>
/// <param name="Order">Of an order's conversation.</param>
/// <param name="With">The other's name, in a direct conversation.</param>
/// <param name="LastNumber">Number of the newest message that the caller may read.</param>
/// <param name="ReadUpTo">Number of the last one that they have read.</param>
/// <param name="Unread">Messages after it, at most 100.</param>
/// <param name="HasLeft">They take no part any more, and read on only what was posted until then.</param>
/// <param name="MayWrite">Whether they may write.</param>
/// <param name="Refusal">Why not: muted, no-longer-taking-part, conversation-closed, blocked or no-shared-order; null when they may.</param>
/// <param name="RefusalText">The same in words.</param>
/// <param name="Latest">The newest message that they may read.</param>
public sealed record ConversationResponse(
    Id<Kinds.Conversation> Id, string Kind, string Region, ConversationOrderResponse? Order, string With, long LastNumber, DateTimeOffset LastAt, long ReadUpTo, long Unread,
    bool HasLeft, bool MayWrite, string? Refusal, string? RefusalText, MessageResponse? Latest)
{
    public static ConversationResponse Of(Standing standing, MessageRow? latest, string reader, DateTimeOffset now, ChatOptions options)
    {
        var (conversation, order, member) = (standing.Conversation, standing.Order, standing.Member);
        var refusal = standing.RefusesWriting(now, options.OpenAfterEnd);
        return new(
            new(conversation.Id), conversation.Kind, conversation.Region,
            order is null ? null : new ConversationOrderResponse(new(order.OrderId), order.Status, order.Title, order.DonorName, order.NgoName),
            standing.Peer?.Name ?? "", Math.Min(conversation.LastNumber, standing.ReadsUpTo ?? 0), conversation.LastAt, member?.ReadUpTo ?? 0, standing.Unread,
            !standing.IsStaff && member?.LeftAfter is not null, refusal is null, refusal?.Code, refusal?.Words,
            latest is null ? null : MessageResponse.Of(latest, reader));
    }
}

/// <summary>Somebody who takes part in a conversation, or did.</summary>
/// <param name="Id">Null while they have neither written nor read anything.</param>
/// <param name="ReadUpTo">Number of the last message that they have read.</param>
public sealed record ParticipantResponse(Id<Kinds.Person>? Id, string Name, string Part, bool IsMe, bool HasLeft, bool IsBlocked, long ReadUpTo);

/// <summary>A conversation with those who take part in it; of a board's nobody is named.</summary>
public sealed record ConversationDetailResponse(ConversationResponse Conversation, IReadOnlyList<ParticipantResponse> Participants);

/// <summary>How much the caller has not read, without boards.</summary>
/// <param name="Conversations">In how many conversations.</param>
public sealed record UnreadMessagesResponse(long Conversations, long Messages);

/// <summary>Somebody whom the caller has blocked.</summary>
public sealed record PersonResponse(Id<Kinds.Person> Id, string Name);

/// <summary>Those whom the caller has blocked, the latest first.</summary>
public sealed record BlocksResponse(IReadOnlyList<PersonResponse> Items);

/// <summary>A report, for moderators.</summary>
/// <param name="Reporter">Name of who reported.</param>
/// <param name="Cause">spam, abuse, danger or other.</param>
/// <param name="Status">open, upheld or dismissed.</param>
/// <param name="ConversationKind">order, board or direct.</param>
/// <param name="Title">What the order is about; empty for other conversations.</param>
/// <param name="Message">What it said, hidden or not.</param>
public sealed record ReportResponse(
    Id<Report> Id, string Reporter, string Cause, string Note, string Status, DateTimeOffset CreatedAt, DateTimeOffset? DecidedAt, string Reason,
    string ConversationKind, string Region, string Title, MessageResponse Message)
{
    public static ReportResponse Of(ReportRow row, string reader) => new(
        new(row.Id), row.Reporter, row.Cause, row.Note, row.Status, row.CreatedAt, row.DecidedAt, row.Reason,
        row.Kind, row.Region, row.Title, MessageResponse.Of(row.Message, reader, isModerator: true));
}

/// <summary>What was written around a reported message, oldest first.</summary>
public sealed record ReportContextResponse(IReadOnlyList<MessageResponse> Items);

/// <summary>A mute, or a ban from a board, that holds now.</summary>
/// <param name="Kind">mute or ban.</param>
/// <param name="Region">Of the board; empty for a mute.</param>
public sealed record SanctionResponse(Id<Sanction> Id, string Name, string Kind, string Region, DateTimeOffset Until, string Reason, DateTimeOffset CreatedAt);

/// <summary>All that the chat service holds of a person.</summary>
/// <param name="Messages">The newest 10,000 that they wrote; telephone numbers were masked when they were posted.</param>
/// <param name="Blocks">Whom they have blocked.</param>
/// <param name="Reports">What they have reported.</param>
public sealed record ChatExport(
    DateTimeOffset ExportedAt, string Name, IReadOnlyList<ExportedMessage> Messages, IReadOnlyList<PersonResponse> Blocks, IReadOnlyList<ExportedReport> Reports);

/// <summary>A message of the export.</summary>
public sealed record ExportedMessage(
    Id<Kinds.Conversation> ConversationId, string ConversationKind, string Title, long Number, string Kind, string Text, string Quick, PointResponse? Location, DateTimeOffset PostedAt);

/// <summary>A report of the export.</summary>
public sealed record ExportedReport(Id<Kinds.Message> MessageId, string Cause, string Note, DateTimeOffset CreatedAt, string Status);
