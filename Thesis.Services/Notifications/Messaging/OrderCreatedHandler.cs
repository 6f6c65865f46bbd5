using Thesis.Contracts.Orders.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Notifications.Domain;

namespace Thesis.Services.Notifications.Messaging;

/// <summary>Tells of new orders.</summary>
public sealed class OrderCreatedHandler(Announcer announcer) : IEventHandler<OrderCreated>
{
    public Task HandleAsync(OrderCreated message, EventContext context, CancellationToken cancellationToken) =>
        announcer.AnnounceAsync(OrderNotices.OfNew(message.Order), message.Order, context.Command, context.Actor, cancellationToken);
}
