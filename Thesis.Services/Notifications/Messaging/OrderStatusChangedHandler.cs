using Microsoft.Extensions.Options;
using Thesis.Contracts.Orders.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Notifications.Data;
using Thesis.Services.Notifications.Domain;

namespace Thesis.Services.Notifications.Messaging;

/// <summary>Tells of what becomes of orders, and remembers those that wait for a driver.</summary>
public sealed class OrderStatusChangedHandler(Announcer announcer, IOptions<NotificationsOptions> options) : IEventHandler<OrderStatusChanged>
{
    public async Task HandleAsync(OrderStatusChanged message, EventContext context, CancellationToken cancellationToken)
    {
        var (order, command) = (message.Order, context.Command);
        var notices = OrderNotices.OfChange(order, message.PreviousStatus);
        await announcer.AnnounceAsync(notices, order, command, context.Actor, cancellationToken);
        if (notices.Any(notice => notice.Audience == Audience.FreeDrivers))
        {
            await OfferStore.KeepAsync(command, order, command.Now + options.Value.OfferAgainAfter, cancellationToken);
        }
        else if (order.Status != "accepted")
        {
            await OfferStore.EndAsync(command, order.Id, cancellationToken);
        }
    }
}
