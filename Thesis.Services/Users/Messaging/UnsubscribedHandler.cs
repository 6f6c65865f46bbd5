using Thesis.Contracts.Notifications.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Users.Data;
using Thesis.Services.Users.Domain;

namespace Thesis.Services.Users.Messaging;

/// <summary>Keeps as somebody's choice that they followed the link in a mail to unsubscribe.</summary>
public sealed class UnsubscribedHandler(IIdGenerator ids) : IEventHandler<NotificationsUnsubscribed>
{
    public async Task HandleAsync(NotificationsUnsubscribed message, EventContext context, CancellationToken cancellationToken)
    {
        if (!NotificationChoices.Kinds.Contains(message.Kind) || !NotificationChoices.Channels.Contains(message.Channel))
        {
            return;
        }

        var command = context.Command;
        var known = await ProfileStore.FindForUpdateAsync(command, message.UserId, cancellationToken) ?? Profile.Unstated(message.UserId);
        var profile = known.Next(ids);
        if (!await ProfileStore.StoreAsync(command, profile, cancellationToken))
        {
            throw new InvalidOperationException("Somebody states their first profile at this moment; the event is handled again.");
        }

        await PreferenceStore.StoreAsync(command, message.UserId, [new Preference(message.Kind, message.Channel, Wanted: false)], cancellationToken);
        command.PublishUpdated(profile, await PreferenceStore.FindAsync(command, message.UserId, cancellationToken), "user.unsubscribed", [$"{message.Kind}/{message.Channel}"]);
    }
}
