using Thesis.Contracts.Ngos.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Donations.Data;

namespace Thesis.Services.Donations.Messaging;

/// <summary>Follows the NGOs.</summary>
public sealed class NgoHandler : IEventHandler<NgoCreated>, IEventHandler<NgoUpdated>
{
    public Task HandleAsync(NgoCreated message, EventContext context, CancellationToken cancellationToken) =>
        NgoProjection.KeepAsync(context.Command, message.Ngo, cancellationToken);

    public Task HandleAsync(NgoUpdated message, EventContext context, CancellationToken cancellationToken) =>
        NgoProjection.KeepAsync(context.Command, message.Ngo, cancellationToken);
}
