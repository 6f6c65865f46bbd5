using Thesis.Contracts.Orders.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Drivers.Data;

namespace Thesis.Services.Drivers.Messaging;

/// <summary>Keeps the drivers' view of their orders.</summary>
public sealed class OrderProjectionHandler(DriverOrderStore store) : IEventHandler<OrderStatusChanged>
{
    public Task HandleAsync(OrderStatusChanged message, EventContext context, CancellationToken cancellationToken)
    {
        store.Keep(context.Command, message.Order);
        return Task.CompletedTask;
    }
}
