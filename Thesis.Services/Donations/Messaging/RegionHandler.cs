using Thesis.Contracts.Regions.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Donations.Data;

namespace Thesis.Services.Donations.Messaging;

/// <summary>Follows the regions.</summary>
public sealed class RegionHandler : IEventHandler<RegionCreated>, IEventHandler<RegionUpdated>
{
    public Task HandleAsync(RegionCreated message, EventContext context, CancellationToken cancellationToken) =>
        RegionProjection.KeepAsync(context.Command, message.Region, cancellationToken);

    public Task HandleAsync(RegionUpdated message, EventContext context, CancellationToken cancellationToken) =>
        RegionProjection.KeepAsync(context.Command, message.Region, cancellationToken);
}
