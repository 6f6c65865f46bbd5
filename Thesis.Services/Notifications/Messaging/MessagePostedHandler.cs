using Thesis.Contracts.Chat.V1;
using Thesis.ServiceDefaults;

namespace Thesis.Services.Notifications.Messaging;

/// <summary>Tells of messages those who are away.</summary>
public sealed class MessagePostedHandler(Announcer announcer) : IEventHandler<MessagePosted>
{
    public Task HandleAsync(MessagePosted message, EventContext context, CancellationToken cancellationToken) =>
        announcer.AnnounceAsync(message, context.Command, cancellationToken);
}
