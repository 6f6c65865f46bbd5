using Thesis.Contracts.Donors.V1;
using Thesis.Contracts.Ngos.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Notifications.Data;

namespace Thesis.Services.Notifications.Messaging;

/// <summary>Follows who manages donors and NGOs.</summary>
public sealed class PlaceHandler : IEventHandler<DonorCreated>, IEventHandler<DonorUpdated>, IEventHandler<NgoCreated>, IEventHandler<NgoUpdated>
{
    public Task HandleAsync(DonorCreated message, EventContext context, CancellationToken cancellationToken) => KeepAsync(message.Donor, context, cancellationToken);

    public Task HandleAsync(DonorUpdated message, EventContext context, CancellationToken cancellationToken) => KeepAsync(message.Donor, context, cancellationToken);

    public Task HandleAsync(NgoCreated message, EventContext context, CancellationToken cancellationToken) => KeepAsync(message.Ngo, context, cancellationToken);

    public Task HandleAsync(NgoUpdated message, EventContext context, CancellationToken cancellationToken) => KeepAsync(message.Ngo, context, cancellationToken);

    private static Task KeepAsync(DonorSnapshot donor, EventContext context, CancellationToken cancellationToken) =>
        PersonStore.KeepPlaceAsync(context.Command, "donor", donor.Id, donor.Version, donor.Managers, cancellationToken);

    private static Task KeepAsync(NgoSnapshot ngo, EventContext context, CancellationToken cancellationToken) =>
        PersonStore.KeepPlaceAsync(context.Command, "ngo", ngo.Id, ngo.Version, ngo.Managers, cancellationToken);
}
