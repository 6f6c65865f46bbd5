using Thesis.Contracts.Drivers.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Chat.Data;

namespace Thesis.Services.Chat.Messaging;

/// <summary>Follows where drivers drive: they are on the board of that region.</summary>
public sealed class DriverHandler : IEventHandler<DriverUpdated>
{
    public async Task HandleAsync(DriverUpdated message, EventContext context, CancellationToken cancellationToken)
    {
        var regionBefore = await ProjectionStore.RegionOfDriverAsync(context.Command, message.Driver.Id, cancellationToken);
        await MemberStore.TakeTurnAsync(context.Command, [$"driver {message.Driver.Id}"], [$"region {regionBefore}", $"region {message.Driver.Region}"], cancellationToken);
        var regions = await ProjectionStore.KeepAsync(context.Command, message.Driver, cancellationToken);
        if (regions.Length > 0)
        {
            var boards = await ConversationStore.BoardsAsync(context.Command, regions, cancellationToken);
            await MemberStore.SyncAsync(context.Command, boards, [message.Driver.UserId], cancellationToken);
        }
    }
}
