using Thesis.Contracts.Drivers.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Orders.Data;

namespace Thesis.Services.Orders.Messaging;

/// <summary>Follows the drivers: to whom a dispatcher may give an order, and when the driver may arrive.</summary>
public sealed class DriverHandler(CarrierStore carriers) : IEventHandler<DriverUpdated>, IEventHandler<DriverLocationUpdated>
{
    public Task HandleAsync(DriverUpdated message, EventContext context, CancellationToken cancellationToken) =>
        carriers.KeepAsync(context.Command, message.Driver, cancellationToken);

    public Task HandleAsync(DriverLocationUpdated message, EventContext context, CancellationToken cancellationToken) =>
        message.Positions is [.., var newest]
            ? carriers.MoveAsync(context.Command, message.DriverId, newest, cancellationToken)
            : Task.CompletedTask;
}
