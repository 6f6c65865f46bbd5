using Thesis.Contracts.Donors.V1;
using Thesis.Contracts.Ngos.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Identity.Data;
using Thesis.Services.Identity.Domain;

namespace Thesis.Services.Identity.Messaging;

/// <summary>Follows who acts for which donor and NGO.</summary>
internal sealed class OrganisationHandler
    : IEventHandler<DonorCreated>, IEventHandler<DonorUpdated>, IEventHandler<NgoCreated>, IEventHandler<NgoUpdated>
{
    public Task HandleAsync(DonorCreated message, EventContext context, CancellationToken cancellationToken) => KeepAsync(message.Donor, context, cancellationToken);

    public Task HandleAsync(DonorUpdated message, EventContext context, CancellationToken cancellationToken) => KeepAsync(message.Donor, context, cancellationToken);

    public Task HandleAsync(NgoCreated message, EventContext context, CancellationToken cancellationToken) => KeepAsync(message.Ngo, context, cancellationToken);

    public Task HandleAsync(NgoUpdated message, EventContext context, CancellationToken cancellationToken) => KeepAsync(message.Ngo, context, cancellationToken);

    private static Task KeepAsync(DonorSnapshot donor, EventContext context, CancellationToken cancellationToken) => OrganisationStore.KeepAsync(
        context.Command,
        new Organisation(new Id<Kinds.Donor>(donor.Id).ToString(), donor.Version, donor.Name, donor.Place?.Region ?? "", [.. donor.Managers], [.. donor.Staff]),
        cancellationToken);

    private static Task KeepAsync(NgoSnapshot ngo, EventContext context, CancellationToken cancellationToken) => OrganisationStore.KeepAsync(
        context.Command,
        new Organisation(new Id<Kinds.Ngo>(ngo.Id).ToString(), ngo.Version, ngo.Name, ngo.Place?.Region ?? "", [.. ngo.Managers], [.. ngo.Staff]),
        cancellationToken);
}
