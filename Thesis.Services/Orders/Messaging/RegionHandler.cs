using Thesis.Contracts.Regions.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Orders.Data;

namespace Thesis.Services.Orders.Messaging;

/// <summary>Follows the regions: their time zones and quiet hours.</summary>
public sealed class RegionHandler : IEventHandler<RegionCreated>, IEventHandler<RegionUpdated>
{
    public Task HandleAsync(RegionCreated message, EventContext context, CancellationToken cancellationToken) =>
        RegionDirectory.KeepAsync(context.Command, message.Region, cancellationToken);

    public Task HandleAsync(RegionUpdated message, EventContext context, CancellationToken cancellationToken) =>
        RegionDirectory.KeepAsync(context.Command, message.Region, cancellationToken);
}
