using Microsoft.Extensions.Options;
using Thesis.Contracts.Donors.V1;
using Thesis.Contracts.Ngos.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Chat.Data;
using Thesis.Services.Chat.Domain;

namespace Thesis.Services.Chat.Messaging;

/// <summary>Follows who acts for donors and NGOs: they come and go in the conversations of their orders and on the board of their region.</summary>
public sealed class PlaceHandler(IOptions<ChatOptions> options)
    : IEventHandler<DonorCreated>, IEventHandler<DonorUpdated>, IEventHandler<NgoCreated>, IEventHandler<NgoUpdated>
{
    public Task HandleAsync(DonorCreated message, EventContext context, CancellationToken cancellationToken) => KeepAsync(message.Donor, context.Command, cancellationToken);

    public Task HandleAsync(DonorUpdated message, EventContext context, CancellationToken cancellationToken) => KeepAsync(message.Donor, context.Command, cancellationToken);

    public Task HandleAsync(NgoCreated message, EventContext context, CancellationToken cancellationToken) => KeepAsync(message.Ngo, context.Command, cancellationToken);

    public Task HandleAsync(NgoUpdated message, EventContext context, CancellationToken cancellationToken) => KeepAsync(message.Ngo, context.Command, cancellationToken);

    private Task KeepAsync(DonorSnapshot donor, CommandContext command, CancellationToken cancellationToken) =>
        KeepAsync("donor", donor.Id, donor.Version, donor.Place?.Region ?? "", donor.Verified, [.. donor.Managers], command, cancellationToken);

    private Task KeepAsync(NgoSnapshot ngo, CommandContext command, CancellationToken cancellationToken) =>
        KeepAsync("ngo", ngo.Id, ngo.Version, ngo.Place?.Region ?? "", ngo.Verified, [.. ngo.Managers], command, cancellationToken);

    private async Task KeepAsync(
        string kind, long id, long version, string region, bool verified, string[] managers, CommandContext command, CancellationToken cancellationToken)
    {
        var regionBefore = await ProjectionStore.RegionOfPlaceAsync(command, kind, id, cancellationToken);
        await MemberStore.TakeTurnAsync(command, [$"{kind} {id}"], [$"region {regionBefore}", $"region {region}"], cancellationToken);
        var change = await ProjectionStore.KeepPlaceAsync(command, kind, id, version, region, verified, managers, cancellationToken);
        if (change is null || change.Users.Length == 0)
        {
            return;
        }

        var orders = await ProjectionStore.OpenOrdersOfAsync(command, kind, id, command.Now - options.Value.OpenAfterEnd, cancellationToken);
        var boards = await ConversationStore.BoardsAsync(command, change.Regions, cancellationToken);
        await MemberStore.SyncAsync(command, [.. orders, .. boards], change.Users, cancellationToken);
    }
}
