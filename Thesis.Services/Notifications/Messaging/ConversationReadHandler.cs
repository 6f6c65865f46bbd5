using Thesis.Contracts.Chat.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Notifications.Data;

namespace Thesis.Services.Notifications.Messaging;

/// <summary>Who has read a conversation is not told of it any more.</summary>
public sealed class ConversationReadHandler : IEventHandler<ConversationRead>
{
    public Task HandleAsync(ConversationRead message, EventContext context, CancellationToken cancellationToken) => NotificationStore.SettleAsync(
        context.Command, message.ReaderUser, new Id<Kinds.Conversation>(message.ConversationId).ToString(), message.UpTo, cancellationToken);
}
