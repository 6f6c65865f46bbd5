using Grpc.Core;
using Thesis.Contracts.Accounts.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Notifications.Domain;
using Thesis.Services.Shared.Mail;

namespace Thesis.Services.Notifications.Messaging;

/// <summary>Notifications by e-mail. Addresses are asked of the identity service when they are needed, and not kept.</summary>
public sealed class MailChannel(AccountsService.AccountsServiceClient accounts, Mailer mailer, PublicLinks links) : IChannel
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

        await using var session = mailer.Open();
        foreach (var delivery in deliveries)
        {
            await report(delivery, addresses.TryGetValue(delivery.Notification.UserId, out var address)
                ? await SendAsync(session, delivery, address, cancellationToken)
                : Outcome.Skipped("no confirmed address"));
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
            await session.SendAsync(new MailText($"notification-{delivery.Id}", address, delivery.Notification.Title, Body(delivery.Notification), delivery.Notification.CreatedAt), cancellationToken);
            return Outcome.Sent;
        }
        catch (Exception e) when (SmtpSession.IsRefusal(e))
        {
            return SmtpSession.IsHopeless(e) ? Outcome.Failed(e.Message) : new Outcome("waiting", e.Message);
        }
    }

    private string Body(Notification notification) =>
        $"{notification.Body}\n\n{links.To(notification.Path)}\n\n--\n{links.To("/notifications")}\n";

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
