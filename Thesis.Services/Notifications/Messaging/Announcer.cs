using Microsoft.Extensions.Options;
using Thesis.Contracts;
using Thesis.Contracts.Chat.V1;
using Thesis.Contracts.Notifications.V1;
using Thesis.Contracts.Orders.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Notifications.Data;
using Thesis.Services.Notifications.Domain;

namespace Thesis.Services.Notifications.Messaging;

/// <summary>Turns notices into notifications of people, in the transaction of the event that is their reason: each once.</summary>
public sealed class Announcer(IIdGenerator ids, IOptions<NotificationsOptions> options)
{
    /// <param name="actor">Who did it, and is not told.</param>
    public async Task AnnounceAsync(IReadOnlyList<Notice> notices, OrderSnapshot order, CommandContext command, string? actor, CancellationToken cancellationToken)
    {
        if (notices.Count == 0)
        {
            return;
        }

        var zone = await PersonStore.ZoneAsync(command, order.Region, cancellationToken);
        var told = new List<(Notice Notice, string[] Users)>();
        foreach (var notice in notices)
        {
            var users = await UsersAsync(notice.Audience, order, command, cancellationToken);
            told.Add((notice, [.. users.Where(user => user.Length > 0 && user != actor).Distinct()]));
        }

        await DeliveryStore.LockAsync(command, told.SelectMany(one => one.Users), cancellationToken);
        foreach (var (notice, users) in told.Where(one => one.Users.Length > 0))
        {
            foreach (var person in await PersonStore.FindAsync(command, users, cancellationToken))
            {
                await TellAsync(person, notice, order, zone, command, cancellationToken);
            }
        }
    }

    /// <summary>Tells those who are away of a message: once for each conversation until they read it, and by push or mail only when they have not read it soon.</summary>
    public async Task AnnounceAsync(MessagePosted posted, CommandContext command, CancellationToken cancellationToken)
    {
        await DeliveryStore.LockAsync(command, posted.Recipients, cancellationToken);
        var zone = await PersonStore.ZoneAsync(command, posted.Region, cancellationToken);
        var conversation = new Id<Kinds.Conversation>(posted.Message.ConversationId).ToString();
        foreach (var person in posted.Recipients.Count == 0 ? [] : await PersonStore.FindAsync(command, posted.Recipients, cancellationToken))
        {
            var channels = ChannelsOf(person, NoticeKinds.ChatMessage);
            var (title, body) = NoticeTexts.Write(posted, person);
            var notification = new Notification(ids.Next(), person.UserId, NoticeKinds.ChatMessage, title, body, $"/messages/{conversation}", command.Now, null);
            var isSeen = channels.Contains(Channels.InApp);
            if (channels.Length > 0 && await NotificationStore.AddOpenAsync(command, notification, conversation, posted.Message.Number, isSeen, cancellationToken))
            {
                if (isSeen)
                {
                    Publish(notification, command);
                }

                var due = person.Undisturbed(command.Now + options.Value.MessageDelay, zone);
                await DeliverAsync(notification, channels, due, null, command, cancellationToken);
            }
        }
    }

    private async Task<string[]> UsersAsync(Audience audience, OrderSnapshot order, CommandContext command, CancellationToken cancellationToken) => audience switch
    {
        Audience.Ngo => await PersonStore.ManagersAsync(command, "ngo", order.NgoId, cancellationToken),
        Audience.Donor => await PersonStore.ManagersAsync(command, "donor", order.DonorId, cancellationToken),
        Audience.Driver => [order.DriverUser],
        _ => await PersonStore.TakeFreeDriversAsync(command, order.Region, options.Value.DriversAtOnce, cancellationToken),
    };

    private async Task TellAsync(Person person, Notice notice, OrderSnapshot order, string zone, CommandContext command, CancellationToken cancellationToken)
    {
        var channels = ChannelsOf(person, notice.Kind);
        if (channels.Length == 0)
        {
            return;
        }

        var (title, body) = NoticeTexts.Write(notice.Text, order, person, zone);
        var isSeen = channels.Contains(Channels.InApp);
        var notification = new Notification(ids.Next(), person.UserId, notice.Kind, title, body, Path(notice.Audience, order), command.Now, null);
        await NotificationStore.AddAsync(command, notification, isSeen, cancellationToken);
        if (isSeen)
        {
            Publish(notification, command);
        }

        var undisturbed = person.Undisturbed(command.Now, zone);
        // What is of no use after the quiet hours does not wait for their end.
        var due = notice.NotAfter <= undisturbed ? command.Now : undisturbed;
        await DeliverAsync(notification, channels, due, notice.NotAfter, command, cancellationToken);
    }

    private async Task DeliverAsync(
        Notification notification, string[] channels, DateTimeOffset due, DateTimeOffset? notAfter, CommandContext command, CancellationToken cancellationToken)
    {
        foreach (var channel in channels.Where(channel => channel != Channels.InApp))
        {
            var most = channel == Channels.Push ? options.Value.PushesAnHour : options.Value.MailsAnHour;
            await DeliveryStore.AddAsync(command, ids.Next(), notification, channel, due, notAfter, most, cancellationToken);
        }
    }

    private static string[] ChannelsOf(Person person, string kind) =>
        [.. new[] { Channels.InApp, Channels.Email, Channels.Push }.Where(channel => person.Wants(kind, channel))];

    private static void Publish(Notification notification, CommandContext command) => command.Publish(
        Topics.NotificationCreated,
        notification.Id,
        new NotificationCreated
        {
            Notification = new NotificationSnapshot
            {
                NotificationId = notification.Id,
                UserId = notification.UserId,
                Kind = notification.Kind,
                Title = notification.Title,
                Body = notification.Body,
                Path = notification.Path,
            },
        },
        [$"user:{notification.UserId}"]);

    private static string Path(Audience audience, OrderSnapshot order) => audience switch
    {
        Audience.Ngo => $"/ngo/orders/{new Id<Kinds.Order>(order.Id)}",
        Audience.Donor => $"/donor/donations/{new Id<Kinds.Donation>(order.DonationId)}",
        Audience.Driver => $"/driver/orders/{new Id<Kinds.Order>(order.Id)}",
        _ => "/driver/offers",
    };
}
