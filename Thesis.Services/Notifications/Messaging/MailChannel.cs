using Grpc.Core;
using Thesis.Contracts.Accounts.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Notifications.Data;
using Thesis.Services.Notifications.Domain;
using Thesis.Services.Shared.Mail;

namespace Thesis.Services.Notifications.Messaging;

/// <summary>Notifications by e-mail. Addresses are asked of the identity service when they are needed, and not kept.</summary>
public sealed class MailChannel(
    AccountsService.AccountsServiceClient accounts, Mailer mailer, PublicLinks links, UnsubscribeLinks unsubscribe, BounceStore bounces, TimeProvider time) : IChannel
{
    /// <inheritdoc/>
    public async Task SendAsync(IReadOnlyList<Delivery> deliveries, Func<Delivery, Outcome, Task> report, CancellationToken cancellationToken)
    {
        var addresses = await AddressesAsync(deliveries, cancellationToken);
        if (addresses is null)
        {
            foreach (var delivery in deliveries)
            {
                await report(delivery, new Outcome("waiting", "the identity service does not answer"));
            }

            return;
        }

        var bounced = await bounces.FindAsync(addresses, cancellationToken);
        await using var session = mailer.Open();
        foreach (var delivery in deliveries)
        {
            var user = delivery.Notification.UserId;
            await report(delivery, !addresses.TryGetValue(user, out var address) ? Outcome.Skipped("no confirmed address")
                : bounced.Contains(user) ? Outcome.Skipped("mails to this address came back")
                : await SendAsync(session, delivery, address, cancellationToken));
        }
    }

    private async Task<Outcome> SendAsync(SmtpSession session, Delivery delivery, string address, CancellationToken cancellationToken)
    {
        if (!mailer.IsConfigured)
        {
            return Outcome.Kept;
        }

        try
        {
            await session.SendAsync(await WriteAsync(delivery, address, cancellationToken), cancellationToken);
            return Outcome.Sent;
        }
        catch (Exception e) when (SmtpSession.IsRefusal(e))
        {
            if (!SmtpSession.IsHopeless(e))
            {
                return new Outcome("waiting", e.Message);
            }

            if (SmtpSession.IsOfRecipient(e))
            {
                await bounces.AddAsync(delivery.Notification.UserId, address, e.Message, time.GetUtcNow(), cancellationToken);
            }

            return Outcome.Failed(e.Message);
        }
    }

    private async Task<MailText> WriteAsync(Delivery delivery, string address, CancellationToken cancellationToken)
    {
        var notification = delivery.Notification;
        var stop = await unsubscribe.ToAsync(new Unsubscription(notification.UserId, notification.Kind, Channels.Email), cancellationToken);
        var (open, choose) = (links.To(notification.Path), links.To("/notifications"));
        return new MailText($"notification-{delivery.Id}", address, notification.Title, MailPage.Text(notification, delivery.Language, open, stop, choose), notification.CreatedAt)
        {
            Html = MailPage.Html(notification, delivery.Language, open, stop, choose),
            Unsubscribe = stop,
        };
    }

    private async Task<Dictionary<string, string>?> AddressesAsync(IReadOnlyList<Delivery> deliveries, CancellationToken cancellationToken)
    {
        try
        {
            var request = new GetContactsRequest { UserIds = { deliveries.Select(d => d.Notification.UserId).Distinct() } };
            var answer = await accounts.GetContactsAsync(request, cancellationToken: cancellationToken);
            return answer.Contacts.ToDictionary(contact => contact.UserId, contact => contact.Email);
        }
        catch (RpcException e) when (e.StatusCode is not StatusCode.Cancelled)
        {
            return null;
        }
    }
}
