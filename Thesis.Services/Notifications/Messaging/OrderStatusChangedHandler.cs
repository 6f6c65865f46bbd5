using Thesis.Contracts.Orders.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Notifications.Domain;

namespace Thesis.Services.Notifications.Messaging;

/// <summary>Tells of what becomes of orders.</summary>
public sealed class OrderStatusChangedHandler(Announcer announcer) : IEventHandler<OrderStatusChanged>
{
    public Task HandleAsync(OrderStatusChanged message, EventContext context, CancellationToken cancellationToken) =>
        announcer.AnnounceAsync(OrderNotices.OfChange(message.Order, message.PreviousStatus), message.Order, context, cancellationToken);
}
