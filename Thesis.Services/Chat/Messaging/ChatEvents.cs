using Thesis.Contracts;
using Thesis.Contracts.Chat.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Chat.Data;
using Thesis.Services.Chat.Domain;

namespace Thesis.Services.Chat.Messaging;

/// <summary>
/// What others hear of conversations. Who is told is decided at each message, from who takes part at that moment: who has left hears
/// nothing more, however long their connection lasts.
/// </summary>
public static class ChatEvents
{
    /// <param name="present">Subjects of those who take part now.</param>
    /// <param name="away">Those of them who are told of it when they are away.</param>
    public static void PublishPosted(this CommandContext command, Standing standing, MessageRow message, IReadOnlyList<string> present, IEnumerable<string> away)
    {
        var isBoard = standing.Conversation.Kind == ConversationKinds.Board;
        var posted = new MessagePosted
        {
            Message = isBoard ? Outline(message) : Snapshot(message),
            ConversationKind = standing.Conversation.Kind,
            Title = standing.Order?.Title ?? "",
            OrderId = standing.Order?.OrderId ?? 0,
            Region = standing.Conversation.Region,
        };
        if (!isBoard)
        {
            posted.Recipients.Add(away);
        }

        command.Publish(Topics.ChatMessagePosted, message.ConversationId, posted, Audience(standing.Conversation, present));
    }

    public static void PublishHidden(this CommandContext command, string conversationKind, MessageRow message, IReadOnlyList<string> present) => command.Publish(
        Topics.ChatMessageHidden,
        message.ConversationId,
        new MessageHidden { ConversationId = message.ConversationId, MessageId = message.Id, Number = message.Number },
        Audience(conversationKind, message.ConversationId, present));

    public static void PublishRead(this CommandContext command, Standing standing, PersonRow reader, long upTo, IReadOnlyList<string> present) => command.Publish(
        Topics.ChatConversationRead,
        standing.Conversation.Id,
        new ConversationRead { ConversationId = standing.Conversation.Id, ReaderId = reader.Id, ReaderUser = reader.UserId, UpTo = upTo },
        standing.Conversation.Kind == ConversationKinds.Board ? [$"user:{reader.UserId}"] : present.Append(reader.UserId).Distinct().Select(user => $"user:{user}"));

    private static IEnumerable<string> Audience(Conversation conversation, IReadOnlyList<string> present) => Audience(conversation.Kind, conversation.Id, present);

    /// <summary>Those who take part by their own topics; a board's readers and dispatchers, whose rights the hub asks for, by the conversation's.</summary>
    private static IEnumerable<string> Audience(string kind, long id, IReadOnlyList<string> present)
    {
        var topic = $"conversation:{new Id<Kinds.Conversation>(id)}";
        var own = present.Select(user => $"user:{user}");
        return kind switch
        {
            ConversationKinds.Board => [topic],
            ConversationKinds.Order => own.Append(topic),
            _ => own,
        };
    }

    private static MessageSnapshot Outline(MessageRow message) => new()
    {
        MessageId = message.Id,
        ConversationId = message.ConversationId,
        Number = message.Number,
        PostedAtEpochMs = message.PostedAt.ToUnixTimeMilliseconds(),
    };

    private static MessageSnapshot Snapshot(MessageRow message) => new()
    {
        MessageId = message.Id,
        ConversationId = message.ConversationId,
        Number = message.Number,
        AuthorUser = message.Author,
        AuthorId = message.PersonId ?? 0,
        AuthorName = message.Name,
        AuthorPart = message.Part,
        Kind = message.Kind,
        Text = message.Text,
        Quick = message.Quick,
        Latitude = message.Latitude ?? 0,
        Longitude = message.Longitude ?? 0,
        CommandId = message.CommandId,
        PostedAtEpochMs = message.PostedAt.ToUnixTimeMilliseconds(),
    };
}
