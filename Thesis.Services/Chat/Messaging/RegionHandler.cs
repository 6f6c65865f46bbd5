using Thesis.Contracts.Regions.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Chat.Data;
using Thesis.Services.Chat.Domain;

namespace Thesis.Services.Chat.Messaging;

/// <summary>Keeps a board for each region.</summary>
public sealed class RegionHandler(IIdGenerator ids) : IEventHandler<RegionCreated>
{
    public async Task HandleAsync(RegionCreated message, EventContext context, CancellationToken cancellationToken)
    {
        var region = message.Region.Region;
        await MemberStore.TakeTurnAsync(context.Command, [$"region {region}"], [], cancellationToken);
        var board = await ConversationStore.TakeAsync(context.Command, ids.Next(), ConversationKinds.Board, region, region, cancellationToken);
        await MemberStore.SyncAsync(context.Command, [board], null, cancellationToken);
    }
}
