using Thesis.Contracts.Donors.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Donations.Data;

namespace Thesis.Services.Donations.Messaging;

/// <summary>Follows the donors.</summary>
public sealed class DonorHandler : IEventHandler<DonorCreated>, IEventHandler<DonorUpdated>
{
    public Task HandleAsync(DonorCreated message, EventContext context, CancellationToken cancellationToken) =>
        DonorProjection.KeepAsync(context.Command, message.Donor, cancellationToken);

    public Task HandleAsync(DonorUpdated message, EventContext context, CancellationToken cancellationToken) =>
        DonorProjection.KeepAsync(context.Command, message.Donor, cancellationToken);
}
