using System.Globalization;
using Thesis.Contracts.Orders.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Chat.Data;
using Thesis.Services.Chat.Domain;

namespace Thesis.Services.Chat.Messaging;

/// <summary>Keeps a conversation for each order, and who has part in it as the order is now.</summary>
public sealed class OrderHandler(IIdGenerator ids) : IEventHandler<OrderCreated>, IEventHandler<OrderStatusChanged>
{
    public Task HandleAsync(OrderCreated message, EventContext context, CancellationToken cancellationToken) => KeepAsync(message.Order, context.Command, cancellationToken);

    public Task HandleAsync(OrderStatusChanged message, EventContext context, CancellationToken cancellationToken) => KeepAsync(message.Order, context.Command, cancellationToken);

    private async Task KeepAsync(OrderSnapshot order, CommandContext command, CancellationToken cancellationToken)
    {
        await MemberStore.TakeTurnAsync(command, [], [$"donor {order.DonorId}", $"ngo {order.NgoId}"], cancellationToken);
        var subject = order.Id.ToString(CultureInfo.InvariantCulture);
        var conversation = await ConversationStore.TakeAsync(command, ids.Next(), ConversationKinds.Order, subject, order.Region, cancellationToken);
        if (await ProjectionStore.KeepAsync(command, conversation, order, cancellationToken))
        {
            await MemberStore.SyncAsync(command, [conversation], null, cancellationToken);
        }
    }
}
