using Thesis.Contracts.Donors.V1;
using Thesis.Contracts.Ngos.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Orders.Data;
using Thesis.Services.Orders.Domain;

namespace Thesis.Services.Orders.Messaging;

/// <summary>Keeps who manages each donor and NGO: who may see and do what with an order is asked of that, whenever it was made.</summary>
public sealed class OwnerHandler(OwnerStore store)
    : IEventHandler<DonorCreated>, IEventHandler<DonorUpdated>, IEventHandler<NgoCreated>, IEventHandler<NgoUpdated>
{
    public Task HandleAsync(DonorCreated message, EventContext context, CancellationToken cancellationToken) =>
        KeepAsync(message.Donor, context, cancellationToken);

    public Task HandleAsync(DonorUpdated message, EventContext context, CancellationToken cancellationToken) =>
        KeepAsync(message.Donor, context, cancellationToken);

    public Task HandleAsync(NgoCreated message, EventContext context, CancellationToken cancellationToken) =>
        KeepAsync(message.Ngo, context, cancellationToken);

    public Task HandleAsync(NgoUpdated message, EventContext context, CancellationToken cancellationToken) =>
        KeepAsync(message.Ngo, context, cancellationToken);

    private Task KeepAsync(DonorSnapshot donor, EventContext context, CancellationToken cancellationToken) => store.KeepAsync(
        context.Command, [new Owner(Owner.Donor, donor.Id, donor.Version, [.. donor.Managers], donor.OpeningHours)], cancellationToken);

    private Task KeepAsync(NgoSnapshot ngo, EventContext context, CancellationToken cancellationToken) => store.KeepAsync(
        context.Command, 
        [
            new Owner(Owner.Ngo, ngo.Id, ngo.Version, [.. ngo.Managers], ngo.OpeningHours)
            {
                Locations =
                [
                    .. ngo.Locations.Select(location => new NamedStop(
                        location.Id, location.Name, new Stop(location.Place.Latitude, location.Place.Longitude, location.Place.Address))),
                ],
            },
        ], cancellationToken);
}
