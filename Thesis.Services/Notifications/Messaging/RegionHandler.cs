using Thesis.Contracts.Regions.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Notifications.Data;

namespace Thesis.Services.Notifications.Messaging;

/// <summary>Follows the regions' time zones.</summary>
public sealed class RegionHandler : IEventHandler<RegionCreated>, IEventHandler<RegionUpdated>
{
    public Task HandleAsync(RegionCreated message, EventContext context, CancellationToken cancellationToken) =>
        PersonStore.KeepAsync(context.Command, message.Region, cancellationToken);

    public Task HandleAsync(RegionUpdated message, EventContext context, CancellationToken cancellationToken) =>
        PersonStore.KeepAsync(context.Command, message.Region, cancellationToken);
}
