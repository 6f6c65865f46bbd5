using Thesis.Contracts.Drivers.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Notifications.Data;

namespace Thesis.Services.Notifications.Messaging;

/// <summary>Follows who drives, where, and whether they are on shift.</summary>
public sealed class DriverHandler : IEventHandler<DriverUpdated>
{
    public Task HandleAsync(DriverUpdated message, EventContext context, CancellationToken cancellationToken) =>
        PersonStore.KeepAsync(context.Command, message.Driver, cancellationToken);
}
