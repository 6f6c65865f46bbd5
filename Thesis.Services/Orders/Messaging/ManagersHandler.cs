using Thesis.Contracts.Donors.V1;
using Thesis.Contracts.Ngos.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Orders.Data;

namespace Thesis.Services.Orders.Messaging;

/// <summary>Keeps the people who may act on unfinished orders in step with who manages the donor and the NGO.</summary>
public sealed class ManagersHandler(OrderStore store) : IEventHandler<DonorUpdated>, IEventHandler<NgoUpdated>
{
    public Task HandleAsync(DonorUpdated message, EventContext context, CancellationToken cancellationToken) =>
        store.SetDonorManagersAsync(context.Command, message.Donor.Id, [.. message.Donor.Managers], cancellationToken);

    public Task HandleAsync(NgoUpdated message, EventContext context, CancellationToken cancellationToken) =>
        store.SetNgoManagersAsync(context.Command, message.Ngo.Id, [.. message.Ngo.Managers], cancellationToken);
}
